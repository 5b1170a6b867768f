"""A course as a catalogue describes it, whatever the catalogue is written in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.development.models import CourseForm, ProviderKind
from kunnande.stages.parties.queries import name_of_municipality

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from django.utils.functional import _StrPromise

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
MOST_HOURS = Decimal(9999)
LONGEST_CODE = 64


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

    @property
    def areas_in_words(self) -> str:
        """Return the areas as a list of courses writes them."""
        return in_words((area.code, area.highest_level) for area in self.areas)


@dataclass(frozen=True)
class OfferedGroup:
    """An occasion that a catalogue names: which course, from which day, how many days, where."""

    code: str
    course_code: str
    starts_on: date
    days: int
    municipality_code: str
    seats: int

    @property
    def municipality(self) -> str:
        """Return the name of the municipality."""
        return name_of_municipality(self.municipality_code)


@dataclass(frozen=True)
class CourseProblem:
    """What a row does not follow, and in which column."""

    row: int
    column: str
    rule: str


@dataclass(frozen=True)
class ReadCatalogue:
    """What a list of courses holds; with problems nothing of it is taken in.

    `untagged` are the courses that nobody has said an area of, as far as they could be read; they
    are left out. `groups` are the occasions that are not open yet and can be.
    """

    rows: tuple[CourseRow, ...]
    problems: tuple[CourseProblem, ...]
    untagged: tuple[CourseRow, ...] = ()
    groups: tuple[OfferedGroup, ...] = ()


class ImproperCellError(ValueError):
    """A cell does not follow its column's rule."""


def in_words(areas: Iterable[tuple[str, int]]) -> str:
    """Write areas and the highest level of each as `read_areas` reads them."""
    return ", ".join(f"{code}:{level}" for code, level in areas)


def read_areas(text: str, area_codes: Collection[str]) -> tuple[AreaRaised, ...]:
    """Read "IT01:2, IT02:3": each area with the highest level the course leads to.

    Raises ImproperCellError.
    """
    raised = []
    for part in filter(None, (piece.strip() for piece in text.replace(";", ",").split(","))):
        code, _sign, level = (piece.strip() for piece in part.partition(":"))
        if code not in area_codes:
            raise ImproperCellError(_("området %(code)s finns inte") % {"code": code[:20]})
        if level not in {"", "1", "2", "3", "4"}:
            raise ImproperCellError(_("nivån ska vara 1 till 4"))
        raised.append(AreaRaised(code, 1, int(level or 2)))
    if not raised:
        raise ImproperCellError(_("saknas"))
    if len({area.code for area in raised}) < len(raised):
        raise ImproperCellError(_("samma område står två gånger"))
    return tuple(raised)


def read_hours(text: str) -> Decimal:
    """Read a number of hours. Raises ImproperCellError."""
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ImproperCellError(_("ska vara ett antal timmar")) from error
    if not hours.is_finite() or not 0 < hours <= MOST_HOURS:
        raise ImproperCellError(_("ska vara ett antal timmar"))
    return hours


def list_repeated(rows: Sequence[CourseRow]) -> list[CourseProblem]:
    """Return a problem for each course whose code another has too."""
    seen: set[str] = set()
    problems = []
    for row in rows:
        if row.code in seen:
            rule = _("%(code)s står mer än en gång") % {"code": row.code}
            problems.append(CourseProblem(0, str(COLUMNS["code"]), rule))
        seen.add(row.code)
    return problems
