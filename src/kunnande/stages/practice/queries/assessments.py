from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kunnande.stages.cases.queries import CaseState, cases_visible_to
from kunnande.stages.framework.queries import list_areas_of, map_accepted_version_ids
from kunnande.stages.ledger.queries import ProofKind, list_current
from kunnande.stages.parties.queries import Role
from kunnande.stages.practice.models import (
    Assessment,
    AssessmentState,
    AssessorPart,
    PracticalAreaResult,
    PracticalTalk,
)
from kunnande.stages.practice.queries.protocols import list_products_with_protocols
from kunnande.stages.testing.queries import sittings_visible_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Viewer

_DECIDED = (CaseState.DECIDED, CaseState.CLOSED)
_OPEN = (AssessmentState.PLANNED, AssessmentState.RUNNING)


def assessments_visible_to(viewer: Viewer) -> QuerySet[Assessment]:
    """Return one's own, those one assesses, those of a test leader's centres, an examiner's all.

    A scheme owner has those of its own scheme. What they show has rules of its own.
    """
    found = Assessment.objects.select_related(
        "case__person", "case__product_version__product", "case__employer", "centre",
        "protocol_version__protocol", "planned_by__person",
    )  # fmt: skip
    if viewer.organisations(Role.EXAMINER):
        return found
    mine = AssessorPart.objects.filter(assessment=OuterRef("pk"), assessor_id=viewer.user_id)
    return found.filter(
        Q(case__person_id=viewer.person_id)
        | Exists(mine)
        | Q(centre_id__in=viewer.organisations(Role.TEST_LEADER))
        | Q(
            case__product_version__product__scheme__owner_id__in=viewer.organisations(
                Role.SCHEME_OWNER
            )
        )
    )


def get_assessment(assessment_id: int, viewer: Viewer) -> Assessment:
    """Return one assessment the viewer may know of. Raises Assessment.DoesNotExist."""
    return assessments_visible_to(viewer).get(pk=assessment_id)


def get_own_assessment(assessment_id: int, viewer: Viewer) -> Assessment:
    """Return one of the viewer's own assessments. Raises Assessment.DoesNotExist."""
    if viewer.person_id is None:
        raise Assessment.DoesNotExist
    return assessments_visible_to(viewer).get(pk=assessment_id, case__person_id=viewer.person_id)


def get_assessment_to_make(assessment_id: int, viewer: Viewer) -> Assessment:
    """Return an assessment where the viewer is an assessor and still acts as one for its centre.

    Raises Assessment.DoesNotExist.
    """
    return _assessed_by(viewer).get(pk=assessment_id)


def list_assessments_to_make(viewer: Viewer) -> QuerySet[Assessment]:
    """Return what an assessor has to do or has done, what comes first on top."""
    return _assessed_by(viewer).exclude(state=AssessmentState.CANCELLED).order_by(
        "locked_at", "starts_on", "pk"
    )  # fmt: skip


def list_assessments_at_centres(viewer: Viewer) -> QuerySet[Assessment]:
    """Return the assessments of a test leader's centres until the decision, latest day first."""
    return (
        assessments_visible_to(viewer)
        .filter(centre_id__in=viewer.organisations(Role.TEST_LEADER))
        .exclude(case__state__in=_DECIDED)
        .order_by("-starts_on", "-pk")
    )


def list_assessments_locked(viewer: Viewer) -> QuerySet[Assessment]:
    """Return what an examiner or a scheme owner may unlock, locked last first."""
    examines = bool(viewer.organisations(Role.EXAMINER))
    owns = Q(
        case__product_version__product__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER)
    )
    return (
        assessments_visible_to(viewer)
        .filter(Q() if examines else owns, state=AssessmentState.LOCKED)
        .exclude(case__person_id=viewer.person_id or 0)
        .order_by("-locked_at", "-pk")
    )


def list_assessments_of_person(person_id: int) -> list[Assessment]:
    return list(
        Assessment.objects.filter(case__person_id=person_id)
        .select_related("case__product_version__product", "centre", "protocol_version")
        .order_by("-starts_on", "-pk")
    )


def list_planned_assessments(
    centre_id: int,
    product_id: int,
    *,
    first: date,
    last: date | None,
    assessor_id: int | None = None,
) -> list[Assessment]:
    """Return the assessments planned at a centre between two days, all or one assessor's."""
    planned = Assessment.objects.filter(
        centre_id=centre_id,
        case__product_version__product_id=product_id,
        starts_on__gte=first,
        state=AssessmentState.PLANNED,
    ).select_related("case")
    if last:
        planned = planned.filter(starts_on__lte=last)
    if assessor_id:
        planned = planned.filter(parts__assessor_id=assessor_id)
    return list(planned.order_by("starts_on", "pk"))


