"""Courses from EMIL 3 (SS 10700), the form in which Swedish providers publish what they offer.

An `educationInfo` says what a course is, an `educationEvent` when and where it is given. Names are
read without their namespace: providers and the national hub write different ones.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from kunnande.stages.development.models import CourseForm, ProviderKind
from kunnande.stages.development.translate.elements import code_of, find_all, first, text_of
from kunnande.stages.development.translate.occasions import pace_of, read_number, read_offered
from kunnande.stages.development.translate.rows import (
    COLUMNS,
    LONGEST_CODE,
    AreaRaised,
    CourseProblem,
    CourseRow,
    ImproperCellError,
    OfferedGroup,
    ReadCatalogue,
    list_repeated,
    read_areas,
    read_hours,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date
    from xml.etree.ElementTree import Element

P = ParamSpec("P")
T = TypeVar("T")

MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 200_000
MAX_DEPTH = 40
MAX_COURSES = 500
# A day of a course, and a week at full pace, in hours.
_HOURS = {"hours": 1, "days": 8, "weeks": 40}
_LANGUAGES = {"sv": ("swe", "sv"), "en": ("eng", "en")}
_LARGEST_GROUP = 500


class UnreadableEmilError(ValueError):
    """The file is no EMIL document, or is not safe to read; says which."""


def read_emil(
    content: bytes, *, areas: Mapping[str, str], area_codes: Collection[str], on: date
) -> ReadCatalogue:
    """Return the courses of an EMIL document and every problem of those that have an area.

    `areas` says by a course's identifier what it works on, as "IT08:2, IT02:1": EMIL has no word
    for it. Raises UnreadableEmilError.
    """
    root = _parse(content)
    events = defaultdict(list)
    for event in find_all(root, "educationEvent"):
        if text_of(event, "isCancelled").casefold() not in {"true", "1"}:
            events[text_of(event, "education")].append(event)
    infos = list(find_all(root, "educationInfo"))
    if not infos:
        raise UnreadableEmilError(_("Filen har ingen utbildning enligt EMIL."))
    if len(infos) > MAX_COURSES:
        raise UnreadableEmilError(
            _("Filen har fler än %(most)d utbildningar. Dela den.") % {"most": MAX_COURSES}
        )
    rows: list[CourseRow] = []
    untagged: list[CourseRow] = []
    problems: list[CourseProblem] = []
    groups: list[OfferedGroup] = []
    for number, info in enumerate(infos, start=1):
        identifier = text_of(info, "identifier")
        reading = _Reading(info, events[identifier], on)
        tags = areas.get(identifier, "").strip()
        raised = reading.of("areas", read_areas, tags, area_codes) if tags else None
        row = reading.as_row(raised or ())
        groups += read_offered(row, reading.events, on)
        if not tags:
            untagged.append(row)
            continue
        rows.append(row)
        problems += [CourseProblem(number, *problem) for problem in reading.problems]
    problems += list_repeated([*rows, *untagged])
    return ReadCatalogue(tuple(rows), tuple(problems), tuple(untagged), tuple(groups))


class _Reading:
    """One education, read value by value; what does not follow a rule is kept as a problem."""

    def __init__(self, info: Element, events: Sequence[Element], on: date) -> None:
        self.info, self.events, self.on = info, events, on
        self.problems: list[tuple[str, str]] = []

    def of(self, column: str, read: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | None:
        try:
            return read(*args, **named)
        except ImproperCellError as error:
            self.problems.append((str(COLUMNS[column]), str(error)))
            return None

    def as_row(self, areas: tuple[AreaRaised, ...]) -> CourseRow:
        info, events = self.info, self.events
        places = [int(text) for event in events if (text := text_of(event, "places")).isdecimal()]
        eligibility = _words(info, "eligibility", "sv")[:300]
        return CourseRow(
            code=self.of("code", _read_identifier, info, self.on) or text_of(info, "identifier"),
            title_sv=self.of("title", _read_title, info) or "",
            title_en=_words(info, "title", "en")[:200],
            hours=self.of("hours", _read_extent, info, events) or Decimal(0),
            areas=areas,
            provider_kind=_kind_of(code_of(first(info, "type"))).value,
            form=_form_of(events).value,
            largest_group=min(max([n for n in places if n], default=16), _LARGEST_GROUP),
            price_per_person=self.of("price_per_person", _read_fee, events),
            prerequisites=(eligibility,) if eligibility else (),
            web_address=_address_of([*events, info]),
        )


def _parse(content: bytes) -> Element:
    """Return the root of a document without a DOCTYPE, within the limits."""
    if len(content) > MAX_BYTES:
        raise UnreadableEmilError(_("Filen är för stor. Dela den."))
    depth = elements = 0
    root: Element | None = None
    for event, element in _walk(content):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise UnreadableEmilError(_("Filen är för stor. Dela den."))
    if root is None:
        raise UnreadableEmilError(_("Filen är inte läsbar XML."))
    return root


def _walk(content: bytes) -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True)
    except DefusedXmlException as error:
        words = _("Filen har en DOCTYPE eller entiteter. Ta bort dem.")
        raise UnreadableEmilError(words) from error
    except (ParseError, LookupError, ValueError) as error:
        raise UnreadableEmilError(_("Filen är inte läsbar XML.")) from error


def _read_identifier(info: Element, on: date) -> str:
    identifier, expires = text_of(info, "identifier"), text_of(info, "expires")
    if not identifier:
        raise ImproperCellError(_("saknas"))
    if len(identifier) > LONGEST_CODE:
        raise ImproperCellError(_("är längre än %(most)d tecken") % {"most": LONGEST_CODE})
    if expires and expires[:10] < on.isoformat():
        raise ImproperCellError(_("gick ut %(day)s") % {"day": expires[:10]})
    return identifier


def _read_title(info: Element) -> str:
    title = _words(info, "title", "sv") or _words(info, "title", "en")
    if not title:
        raise ImproperCellError(_("saknas"))
    if len(title) > 200:
        raise ImproperCellError(_("är längre än %(most)d tecken") % {"most": 200})
    return title


def _read_extent(info: Element, events: Sequence[Element]) -> Decimal:
    """Return the hours of a course: days of eight, weeks of forty at the pace they are given."""
    extent = first(info, "extent")
    length, unit = text_of(extent, "length"), code_of(first(extent, "unit")).casefold()
    if not length or unit not in _HOURS:
        raise ImproperCellError(_("ska stå i timmar, dagar eller veckor"))
    hours = read_hours(length) * _HOURS[unit]
    if unit == "weeks":
        hours = hours * pace_of(events) / 100
    return read_hours(str(round(hours, 1)))


def _read_fee(events: Sequence[Element]) -> int | None:
    """Return the highest fee in kronor, whole; None where nobody names one."""
    amounts = [
        read_number(text_of(fee, "totalAmount"))
        for event in events
        for fee in (*find_all(event, "fee"), *find_all(event, "fees"))
        if text_of(fee, "currency").upper() in {"", "SEK"} and text_of(fee, "totalAmount")
    ]
    highest = max(amounts, default=None)
    if highest is None:
        return None
    if not 0 <= highest < 10_000_000:
        raise ImproperCellError(_("ska vara ett helt tal"))
    return round(highest)


def _kind_of(school_type: str) -> ProviderKind:
    if school_type == "YH":
        return ProviderKind.VOCATIONAL_COLLEGE
    if school_type.startswith("VUX"):
        return ProviderKind.ADULT_EDUCATION
    return ProviderKind.TRAINING_COMPANY


def _form_of(events: Sequence[Element]) -> CourseForm:
    remote = [first(event, "distance") is not None for event in events]
    if not any(remote):
        return CourseForm.CLASSROOM
    return CourseForm.DISTANCE if all(remote) else CourseForm.BLENDED


def _address_of(elements: Sequence[Element]) -> str:
    for element in elements:
        found = first(element, "url")
        for text in () if found is None else found.itertext():
            address = text.strip()
            if address.startswith("https://") and len(address) <= 200:
                return address
    return ""


def _words(element: Element, name: str, language: str) -> str:
    """Return a text in a language: the strings of a name, each with the language it is in."""
    found = first(element, name)
    strings = [] if found is None else list(found)
    for string in strings:
        told = next((v for k, v in string.attrib.items() if k.rpartition("}")[2] == "lang"), "")
        if told.casefold() in _LANGUAGES[language]:
            return " ".join("".join(string.itertext()).split())
    return "" if strings or language != "sv" else text_of(element, name)
