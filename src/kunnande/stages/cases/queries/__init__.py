from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
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
from kunnande.stages.cases.queries.independence import has_employer_in_common
from kunnande.stages.cases.queries.kept import get_kept_about, list_evidence_of
from kunnande.stages.disclosure.queries import find_answer
from kunnande.stages.framework.queries import (
    get_area_version,
    list_areas_of,
    list_criteria,
    list_levels,
    localised,
    localised_list,
)
from kunnande.stages.parties.queries import Role, is_employed_by, list_employed_among

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
    "get_kept_about",
    "has_employer_in_common",
    "list_evidence_of",
]

PLACES = MappingProxyType(
    {
        CaseState.REGISTERED: 1,
        CaseState.ADMITTED: 2,
        CaseState.MAPPED: 3,
        CaseState.TEST_PLANNED: 3,
        CaseState.TESTING: 3,
        CaseState.TESTED: 4,
        CaseState.FEEDBACK_GIVEN: 5,
        CaseState.DECIDED: 6,
        CaseState.CLOSED: 6,
    }
)
# Those who carry a case forward see it; its results have rules of their own.
CASE_WORKERS = (Role.TEST_LEADER, Role.EXAMINER, Role.SCHEME_OWNER)


class NoSuchStepError(LookupError):
    """The self-mapping has no screen with this number."""


@dataclass(frozen=True)
class RatingStep:
    """One screen of the self-mapping: an area, where it stands in the row, what was chosen."""

    number: int
    of: int
    area: AreaOfProduct
    level: int | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class LevelChoice:
    """A level in plain words: what everybody says of it, and what it means in this area."""

    value: int
    words: str
    in_this_area: str


@dataclass(frozen=True)
class RatingPage:
    step: RatingStep
    product_name: str
    description: str
    criteria: tuple[str, ...]
    choices: tuple[LevelChoice, ...]
    typical_evidence: tuple[str, ...]
    is_submitted: bool


@dataclass(frozen=True)
class Proposal:
    area_name: str
    text: str


@dataclass(frozen=True)
class CasePage:
    """A person's own case: where it is, what they do next, what the last talk came to."""

    case: Case
    product_name: str
    steps: tuple[RatingStep, ...]
    must_answer: bool
    talk: FeedbackTalk | None
    proposals: tuple[Proposal, ...]

    @property
    def next_unrated(self) -> int | None:
        return next((step.number for step in self.steps if step.level is None), None)

    @property
    def place(self) -> int:
        """Return which of the five steps of the journey the case stands at; 6 when all are done."""
        return PLACES[CaseState(self.case.state)]


def cases_visible_to(viewer: Viewer) -> QuerySet[Case]:
    """Return the viewer's own cases, all cases for those who carry them forward."""
    cases = Case.objects.select_related("person", "product_version__product", "employer")
    if any(viewer.organisations(role) for role in CASE_WORKERS):
        return cases
    return cases.filter(person_id=viewer.person_id) if viewer.person_id else cases.none()


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


def get_own_case(case_id: int, viewer: Viewer) -> Case:
    """Return one of the viewer's own cases. Raises Case.DoesNotExist."""
    return cases_visible_to(viewer).get(pk=case_id, person=viewer.person_id)


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


def list_rating_steps(case: Case) -> tuple[RatingStep, ...]:
    areas = list_areas_of_case(case)
    levels = list_rated_levels(case.pk)
    attached: dict[int, list[Evidence]] = {}
    for evidence in Evidence.objects.filter(case=case).order_by("added_at", "id"):
        attached.setdefault(evidence.area_version_id, []).append(evidence)
    return tuple(
        RatingStep(
            number=number,
            of=len(areas),
            area=area,
            level=levels.get(area.area_version_id),
            evidence=tuple(attached.get(area.area_version_id, ())),
        )
        for number, area in enumerate(areas, start=1)
    )


def get_rating_page(case: Case, number: int) -> RatingPage:
    """Return one screen of the self-mapping. Raises NoSuchStepError."""
    step = next((step for step in list_rating_steps(case) if step.number == number), None)
    if step is None:
        msg = f"{case} has no area number {number}"
        raise NoSuchStepError(msg)
    area = get_area_version(step.area.area_version_id)
    in_area = localised_list(area, "rating_statements")
    product = case.product_version.product
    return RatingPage(
        step=step,
        product_name=localised(product, "name"),
        description=localised(area, "description"),
        criteria=tuple(localised(row, "text") for row in list_criteria(area.pk)),
        choices=tuple(
            LevelChoice(
                level.value,
                localised_list(level, "statements")[0],
                in_area[level.value] if level.value < len(in_area) else "",
            )
            for level in list_levels(product.scheme_id)
        ),
        typical_evidence=tuple(localised_list(area, "typical_evidence")),
        is_submitted=is_rating_submitted(case.pk),
    )


def list_case_pages(person_id: int, *, on: date) -> list[CasePage]:
    """Return a person's own cases, the one opened last first."""
    return [_case_page(case, on) for case in list_cases_of(person_id)]


def must_answer_first(case: Case, *, on: date) -> bool:
    """Say whether the person has yet to answer what an employer of theirs will see."""
    return (
        case.employer_id is not None
        and is_employed_by(person_id=case.person_id, organisation_id=case.employer_id, on=on)
        and find_answer(case.person_id, case.employer_id, on=on) is None
    )


def get_evidence(evidence_id: int, viewer: Viewer) -> Evidence:
    """Return one's own evidence; an examiner's once there is something to decide.

    Raises Evidence.DoesNotExist.
    """
    visible = Q(case__person_id=viewer.person_id)
    if viewer.organisations(Role.EXAMINER):
        visible |= Q(case__state__in=(CaseState.FEEDBACK_GIVEN, CaseState.DECIDED))
    return Evidence.objects.select_related("case").get(visible, pk=evidence_id)


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


def _case_page(case: Case, on: date) -> CasePage:
    steps = list_rating_steps(case)
    names = {step.area.area_version_id: step.area.name for step in steps}
    return CasePage(
        case=case,
        product_name=localised(case.product_version.product, "name"),
        steps=steps,
        must_answer=must_answer_first(case, on=on),
        talk=find_feedback_talk(case.pk),
        proposals=tuple(
            Proposal(names[row.area_version_id], row.text) for row in list_proposals(case.pk)
        ),
    )
