from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.cases.queries import CaseState, list_cases_in
from kunnande.stages.decision.models import DecidedArea, Decision, Outcome
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role
from kunnande.stages.practice.queries import list_cases_in_practice

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer


@dataclass(frozen=True)
class WaitingCase:
    case_id: int
    person_name: str
    product_name: str
    version: str
    waiting_since: datetime


@dataclass(frozen=True)
class DecidedRow:
    decision_id: int
    product_name: str
    version: str
    outcome: str
    decided_at: datetime
    is_latest: bool


def decisions_visible_to(viewer: Viewer) -> QuerySet[Decision]:
    """Return the viewer's own decisions, a scheme owner's of their scheme, an examiner's all."""
    decisions = Decision.objects.select_related(
        "case__person", "case__product_version__product", "decided_by__person"
    )
    if viewer.organisations(Role.EXAMINER):
        return decisions
    schemes_of = viewer.organisations(Role.SCHEME_OWNER)
    return decisions.filter(
        Q(case__person_id=viewer.person_id)
        | Q(case__product_version__product__scheme__owner_id__in=schemes_of)
    )


def get_decision(decision_id: int, viewer: Viewer) -> Decision:
    """Return one decision the viewer may see. Raises Decision.DoesNotExist."""
    return decisions_visible_to(viewer).get(pk=decision_id)


def get_own_decision(decision_id: int, viewer: Viewer) -> Decision:
    """Return one of the viewer's own decisions. Raises Decision.DoesNotExist."""
    return decisions_visible_to(viewer).get(pk=decision_id, case__person=viewer.person_id)


def find_decision_in_force(case_id: int) -> Decision | None:
    """Return the latest decision of a case; None before the first."""
    return Decision.objects.filter(case_id=case_id, replaced_by__isnull=True).first()


def list_ready_for_decision(viewer: Viewer) -> list[WaitingCase]:
    waiting = list_cases_in(CaseState.FEEDBACK_GIVEN, viewer)
    in_practice = list_cases_in_practice(case.pk for case in waiting)
    return [
        WaitingCase(
            case_id=case.pk,
            person_name=case.person.name,
            product_name=localised(case.product_version.product, "name"),
            version=case.product_version.version,
            waiting_since=case.changed_at,
        )
        for case in waiting
        if case.pk not in in_practice
    ]


def list_decisions_of_person(person_id: int) -> list[DecidedRow]:
    decisions = (
        Decision.objects.filter(case__person_id=person_id)
        .select_related("case__product_version__product", "replaced_by")
        .order_by("-decided_at", "-id")
    )
    return [
        DecidedRow(
            decision_id=decision.pk,
            product_name=localised(decision.case.product_version.product, "name"),
            version=decision.case.product_version.version,
            outcome=decision.outcome,
            decided_at=decision.decided_at,
            is_latest=not hasattr(decision, "replaced_by"),
        )
        for decision in decisions
    ]


def list_decisions_to_recognise(viewer: Viewer) -> QuerySet[Decision]:
    """Return the decisions in force that give a certificate or an attestation, oldest first."""
    return (
        decisions_visible_to(viewer)
        .filter(replaced_by__isnull=True)
        .exclude(outcome=Outcome.MAPPING_STATEMENT)
        .select_related("case__person", "case__product_version__product__scheme")
        .order_by("decided_at", "id")
    )


def list_decided_areas(decision_id: int) -> list[DecidedArea]:
    return list(
        DecidedArea.objects.filter(decision_id=decision_id)
        .order_by("pk")
        .select_related("area_version__area", "statement__place")
    )


def find_place_of_newest_proof(decision_id: int) -> int | None:
    """Return the centre where what a decision rests on was shown last; None when there is none."""
    proofs = [area.statement for area in list_decided_areas(decision_id) if area.statement]
    newest = max(proofs, key=lambda proof: (proof.stated_at, proof.pk), default=None)
    return newest.place_id if newest else None
