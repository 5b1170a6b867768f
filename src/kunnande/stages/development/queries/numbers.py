"""The month's numbers as a node and a union read them: at least so many, never who."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.development.models import (
    Measure,
    NumbersRelease,
    ReleasedNumber,
    Representation,
)
from kunnande.stages.framework.queries import list_areas, list_latest_versions, localised
from kunnande.stages.parties.queries import (
    Organisation,
    OrganisationKind,
    Role,
    name_of_municipality,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer

__all__ = [
    "AreaNumbers", "CompanyNumbers", "DemandRow", "NumbersRelease", "Representation",
    "UnionNumbers", "find_release", "get_representation", "get_union_numbers", "list_demand",
    "list_former_counts", "list_representations", "unions",
]  # fmt: skip


@dataclass(frozen=True)
class DemandRow:
    """At least how many need a course in a municipality, across companies."""

    course_id: int
    course: str
    municipality_code: str
    municipality: str
    at_least: int


@dataclass(frozen=True)
class AreaNumbers:
    """At least how many have shown an area and for how many it remains; None is not told."""

    area: str
    shown: int | None
    remaining: int | None


@dataclass(frozen=True)
class CompanyNumbers:
    name: str
    planned: int | None
    taught: int | None
    areas: tuple[AreaNumbers, ...]


@dataclass(frozen=True)
class UnionNumbers:
    """What a union reads: each company's cells, and the sums of the cells that are told."""

    month: date | None
    planned: int | None
    taught: int | None
    areas: tuple[AreaNumbers, ...]
    companies: tuple[CompanyNumbers, ...]


def find_release() -> NumbersRelease | None:
    """Return the latest numbers."""
    return NumbersRelease.objects.order_by("-month").first()


def list_former_counts() -> QuerySet[ReleasedNumber]:
    """Return the latest release's cells as they were counted; for the next release alone."""
    return ReleasedNumber.objects.filter(release=find_release()).order_by("pk")


def list_demand() -> list[DemandRow]:
    """Return the demand of the latest release, the greatest first."""
    numbers = ReleasedNumber.objects.filter(
        release=find_release(), measure=Measure.DEMAND, course__is_offered=True
    )
    return [
        DemandRow(
            one.course_id,
            one.course.title,
            one.municipality_code,
            name_of_municipality(one.municipality_code),
            one.at_least,
        )
        for one in numbers.select_related("course").order_by("-at_least", "course__title_sv", "pk")
        if one.course and one.course_id
    ]


def list_representations(company_id: int) -> list[Representation]:
    """Return the unions that speak for people at a company."""
    return list(
        Representation.objects.filter(ended_at__isnull=True, company_id=company_id)
        .select_related("union")
        .order_by("union__name", "pk")
    )


def get_representation(representation_id: int, viewer: Viewer) -> Representation:
    """Return a representation at the viewer's company. Raises Representation.DoesNotExist."""
    return Representation.objects.select_related("company").get(
        pk=representation_id, company_id__in=viewer.organisations(Role.EMPLOYER)
    )


def unions() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=OrganisationKind.UNION).order_by("name", "pk")


def get_union_numbers(viewer: Viewer) -> UnionNumbers:
    """Return the latest numbers of the companies the viewer's unions speak for."""
    release = find_release()
    companies = list(
        Organisation.objects.filter(
            pk__in=Representation.objects.filter(
                ended_at__isnull=True,
                union_id__in=viewer.organisations(Role.UNION_REPRESENTATIVE),
            ).values("company_id")
        ).order_by("name", "pk")
    )
    numbers = ReleasedNumber.objects.filter(release=release, company__in=companies)
    told: dict[int, list[ReleasedNumber]] = defaultdict(list)
    for one in numbers.order_by("pk"):
        told[one.company_id or 0].append(one)
    names = _names_of_areas()
    everything = [one for company in companies for one in told[company.pk]]
    return UnionNumbers(
        month=release.month if release else None,
        planned=_sum(everything, Measure.PLANNED),
        taught=_sum(everything, Measure.TAUGHT),
        areas=_areas(everything, names),
        companies=tuple(
            CompanyNumbers(
                company.name,
                _sum(told[company.pk], Measure.PLANNED),
                _sum(told[company.pk], Measure.TAUGHT),
                _areas(told[company.pk], names),
            )
            for company in companies
        ),
    )


def _areas(numbers: list[ReleasedNumber], names: dict[int, str]) -> tuple[AreaNumbers, ...]:
    told = {one.area_id for one in numbers if one.area_id}
    return tuple(
        AreaNumbers(
            name,
            _sum(numbers, Measure.SHOWN, area_id),
            _sum(numbers, Measure.REMAINING, area_id),
        )
        for area_id, name in names.items()
        if area_id in told
    )


def _sum(numbers: Iterable[ReleasedNumber], measure: str, area_id: int | None = None) -> int | None:
    """Add up what is told and nothing else: a total can never say more than its parts."""
    told = [n.at_least for n in numbers if n.measure == measure and n.area_id == area_id]
    return sum(told) if told else None


def _names_of_areas() -> dict[int, str]:
    areas = [area.pk for area in list_areas()]
    versions = list_latest_versions(areas)
    return {area_id: localised(versions[area_id], "name") for area_id in areas}
