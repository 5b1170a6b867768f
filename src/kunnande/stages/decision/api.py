from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from ninja import Router, Schema
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.stages.cases.queries import get_case
from kunnande.stages.decision import queries, services
from kunnande.stages.decision.queries import DecidedRow, Outcome, WaitingCase
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Decisions"])

Grounds = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class WaitingOut(Schema):
    case_id: int
    person_name: str
    product_name: str
    version: str
    waiting_since: datetime


class ProofOut(Schema):
    statement_id: int
    kind: str
    level: int
    stated_on: date
    place: str


class GroundOut(Schema):
    area_version_id: int
    area_name: str
    shown_level: int
    outcome: str
    percent: int | None
    minimum_percent: int | None
    standard_error_percent: int | None
    practical_percent: Decimal | None
    asks_for_practice: bool
    self_rated_level: int | None
    proofs: list[ProofOut]


class CaseToDecide(Schema):
    case_id: int
    product_name: str
    obstacle: str
    tested_by: list[str]
    talk_held_by: str
    talk_held_at: datetime | None
    outcome: str | None
    areas: list[GroundOut]


class DecisionIn(Schema):
    grounds: Grounds
    shown_outcome: Outcome


class DecisionRow(Schema):
    decision_id: int
    product_name: str
    version: str
    outcome: str
    decided_at: datetime
    is_latest: bool


class AreaDecidedOut(Schema):
    name: str
    outcome: str
    kind: str
    shown_on: date | None
    place: str
    proposal: str


class DecisionOut(Schema):
    decision_id: int
    case_id: int
    product_name: str
    outcome: str
    grounds: str
    decided_by: str
    decided_at: datetime
    areas: list[AreaDecidedOut]


@router.get("/cases-to-decide", response=list[WaitingOut], summary="List the cases to decide")
@paginate
def list_cases_to_decide(request: SignedInRequest) -> list[WaitingCase]:
    return queries.list_ready_for_decision(request.viewer)


@router.get(
    "/cases-to-decide/{int:case_id}",
    response=CaseToDecide,
    summary="Read what a decision would rest on",
)
def show_case_for_decision(request: SignedInRequest, case_id: int) -> CaseToDecide:
    case = get_case(case_id, request.viewer)
    page = services.show_case_for_decision(case=case, by=request.user, at=timezone.now())
    return CaseToDecide(
        case_id=case.pk,
        product_name=page.product_name,
        obstacle=page.obstacle,
        tested_by=list(page.tested_by),
        talk_held_by=page.talk_held_by,
        talk_held_at=page.talk_held_at,
        outcome=page.outcome,
        areas=[_ground(area) for area in page.areas],
    )


@router.post(
    "/cases/{int:case_id}/decisions",
    response={201: DecisionOut},
    summary="Decide; the outcome follows from the areas",
)
def decide(request: SignedInRequest, case_id: int, decision: DecisionIn) -> DecisionOut:
    made = services.decide(
        case=get_case(case_id, request.viewer),
        grounds=decision.grounds,
        shown_outcome=decision.shown_outcome,
        by=request.user,
        at=timezone.now(),
    )
    return show_decision(request, made.pk)


@router.get("/me/decisions", response=list[DecisionRow], summary="List the decisions about me")
@paginate
def list_own_decisions(request: SignedInRequest) -> list[DecidedRow]:
    person_id = request.viewer.person_id
    return queries.list_decisions_of_person(person_id) if person_id else []


@router.get("/decisions/{int:decision_id}", response=DecisionOut, summary="Read a decision")
def show_decision(request: SignedInRequest, decision_id: int) -> DecisionOut:
    decision = queries.get_decision(decision_id, request.viewer)
    page = services.show_decision(decision=decision, by=request.user, at=timezone.now())
    return DecisionOut(
        decision_id=decision.pk,
        case_id=decision.case_id,
        product_name=page.product_name,
        outcome=decision.outcome,
        grounds=decision.grounds,
        decided_by=str(decision.decided_by),
        decided_at=decision.decided_at,
        areas=[AreaDecidedOut.from_orm(area) for area in page.areas],
    )


def _ground(ground: queries.AreaGround) -> GroundOut:
    result = ground.result
    return GroundOut(
        area_version_id=ground.area.area_version_id,
        area_name=ground.area.name,
        shown_level=ground.area.shown_level,
        outcome=ground.outcome,
        percent=result.percent if result else None,
        minimum_percent=result.minimum_percent if result else None,
        standard_error_percent=result.standard_error_percent if result else None,
        practical_percent=ground.practical.percent if ground.practical else None,
        asks_for_practice=ground.asks_for_practice,
        self_rated_level=ground.self_rated_level,
        proofs=[ProofOut.from_orm(proof) for proof in ground.proofs],
    )
