from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from kunnande.stages.cases.queries import (
    Case,
    CaseState,
    find_feedback_talk,
    list_cases_in,
    list_rated_levels,
)
from kunnande.stages.decision.models import AreaOutcome, DecidedArea, Decision, Outcome
from kunnande.stages.framework.queries import accepted_version_ids, list_areas_of, localised
from kunnande.stages.ledger.queries import CurrentStatement, ProofKind, list_current
from kunnande.stages.parties.queries import (
    Role,
    get_names_of_actors,
    get_organisation,
    get_viewer,
    list_employers_of,
)
from kunnande.stages.testing.queries import list_area_results, list_sittings_of_case

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from kunnande.stages.framework.queries import AreaOfProduct
    from kunnande.stages.parties.queries import User, Viewer
    from kunnande.stages.testing.queries import AreaResultRow

__all__ = ["AreaOutcome", "DecidedArea", "Decision", "Outcome"]

# A decision rests on what was tried by somebody else; other kinds of proof inform it only.
DECIDING_KINDS = frozenset({ProofKind.THEORY_TESTED, ProofKind.PRACTICALLY_ASSESSED})


@dataclass(frozen=True)
class Proof:
    """A statement as the examiner reads it: the kind, the level, when and where."""

    kind: str
    level: int
    stated_on: date
    place: str


@dataclass(frozen=True)
class AreaGround:
    """Everything a decision about one area rests on, and what it does not rest on."""

    area: AreaOfProduct
    outcome: str
    statement_id: int | None
    result: AreaResultRow | None
    proofs: tuple[Proof, ...]
    self_rated_level: int | None

    @property
    def is_met(self) -> bool:
        return self.outcome == AreaOutcome.MET


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


def find_decision_in_force(case_id: int) -> Decision | None:
    """Return the latest decision of a case; None before the first."""
    return Decision.objects.filter(case_id=case_id, replaced_by__isnull=True).first()


def list_ready_for_decision(viewer: Viewer) -> list[WaitingCase]:
    return [
        WaitingCase(
            case_id=case.pk,
            person_name=case.person.name,
            product_name=localised(case.product_version.product, "name"),
            version=case.product_version.version,
            waiting_since=case.changed_at,
        )
        for case in list_cases_in(CaseState.FEEDBACK_GIVEN, viewer)
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
        DecidedArea.objects.filter(decision_id=decision_id).select_related(
            "area_version__area", "statement__place"
        )
    )


def list_grounds(case: Case, *, on: date) -> tuple[AreaGround, ...]:
    """Return what is known about each area of a case, and whether it is met.

    An area is met by any valid statement of a deciding kind at the level the product asks for,
    from this case or from another product that shares the area.
    """
    results = {row.area_version_id: row for row in list_area_results(case.pk)}
    rated = list_rated_levels(case.pk)
    shown = [
        s
        for s in list_current([case.person_id], on=on)
        if s.is_released and s.kind != ProofKind.SELF_RATED
    ]
    grounds = []
    for area in list_areas_of(case.product_version_id):
        accepted = accepted_version_ids(area.area_version_id)
        statements = [s for s in shown if s.area_version_id in accepted]
        deciding = _best_of(statements, area.shown_level)
        result = results.get(area.area_version_id)
        grounds.append(
            AreaGround(
                area=area,
                outcome=_outcome_of_area(deciding, result),
                statement_id=deciding.id if deciding else None,
                result=result,
                proofs=tuple(_proof(statement) for statement in statements),
                self_rated_level=rated.get(area.area_version_id),
            )
        )
    return tuple(grounds)


def outcome_of(areas: Iterable[str]) -> Outcome:
    """Return what follows from the outcomes of the areas."""
    met = [area == AreaOutcome.MET for area in areas]
    if met and all(met):
        return Outcome.CERTIFICATE
    return Outcome.ATTESTATION_OF_PARTS if any(met) else Outcome.MAPPING_STATEMENT


def list_tested_by(case_id: int) -> frozenset[int]:
    """Return the accounts that led a sitting of the case or held its latest feedback talk."""
    leaders = {sitting.test_leader_id for sitting in list_sittings_of_case(case_id)}
    talk = find_feedback_talk(case_id)
    return frozenset(leaders | ({talk.held_by_id} if talk else set()))


def has_employer_in_common(case: Case, user: User, *, on: date) -> bool:
    """Return whether an account works at, or acts for, an employer of the candidate."""
    theirs = {employer.pk for employer in list_employers_of(case.person_id, on=on)}
    theirs |= {case.employer_id} if case.employer_id else set()
    acts_for: set[int] = set().union(*get_viewer(user, on=on).acts_for.values())
    works_at = list_employers_of(user.person_id, on=on) if user.person_id else []
    return bool(theirs & (acts_for | {employer.pk for employer in works_at}))


def list_names_of_testers(case_id: int) -> list[str]:
    names = get_names_of_actors(f"user:{user_id}" for user_id in list_tested_by(case_id))
    return sorted(names.values())


def _best_of(statements: list[CurrentStatement], level: int) -> CurrentStatement | None:
    deciding = [s for s in statements if s.kind in DECIDING_KINDS and s.level >= level]
    return max(deciding, key=lambda s: (s.level, s.stated_at), default=None)


def _outcome_of_area(deciding: CurrentStatement | None, result: AreaResultRow | None) -> str:
    if deciding:
        return AreaOutcome.MET
    return AreaOutcome.REMAINING if result else AreaOutcome.NOT_TESTED


def _proof(statement: CurrentStatement) -> Proof:
    return Proof(
        kind=str(ProofKind(statement.kind).label),
        level=statement.level,
        stated_on=timezone.localdate(statement.stated_at),
        place=get_organisation(statement.place_id).name if statement.place_id else "",
    )
