from datetime import datetime

from django.utils import timezone
from ninja import Router, Schema
from ninja.pagination import paginate
from pydantic import Field

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import Schedule, SessionKind
from kunnande.stages.booking.queries.schedules import (
    ProposedRow,
    get_proposal,
    get_schedule,
    get_schedule_page,
    list_proposals as list_coming,
    nodes_of,
    schedules_visible_to,
)
from kunnande.stages.parties.queries import Organisation, SignedInRequest

router = Router(tags=["Sessions"])


class ScheduleIn(Schema):
    """Which node asks, and for how many seconds the engine may count."""

    node_id: int
    seconds: int = Field(60, examples=[60])


class ScheduleOut(Schema):
    """How far a schedule has come; costs in whole SEK, the bound below which no plan costs."""

    id: int
    state: str
    asked_at: datetime
    tests: int
    unserved: int
    cost: int | None
    bound: int
    nearest_cost: int | None
    earliest_cost: int | None
    kilometres: int
    spent_seconds: float


class ProposedOut(Schema):
    """A proposed time at a centre: how many come, never who."""

    id: int
    centre_id: int
    product_id: int
    session_kind: SessionKind
    language: str
    starts_at: datetime
    ends_at: datetime
    people: int
    session_id: int | None


class SchedulePageOut(Schema):
    """A schedule, what it proposes, and why some tests lack a time."""

    schedule: ScheduleOut
    proposed: list[ProposedOut]
    reasons: dict[str, int]


class OpenedOut(Schema):
    session_id: int


@router.get("/schedules", response=list[ScheduleOut], summary="List what a node has had planned")
@paginate
def list_schedules(request: SignedInRequest) -> list[Schedule]:
    return list(schedules_visible_to(request.viewer))


@router.post("/schedules", response={202: ScheduleOut}, summary="Have sessions proposed")
def ask_for_schedule(request: SignedInRequest, asked: ScheduleIn) -> tuple[int, Schedule]:
    own = {node.pk: node for node in nodes_of(request.viewer)}
    if asked.node_id not in own:
        raise Organisation.DoesNotExist
    schedule = services.ask_for_schedule(
        node=own[asked.node_id], seconds=asked.seconds, by=request.user, at=timezone.now()
    )
    return 202, schedule


@router.get(
    "/schedules/{int:schedule_id}", response=SchedulePageOut, summary="Show a proposed schedule"
)
def show_schedule(request: SignedInRequest, schedule_id: int) -> dict[str, object]:
    schedule = get_schedule(schedule_id, request.viewer)
    page = get_schedule_page(schedule)
    return {
        "schedule": schedule,
        "proposed": [_proposed_out(row) for row in page.rows],
        "reasons": schedule.reasons,
    }


@router.post(
    "/schedules/{int:schedule_id}/stop",
    response=ScheduleOut,
    summary="Stop counting and keep the best",
)
def stop_schedule(request: SignedInRequest, schedule_id: int) -> Schedule:
    schedule = get_schedule(schedule_id, request.viewer)
    return services.stop_schedule(schedule=schedule, by=request.user, at=timezone.now())


@router.post(
    "/schedules/{int:schedule_id}/send",
    response=ScheduleOut,
    summary="Show the centres what is proposed",
)
def send_schedule(request: SignedInRequest, schedule_id: int) -> Schedule:
    schedule = get_schedule(schedule_id, request.viewer)
    return services.send_schedule(schedule=schedule, by=request.user, at=timezone.now())


@router.get(
    "/proposed-sessions", response=list[ProposedOut], summary="List times proposed to one's centre"
)
@paginate
def list_proposed_sessions(request: SignedInRequest) -> list[dict[str, object]]:
    return [_proposed_out(row) for row in list_coming(request.viewer, at=timezone.now())]


@router.post(
    "/proposed-sessions/{int:proposed_id}/open",
    response={201: OpenedOut},
    summary="Open a proposed time and offer its seats",
)
def open_proposed_session(request: SignedInRequest, proposed_id: int) -> tuple[int, dict[str, int]]:
    proposed = get_proposal(proposed_id, request.viewer)
    session = services.open_proposed_session(proposed=proposed, by=request.user, at=timezone.now())
    return 201, {"session_id": session.pk}


def _proposed_out(row: ProposedRow) -> dict[str, object]:
    one = row.proposed
    return {
        "id": one.pk,
        "centre_id": one.centre_id,
        "product_id": one.product_id,
        "session_kind": one.kind,
        "language": one.language,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "people": row.people,
        "session_id": one.session_id,
    }
