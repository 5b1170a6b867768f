"""The occasions of an EMIL document that can become groups: what it says of day, place and pace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.stages.development.translate.elements import find_all, first, text_of
from kunnande.stages.development.translate.rows import ImproperCellError, OfferedGroup
from kunnande.stages.parties.queries import Municipality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from kunnande.stages.development.translate.rows import CourseRow

_HOURS_A_DAY = 8
# As many days in a row as a group can be opened with by hand.
_MOST_DAYS = 20
_FULL = Decimal(100)
_FRIDAY = 4


def read_offered(row: CourseRow, events: Sequence[Element], on: date) -> list[OfferedGroup]:
    """Return the occasions that say all a group needs but the time of day.

    An occasion that has begun, begins at a weekend, is at a distance, is given at less than full
    pace, lasts longer than four weeks or names no municipality of ours is left for its provider to
    open by hand.
    """
    days = ceil(row.hours / _HOURS_A_DAY)
    return [
        OfferedGroup(text_of(event, "identifier"), row.code, starts_on, days, place, seats)
        for event in events
        if 0 < days <= _MOST_DAYS
        and text_of(event, "identifier")
        and (starts_on := _day_of(event))
        and starts_on > on
        and starts_on.weekday() <= _FRIDAY
        and first(event, "distance") is None
        and _is_at_full_pace(event)
        and (place := _municipality_of(event))
        and (seats := _seats_of(event) or row.largest_group)
    ]


def pace_of(events: Sequence[Element]) -> Decimal:
    """Return the lowest pace a course is given at, in percent; full where nobody says."""
    told = [text_of(first(event, "paceOfStudy"), "percentage") for event in events]
    paces = [read_number(text) for text in told if text]
    return min((pace for pace in paces if 0 < pace <= _FULL), default=_FULL)


def read_number(text: str) -> Decimal:
    """Read a number. Raises ImproperCellError."""
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ImproperCellError(_("ska vara ett tal")) from error
    if not number.is_finite():
        raise ImproperCellError(_("ska vara ett tal"))
    return number


def _is_at_full_pace(event: Element) -> bool:
    try:
        return pace_of([event]) == _FULL
    except ImproperCellError:
        # What can not be read is no promise of full days.
        return False


def _day_of(event: Element) -> date | None:
    try:
        return date.fromisoformat(text_of(first(event, "execution"), "start")[:10])
    except ValueError:
        return None


def _municipality_of(event: Element) -> str:
    """Return the code of the municipality, told as a code or as the name of the town."""
    for told in find_all(event, "municipalityCode"):
        if (code := (told.text or "").strip()) in Municipality.values:
            return code
    by_name = {str(one.label).casefold(): one.value for one in Municipality}
    towns = ((told.text or "").strip().casefold() for told in find_all(event, "town"))
    return next((by_name[town] for town in towns if town in by_name), "")


def _seats_of(event: Element) -> int:
    told = text_of(event, "places")
    return min(int(told), 500) if told.isdecimal() and len(told) < 9 else 0
