"""A catalogue of courses from the sample package or from a list, checked row by row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.development.models import CourseForm, ProviderKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from django.utils.functional import _StrPromise

    from kunnande.engines.tables import Table

# The columns of a list of courses, in the order of the template.
COLUMNS: Mapping[str, _StrPromise] = {
    "code": gettext_lazy("Kurskod"),
    "title": gettext_lazy("Kurs"),
    "areas": gettext_lazy("Områden"),
    "hours": gettext_lazy("Timmar"),
    "form": gettext_lazy("Form"),
    "smallest_group": gettext_lazy("Minsta grupp"),
    "largest_group": gettext_lazy("Största grupp"),
    "price_per_group": gettext_lazy("Pris per grupp"),
    "price_per_person": gettext_lazy("Pris per person"),
    "web_address": gettext_lazy("Webbadress"),
}
REQUIRED = ("code", "title", "areas", "hours")
_MOST_HOURS = Decimal(9999)


@dataclass(frozen=True)
class AreaRaised:
    """An area a course works on, and how far it leads."""

    code: str
    raises_by: int
    highest_level: int


@dataclass(frozen=True)
class CourseRow:
    """One course as a catalogue describes it, every value checked by itself."""

    code: str
    title_sv: str
    hours: Decimal
    areas: tuple[AreaRaised, ...]
    title_en: str = ""
    provider_kind: str = ProviderKind.TRAINING_COMPANY.value
    form: str = CourseForm.CLASSROOM.value
    smallest_group: int = 1
    largest_group: int = 16
    price_per_group: int | None = None
    price_per_person: int | None = None
    prerequisites: tuple[str, ...] = ()
    leads_to: str = ""
    web_address: str = ""


@dataclass(frozen=True)
class CourseProblem:
    """What a row does not follow, and in which column."""

    row: int
    column: str
    rule: str


@dataclass(frozen=True)
class ReadCatalogue:
    """What a list of courses holds; with problems nothing of it is taken in."""

    rows: tuple[CourseRow, ...]
    problems: tuple[CourseProblem, ...]


class _ImproperCellError(ValueError):
    """A cell does not follow its column's rule."""


def read_package(courses: Sequence[Mapping[str, Any]]) -> tuple[CourseRow, ...]:
    """Return the courses of a scheme's package."""
    return tuple(_of_package(course) for course in courses)


def read_table_of_courses(table: Table, area_codes: Collection[str]) -> ReadCatalogue:
    """Return the courses of a list whose headings are ours, and every row's problems."""
    names = {str(words).casefold(): column for column, words in COLUMNS.items()}
    places = {
        names[heading.strip().casefold()]: place
        for place, heading in enumerate(table.header)
        if heading.strip().casefold() in names
    }
    missing = [str(COLUMNS[column]) for column in REQUIRED if column not in places]
    if missing:
        rule = _("Kolumnen %(columns)s saknas.") % {"columns": ", ".join(missing)}
        return ReadCatalogue((), (CourseProblem(1, "", rule),))
    rows, problems = [], []
    for number, cells in table.rows:
        told = {
            column: cells[place].strip() if place < len(cells) else ""
            for column, place in places.items()
        }
        read = _with_sizes_in_order(dict(_read_cells(told, area_codes)))
        wrong = [
            CourseProblem(number, str(COLUMNS[column]), str(value))
            for column, value in read.items()
            if isinstance(value, _ImproperCellError)
        ]
        problems.extend(wrong)
        if not wrong:
            rows.append(_of_cells(read))
    return ReadCatalogue(tuple(rows), (*problems, *_repeated(rows)))


