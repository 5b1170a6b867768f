"""IT01, IT02 and IT03."""

from decimal import Decimal
from itertools import accumulate

from .solution import Solution


def _level_of_equal_machines(one: str, machines: str, per_doubling: str) -> Solution:
    doublings = int(machines).bit_length() - 1
    given = (f"{one} dB(A)", machines, f"{per_doubling} dB")
    return Solution(given, Decimal(one) + doublings * Decimal(per_doubling))


def _first_pass_yield(made: str, stopped: str) -> Solution:
    return Solution((made, stopped), 100 * (Decimal(made) - Decimal(stopped)) / Decimal(made))


def _categories_that_cover(percent: str, counts: tuple[str, ...]) -> Solution:
    largest_first = sorted(map(int, counts), reverse=True)
    wanted = Decimal(percent) / 100 * sum(largest_first)
    too_few = [covered for covered in accumulate(largest_first) if covered < wanted]
    return Solution((f"{percent} %", *counts), Decimal(len(too_few) + 1))


def _cp(lower: str, upper: str, deviation: str) -> Solution:
    width = Decimal(upper) - Decimal(lower)
    return Solution((lower, upper, deviation), width / (6 * Decimal(deviation)))


def _cpk(limits: tuple[str, str], mean: str, deviation: str) -> Solution:
    nearest = min(abs(Decimal(limit) - Decimal(mean)) for limit in limits)
    return Solution((*limits, mean, deviation), nearest / (3 * Decimal(deviation)))


def _parts_per_million(faulty: str, delivered: str) -> Solution:
    return Solution((faulty, delivered), Decimal(faulty).scaleb(6) / _whole(delivered))


def _cost_of_a_leak(kilowatts: str, hours: str, price: str) -> Solution:
    given = (f"{kilowatts} kW", hours, price)
    return Solution(given, Decimal(kilowatts) * _whole(hours) * Decimal(price))


def _energy_saved(lamps: str, watts: tuple[str, str], hours: str) -> Solution:
    before, after = map(Decimal, watts)
    watt_hours = Decimal(lamps) * (before - after) * _whole(hours)
    given = (lamps, *(f"{watt} W" for watt in watts), hours)
    return Solution(given, watt_hours.scaleb(-3))


def _whole(printed: str) -> Decimal:
    return Decimal(printed.replace(" ", ""))


SOLUTIONS = {
    "IT01-08": _level_of_equal_machines("78", "4", "3"),
    "IT02-01": _first_pass_yield("400", "14"),
    "IT02-02": _categories_that_cover("80", ("62", "14", "44", "10", "30")),
    "IT02-04": _cp("24.85", "25.15", "0.04"),
    "IT02-05": _cpk(("11.94", "12.06"), "12.024", "0.01"),
    "IT02-13": _parts_per_million("12", "40 000"),
    "IT03-07": _cost_of_a_leak("4", "6 000", "1.50"),
    "IT03-08": _energy_saved("30", ("70", "30"), "3 500"),
}
