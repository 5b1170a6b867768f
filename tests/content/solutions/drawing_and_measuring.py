"""IT07 and IT08."""

from decimal import Decimal

from .solution import Solution


def _true_length(drawn: str, denominator: str) -> Solution:
    return Solution((drawn, f"1:{denominator}"), Decimal(drawn) * Decimal(denominator))


def _largest_size(nominal: str, upper: str) -> Solution:
    return Solution((f"Ø{nominal} H7", f"+{upper}"), Decimal(nominal) + Decimal(upper))


def _largest_clearance(hole_upper: str, shaft_lower: str) -> Solution:
    largest_hole = Decimal(60) + Decimal(hole_upper)
    smallest_shaft = Decimal(60) - Decimal(shaft_lower)
    given = ("Ø60 H7/g6", f"+{hole_upper}", f"\N{MINUS SIGN}{shaft_lower}")
    return Solution(given, largest_hole - smallest_shaft)


def _tap_drill(diameter: str, pitch: str) -> Solution:
    return Solution(
        (f"M{diameter}\N{MULTIPLICATION SIGN}{pitch}",), Decimal(diameter) - Decimal(pitch)
    )


def _between_holes(whole: str, from_left: str, from_right: str) -> Solution:
    return Solution(
        (whole, from_left, from_right), Decimal(whole) - Decimal(from_left) - Decimal(from_right)
    )


def _micrometres(millimetres: str) -> Solution:
    metres = Decimal(millimetres).scaleb(-3)
    return Solution((millimetres,), metres.scaleb(6))


def _micrometer_reading(whole: str, half_marks_after: int, thimble: str) -> Solution:
    sleeve = Decimal(whole) + half_marks_after * Decimal("0.5")
    return Solution((whole, thimble, "0.01", "0.5"), sleeve + Decimal(thimble) * Decimal("0.01"))


def _vernier_reading(whole: str, lines: int, part: str) -> Solution:
    return Solution((whole, part), Decimal(whole) + lines * Decimal(part))


def _without_zero_error(closed: str, shown: str) -> Solution:
    return Solution((closed, shown), Decimal(shown) - Decimal(closed))


def _growth(length_mm: str, temperature: str, per_metre_and_degree: str) -> Solution:
    metres = Decimal(length_mm) / 1000
    degrees = Decimal(temperature) - Decimal(20)
    given = (length_mm, f"{temperature} °C", "20 °C", per_metre_and_degree)
    return Solution(given, metres * degrees * Decimal(per_metre_and_degree))


SOLUTIONS = {
    "IT07-04": _true_length("36", "5"),
    "IT07-05": _largest_size("35", "0.025"),
    "IT07-06": _largest_clearance("0.030", "0.029"),
    "IT07-10": _tap_drill("12", "1.5"),
    "IT07-14": _between_holes("150", "35", "45"),
    "IT08-01": _micrometres("0.035"),
    "IT08-02": _micrometer_reading("12", 1, "37"),
    "IT08-03": _vernier_reading("41", 7, "0.05"),
    "IT08-06": _growth("200", "30", "0.0115"),
    "IT08-10": _without_zero_error("0.03", "18.47"),
}
