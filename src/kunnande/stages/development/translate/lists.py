"""A catalogue of courses from the sample package or from a list, checked row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kunnande.stages.development.models import CourseForm, ProviderKind
from kunnande.stages.development.translate.rows import (
    COLUMNS,
    LONGEST_CODE,
    REQUIRED,
    AreaRaised,
    CourseProblem,
    CourseRow,
    ImproperCellError,
    ReadCatalogue,
    list_repeated,
    read_areas,
    read_hours,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kunnande.engines.tables import Table


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
            if isinstance(value, ImproperCellError)
        ]
        problems.extend(wrong)
        if not wrong:
            rows.append(_of_cells(read))
    return ReadCatalogue(tuple(rows), (*problems, *list_repeated(rows)))


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
                yield column, read_areas(text, area_codes)
            else:
                yield column, _read_cell(column, text)
        except ImproperCellError as error:
            yield column, error


def _with_sizes_in_order(read: dict[str, object]) -> dict[str, object]:
    smallest, largest = read.get("smallest_group"), read.get("largest_group")
    if isinstance(smallest, int) and isinstance(largest, int) and largest < smallest:
        read["largest_group"] = ImproperCellError(_("ska vara minst den minsta gruppen"))
    return read


def _read_cell(column: str, text: str) -> object:
    if not text:
        if column in REQUIRED:
            raise ImproperCellError(_("saknas"))
        return None
    if column == "hours":
        return read_hours(text)
    if column == "form":
        return _read_form(text)
    if column in {"smallest_group", "largest_group", "price_per_group", "price_per_person"}:
        return _read_whole(text)
    if column == "web_address" and not text.startswith("https://"):
        raise ImproperCellError(_("ska börja med https://"))
    longest = LONGEST_CODE if column == "code" else 200
    if len(text) > longest:
        raise ImproperCellError(_("är längre än %(most)d tecken") % {"most": longest})
    return text


def _read_whole(text: str) -> int:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise ImproperCellError(_("ska vara ett helt tal"))
    return int(digits)


def _read_form(text: str) -> str:
    for form in CourseForm:
        if text.casefold() in {form.value, str(form.label).casefold()}:
            return form.value
    raise ImproperCellError(
        _("ska vara en av: %(forms)s") % {"forms": ", ".join(str(f.label) for f in CourseForm)}
    )
