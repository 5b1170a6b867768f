"""Points for responses by mapping, by region of a picture and by table."""

from collections.abc import Iterable
from decimal import Decimal

from .declarations import Area, LookupTable, MapEntry, Mapping
from .values import Atom, Value


def map_response(value: Value | None, mapping: Mapping) -> Decimal:
    """Return the points a response is worth.

    Parameters
    ----------
    value
        The response; in a container each distinct value counts once.
    mapping
        Entries, default and bounds.

    Returns
    -------
    Decimal
        Within the bounds; exactly 0 for NULL, whatever default and bounds say.

    References
    ----------
    1EdTech QTI 3.0 ASI information model, ``MapResponse`` and ``Mapping``.
    """
    if value is None:
        return Decimal(0)
    distinct = dict.fromkeys(value.atoms)
    return _bounded(mapping, (_points(atom, mapping) for atom in distinct))


def map_response_point(value: Value | None, mapping: Mapping) -> Decimal:
    """Return the points for points on a picture; each region counts once, NULL is 0."""
    if value is None:
        return Decimal(0)
    found: dict[int | None, Decimal] = {}
    for point in value.atoms:
        hits = (i for i, (area, _) in enumerate(mapping.areas) if is_inside(area, point))
        hit = next(hits, None)
        found[hit] = mapping.default if hit is None else mapping.areas[hit][1]
    return _bounded(mapping, found.values())


def look_up(value: Value | None, table: LookupTable) -> Atom | None:
    """Return the first matching row's target, else the table's default."""
    if value is None or not value.numbers:
        return table.default
    source = value.numbers[0]
    for entry in table.entries:
        reached = entry.includes_source and source == entry.source
        if reached or (not table.exact and source > entry.source):
            return entry.target
    return table.default


def is_inside(area: Area, point: Atom) -> bool:
    """Tell whether a point lies in a region or on its edge."""
    if not isinstance(point, tuple):
        return False
    across, down = (Decimal(part) for part in point)
    coords = area.coords
    match area.shape:
        case "rect":
            inside = coords[0] <= across <= coords[2] and coords[1] <= down <= coords[3]
        case "circle":
            distance = (across - coords[0]) ** 2 + (down - coords[1]) ** 2
            inside = distance <= coords[2] ** 2
        case "ellipse":
            wide, high = (across - coords[0]) / coords[2], (down - coords[1]) / coords[3]
            inside = wide**2 + high**2 <= 1
        case "poly":
            inside = _is_inside_polygon(coords, (across, down))
        case _:
            inside = True
    return inside


def middle(area: Area) -> tuple[Decimal, Decimal]:
    """Return a point in the middle of a region: of its corners, or of its shape."""
    coords = area.coords or (Decimal(0), Decimal(0))
    if area.shape in {"circle", "ellipse"}:
        return coords[0], coords[1]
    across, down = coords[::2], coords[1::2]
    return sum(across, Decimal(0)) / len(across), sum(down, Decimal(0)) / len(down)


def _is_inside_polygon(coords: tuple[Decimal, ...], point: tuple[Decimal, Decimal]) -> bool:
    corners = list(zip(coords[::2], coords[1::2], strict=True))
    across, down = point
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        turn = (x2 - x1) * (down - y1) - (y2 - y1) * (across - x1)
        within = min(x1, x2) <= across <= max(x1, x2) and min(y1, y2) <= down <= max(y1, y2)
        if turn == 0 and within:
            return True
        # A ray to the right crosses the edges that straddle it and lie to its right.
        if (y1 > down) != (y2 > down) and (turn > 0) == (y2 > y1):
            inside = not inside
    return inside


def _points(atom: Atom, mapping: Mapping) -> Decimal:
    fitting = (entry for entry in mapping.entries if _fits(entry, atom))
    entry = next(fitting, None)
    return mapping.default if entry is None else entry.points


def _fits(entry: MapEntry, atom: Atom) -> bool:
    if entry.key == atom:
        return True
    if entry.case_sensitive or not (isinstance(entry.key, str) and isinstance(atom, str)):
        return False
    return entry.key.casefold() == atom.casefold()


def _bounded(mapping: Mapping, points: Iterable[Decimal]) -> Decimal:
    total = sum(points, Decimal(0))
    if mapping.lower is not None:
        total = max(total, mapping.lower)
    return total if mapping.upper is None else min(total, mapping.upper)
