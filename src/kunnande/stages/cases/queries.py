from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from kunnande.stages.cases.models import (
    Case,
    CaseState,
    Evidence,
    FeedbackTalk,
    ProposedDevelopment,
    RatedArea,
    SelfRating,
)
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.parties.queries import Role, list_employed_among

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kunnande.stages.framework.queries import AreaOfProduct
    from kunnande.stages.parties.queries import Viewer

__all__ = [
    "Case",
    "CaseState",
    "Evidence",
    "FeedbackTalk",
    "ProposedDevelopment",
    "RatedArea",
    "SelfRating",
]

# Those who carry a case forward see it while it is open; the results have rules of their own.
CASE_WORKERS = (Role.TEST_LEADER, Role.EXAMINER, Role.SCHEME_OWNER)


@dataclass(frozen=True)
class RatingStep:
    """One screen of the self-mapping: an area, where it stands in the row, what was chosen."""

    number: int
    of: int
    area: AreaOfProduct
    level: int | None
    evidence: tuple[Evidence, ...]
    is_submitted: bool


def cases_visible_to(viewer: Viewer) -> QuerySet[Case]:
    """Return the viewer's own cases, all cases for those who carry them forward."""
    cases = Case.objects.select_related("person", "product_version__product", "employer")
    if any(viewer.organisations(role) for role in CASE_WORKERS):
        return cases
    return cases.filter(person_id=viewer.person_id)


def cases_of_employees_visible_to(viewer: Viewer, *, on: date) -> QuerySet[Case]:
    """Return the status of cases an employer pays for, of those still employed there."""
    mine = viewer.organisations(Role.EMPLOYER)
    cases = Case.objects.filter(employer_id__in=mine).select_related(
        "person", "product_version__product"
    )
    employed = Q()
    for organisation_id in mine:
        people = cases.filter(employer_id=organisation_id).values_list("person_id", flat=True)
        still = list_employed_among(people, organisation_id=organisation_id, on=on)
        employed |= Q(employer_id=organisation_id, person_id__in=still)
    return cases.filter(employed) if employed else cases.none()


def get_case(case_id: int, viewer: Viewer) -> Case:
    """Return one case the viewer may see. Raises Case.DoesNotExist."""
    return cases_visible_to(viewer).get(pk=case_id)


def get_own_case(case_id: int, person_id: int | None) -> Case:
    """Return one of a person's own cases. Raises Case.DoesNotExist."""
    return Case.objects.select_related("product_version__product", "employer").get(
        pk=case_id, person_id=person_id
    )


def find_case_by_id(case_id: int) -> Case | None:
    return Case.objects.filter(pk=case_id).first()


def list_cases_of(person_id: int) -> list[Case]:
    return list(
        Case.objects.filter(person_id=person_id)
        .select_related("product_version__product", "employer")
        .order_by("-opened_at", "-id")
    )


def list_cases_in(state: str, viewer: Viewer) -> list[Case]:
    """Return the cases that wait in a state, the longest waiting first."""
    return list(cases_visible_to(viewer).filter(state=state).order_by("changed_at", "id"))


def list_areas_of_case(case: Case) -> tuple[AreaOfProduct, ...]:
    return list_areas_of(case.product_version_id)


def list_rated_levels(case_id: int) -> dict[int, int]:
    """Return the level chosen per area version in a case's self-rating, submitted or not."""
    return dict(
        RatedArea.objects.filter(self_rating__case_id=case_id).values_list(
            "area_version_id", "level"
        )
    )


def is_rating_submitted(case_id: int) -> bool:
    return SelfRating.objects.filter(case_id=case_id, submitted_at__isnull=False).exists()


def list_rating_steps(case: Case) -> list[RatingStep]:
    areas = list_areas_of(case.product_version_id)
    levels = list_rated_levels(case.pk)
    submitted = is_rating_submitted(case.pk)
    attached: dict[int, list[Evidence]] = {}
    for evidence in Evidence.objects.filter(case=case).order_by("added_at", "id"):
        attached.setdefault(evidence.area_version_id, []).append(evidence)
    return [
        RatingStep(
            number=number,
            of=len(areas),
            area=area,
            level=levels.get(area.area_version_id),
            evidence=tuple(attached.get(area.area_version_id, ())),
            is_submitted=submitted,
        )
        for number, area in enumerate(areas, start=1)
    ]


def get_evidence(evidence_id: int, viewer: Viewer) -> Evidence:
    """Return evidence of a case the viewer may see. Raises Evidence.DoesNotExist."""
    return Evidence.objects.select_related("case").get(
        pk=evidence_id, case__in=cases_visible_to(viewer)
    )


def find_feedback_talk(case_id: int) -> FeedbackTalk | None:
    """Return the latest feedback talk of a case; None before the first."""
    return (
        FeedbackTalk.objects.filter(case_id=case_id)
        .select_related("held_by__person")
        .order_by("-round")
        .first()
    )


def list_proposals(case_id: int) -> Sequence[ProposedDevelopment]:
    """Return what the latest feedback talk proposed, area by area."""
    talk = find_feedback_talk(case_id)
    if talk is None:
        return []
    return list(talk.proposals.order_by("area_version_id"))