def _of_package(course: Mapping[str, Any]) -> CourseRow:
    prices = course.get("cost_sek_sample") or {}
    return CourseRow(
        code=course["id"],
        title_sv=course["title"]["sv"],
        title_en=course["title"]["en"],
        provider_kind=ProviderKind(course["provider_kind"]).value,
        form=CourseForm(course["form"]).value,
        hours=Decimal(str(course["hours"])),
        smallest_group=course["group"]["min"],
        largest_group=course["group"]["max"],
        price_per_group=prices.get("per_group"),
        price_per_person=prices.get("per_head"),
        prerequisites=tuple(course.get("prerequisites") or ()),
        leads_to=course.get("leads_to_sv") or "",
        areas=tuple(
            AreaRaised(closed["area"], closed["raises_by_levels"], closed["max_level_reached"])
            for closed in course["closes"]
        ),
    )


def _of_cells(read: Mapping[str, Any]) -> CourseRow:
    given = {column: value for column, value in read.items() if value not in {None, ""}}
    return CourseRow(title_sv=given.pop("title"), **given)


def _read_cells(
    told: Mapping[str, str], area_codes: Collection[str]
) -> Iterator[tuple[str, object]]:
    for column, text in told.items():
        try:
            if column == "areas":
                yield column, _read_areas(text, area_codes)
            else:
                yield column, _read_cell(column, text)
        except _ImproperCellError as error:
            yield column, error


def _with_sizes_in_order(read: dict[str, object]) -> dict[str, object]:
    smallest, largest = read.get("smallest_group"), read.get("largest_group")
    if isinstance(smallest, int) and isinstance(largest, int) and largest < smallest:
        read["largest_group"] = _ImproperCellError(_("ska vara minst den minsta gruppen"))
    return read


def _read_cell(column: str, text: str) -> object:
    if not text:
        if column in REQUIRED:
            raise _ImproperCellError(_("saknas"))
        return None
    if column == "hours":
        return _read_hours(text)
    if column == "form":
        return _read_form(text)
    if column in {"smallest_group", "largest_group", "price_per_group", "price_per_person"}:
        return _read_whole(text)
    if column == "web_address" and not text.startswith("https://"):
        raise _ImproperCellError(_("ska börja med https://"))
    if len(text) > 200:
        raise _ImproperCellError(_("är längre än 200 tecken"))
    return text


def _read_hours(text: str) -> Decimal:
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise _ImproperCellError(_("ska vara ett antal timmar")) from error
    if not hours.is_finite() or not 0 < hours <= _MOST_HOURS:
        raise _ImproperCellError(_("ska vara ett antal timmar"))
    return hours


def _read_whole(text: str) -> int:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise _ImproperCellError(_("ska vara ett helt tal"))
    return int(digits)


def _read_form(text: str) -> str:
    for form in CourseForm:
        if text.casefold() in {form.value, str(form.label).casefold()}:
            return form.value
    raise _ImproperCellError(
        _("ska vara en av: %(forms)s") % {"forms": ", ".join(str(f.label) for f in CourseForm)}
    )


def _read_areas(text: str, area_codes: Collection[str]) -> tuple[AreaRaised, ...]:
    """Read "IT01:2, IT02:3": each area with the highest level the course leads to."""
    raised = []
    for part in filter(None, (piece.strip() for piece in text.replace(";", ",").split(","))):
        code, _sign, level = (piece.strip() for piece in part.partition(":"))
        if code not in area_codes:
            raise _ImproperCellError(_("området %(code)s finns inte") % {"code": code[:20]})
        if level not in {"", "1", "2", "3", "4"}:
            raise _ImproperCellError(_("nivån ska vara 1 till 4"))
        raised.append(AreaRaised(code, 1, int(level or 2)))
    if not raised:
        raise _ImproperCellError(_("saknas"))
    if len({area.code for area in raised}) < len(raised):
        raise _ImproperCellError(_("samma område står två gånger"))
    return tuple(raised)


def _repeated(rows: Sequence[CourseRow]) -> list[CourseProblem]:
    seen: set[str] = set()
    problems = []
    for row in rows:
        if row.code in seen:
            rule = _("%(code)s står mer än en gång") % {"code": row.code}
            problems.append(CourseProblem(0, str(COLUMNS["code"]), rule))
        seen.add(row.code)
    return problems