def list_cases_in_practice(case_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the cases with an assessment planned, going on or not talked about."""
    found = _unfinished().filter(case_id__in=set(case_ids))
    return frozenset(found.values_list("case_id", flat=True))


def find_unfinished_assessment(case_id: int) -> Assessment | None:
    """Return the case's assessment that is planned, goes on or is not talked about."""
    found = _unfinished().filter(case_id=case_id).order_by("-pk")
    return found.select_related("centre", "protocol_version").first()


def is_practice_talked_about(assessment: Assessment) -> bool:
    """Tell whether the result of the latest locking has been gone through with the person."""
    return (
        assessment.state == AssessmentState.LOCKED
        and assessment.talks.filter(locking=assessment.lockings).exists()
    )


def list_cases_to_assess(viewer: Viewer) -> QuerySet[Case]:
    """Return the cases a test leader may plan a practical assessment for, longest waiting first.

    They have mapped themselves, or handed in a theory test at the viewer's centre.
    """
    centres = viewer.organisations(Role.TEST_LEADER)
    if not centres:
        return cases_visible_to(viewer).none()
    tested_here = sittings_visible_to(viewer).filter(centre_id__in=centres, case_id=OuterRef("pk"))
    return (
        _with_protocol(viewer)
        .filter(
            Q(state=CaseState.MAPPED) | (Q(state=CaseState.TESTED) & Exists(tested_here)),
        )
        .exclude(Exists(_open_ones()))
        .order_by("changed_at", "pk")
    )


def list_cases_to_reassess(viewer: Viewer) -> QuerySet[Case]:
    """Return the decided cases where practice at the viewer's centre left an area remaining."""
    centres = viewer.organisations(Role.TEST_LEADER)
    remaining = PracticalAreaResult.objects.filter(
        assessment__case_id=OuterRef("pk"),
        assessment__centre_id__in=centres,
        assessment__state=AssessmentState.LOCKED,
        locking=F("assessment__lockings"),
        is_met=False,
    )
    return (
        _with_protocol(viewer)
        .filter(Exists(remaining), state=CaseState.DECIDED)
        .order_by("changed_at", "pk")
    )


def _unfinished() -> QuerySet[Assessment]:
    talked = PracticalTalk.objects.filter(assessment=OuterRef("pk"), locking=OuterRef("lockings"))
    return Assessment.objects.filter(
        Q(state__in=_OPEN) | (Q(state=AssessmentState.LOCKED) & ~Exists(talked))
    )


def _with_protocol(viewer: Viewer) -> QuerySet[Case]:
    return cases_visible_to(viewer).filter(product_version_id__in=list_products_with_protocols())


def _open_ones() -> QuerySet[Assessment]:
    return Assessment.objects.filter(case_id=OuterRef("pk"), state__in=_OPEN)


def list_days_assessed(case: Case, protocol_id: int) -> list[date]:
    """Return the days this person has been tried by any version of the protocol, in order."""
    done = Assessment.objects.filter(
        case__person_id=case.person_id,
        protocol_version__protocol_id=protocol_id,
        state=AssessmentState.LOCKED,
    )
    return sorted(done.values_list("starts_on", flat=True))


def list_areas_unshown(case: Case, area_version_ids: Iterable[int], *, on: date) -> frozenset[int]:
    """Return which of the areas have not been shown in practice at the level the product asks."""
    shown = [
        statement
        for statement in list_current([case.person_id], on=on)
        if statement.kind == ProofKind.PRACTICALLY_ASSESSED
    ]
    levels = {a.area_version_id: a.shown_level for a in list_areas_of(case.product_version_id)}
    return frozenset(
        pk
        for pk, accepted in map_accepted_version_ids(area_version_ids).items()
        if not any(
            statement.area_version_id in accepted and statement.level >= levels[pk]
            for statement in shown
        )
    )


def list_assessors_of_case(case_id: int) -> frozenset[int]:
    """Return the accounts that assessed the case, or went through a practical result with it."""
    assessments = Assessment.objects.filter(case_id=case_id)
    parts = AssessorPart.objects.filter(assessment__in=assessments, signed_at__isnull=False)
    talks = assessments.filter(talks__isnull=False)
    return frozenset(parts.values_list("assessor_id", flat=True)) | frozenset(
        talks.values_list("talks__held_by_id", flat=True)
    )


def _assessed_by(viewer: Viewer) -> QuerySet[Assessment]:
    mine = AssessorPart.objects.filter(assessment=OuterRef("pk"), assessor_id=viewer.user_id)
    return assessments_visible_to(viewer).filter(
        Exists(mine), centre_id__in=viewer.organisations(Role.ASSESSOR)
    )
