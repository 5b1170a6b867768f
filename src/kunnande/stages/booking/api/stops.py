from datetime import date, datetime

from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.pagination import paginate
from pydantic import Field

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import (
    SessionKind,
    Stop,
    StopCause,
    StopLetter,
    StopLetterKind,
    get_stop,
    get_stop_to_tell_of,
    list_stop_letters,
    list_stops as list_visible,
)
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Sessions"])


class StopOut(Schema):
    """A stop: how many it hits, and how many letters wait to be sent."""

    id: int
    cause: StopCause
    centre_id: int
    product_id: int
    from_on: date
    to_on: date | None
    people: int
    drafts: int


class StopLetterOut(Schema):
    """Whom a stop hits, and how far the letter to them has come."""

    id: int
    person_id: int
    name: str
    case_id: int
    session_kind: SessionKind
    on: date
    kind: StopLetterKind
    approved_at: datetime | None
    sent_at: datetime | None


class StopPageOut(Schema):
    """A stop, how many letters it has, and those of one page."""

    stop: StopOut
    count: int
    letters: list[StopLetterOut]


class PageIn(Schema):
    limit: int = Field(100, ge=1, le=100)
    offset: int = Field(0, ge=0)


class ApprovedOut(Schema):
    letters: int


@router.get("/stops", response=list[StopOut], summary="List what stops booked times")
@paginate
def list_stops(request: SignedInRequest) -> list[Stop]:
    return list(list_visible(request.viewer))


@router.get(
    "/stops/{int:stop_id}", response=StopPageOut, summary="Show whom a stop hits; they see it"
)
def show_stop(request: SignedInRequest, stop_id: int, page: Query[PageIn]) -> dict[str, object]:
    stop = get_stop(stop_id, request.viewer)
    letters = services.show_stop_letters(
        stop=stop, start=page.offset, limit=page.limit, by=request.user, at=timezone.now()
    )
    return {
        "stop": list_visible(request.viewer).get(pk=stop.pk),
        "count": list_stop_letters(stop, request.viewer).count(),
        "letters": [_letter_out(letter) for letter in letters],
    }


@router.post(
    "/stops/{int:stop_id}/letters", response=ApprovedOut, summary="Send a stop's drafted letters"
)
def send_stop_letters(request: SignedInRequest, stop_id: int) -> dict[str, int]:
    stop = get_stop_to_tell_of(stop_id, request.viewer)
    sent = services.send_stop_letters(stop=stop, by=request.user, at=timezone.now())
    return {"letters": sent}


def _letter_out(letter: StopLetter) -> dict[str, object]:
    return {
        "id": letter.pk,
        "person_id": letter.person_id,
        "name": letter.person.name,
        "case_id": letter.case_id,
        "session_kind": letter.session_kind,
        "on": letter.on,
        "kind": letter.kind,
        "approved_at": letter.approved_at,
        "sent_at": letter.sent_at,
    }
