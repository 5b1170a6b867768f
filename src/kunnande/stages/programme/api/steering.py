from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Schema

from kunnande.stages.parties.queries import Role, SignedInRequest
from kunnande.stages.programme import services
from kunnande.stages.programme.api.finding import programme_of
from kunnande.stages.programme.api.schemas import PartIn
from kunnande.stages.programme.queries.board import get_board
from kunnande.stages.programme.queries.board_people import find_counted
from kunnande.stages.programme.queries.grants import AT_THE_OWNER

router = Router(tags=["Programmes"])


class BoardRowOut(Schema):
    """Some of the people of a programme today, and the target they are held against."""

    part: str
    words: str
    target: int | None
    people: int
    inside: int
    left: int
    validated: int
    certificates: int
    minutes: int
    hours: int
    value_ore: int


class BoardOut(Schema):
    """The day, the number of the decision whose targets apply, and everybody, part by part."""

    on: date
    grant_number: int | None
    rows: list[BoardRowOut]


class AwardedOut(Schema):
    public_id: UUID
    on: date


class CofinancedOut(Schema):
    participation_id: int
    month_on: date
    minutes: int
    hours: int
    value_ore: int


class CountedPersonOut(Schema):
    """A participant behind a figure, with the decisions, awards and locked months that count."""

    name: str
    company: str
    entered_on: date
    left_on: date | None
    decided_on: list[date]
    awarded: list[AwardedOut]
    months: list[CofinancedOut]


class CountedPage(Schema):
    items: list[CountedPersonOut]
    count: int


@router.get(
    "/programmes/{int:programme_id}/steering",
    response=BoardOut,
    summary="Read a programme against its targets today, by gender, node and size of company",
)
def show_steering(request: SignedInRequest, programme_id: int) -> BoardOut:
    board = get_board(programme_of(request, programme_id, *AT_THE_OWNER), on=timezone.localdate())
    return BoardOut(
        on=board.on,
        grant_number=board.applies.number if board.applies else None,
        rows=[BoardRowOut.from_orm(row) for row in board.rows],
    )


@router.get(
    "/programmes/{int:programme_id}/steering/{slug:part}/{slug:measure}",
    response=CountedPage,
    summary="Read who is behind a figure; each of them can see that it was read",
)
def show_counted(
    request: SignedInRequest, programme_id: int, part: str, *, measure: str, asked: Query[PartIn]
) -> CountedPage:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER)
    board = get_board(programme, on=timezone.localdate())
    found = find_counted(board, part, measure)
    if found is None:
        raise Http404
    shown = services.show_counted(
        board=board,
        people=found.people[asked.offset : asked.offset + asked.limit],
        by=request.user,
        at=timezone.now(),
    )
    return CountedPage(items=[_person_out(one) for one in shown], count=len(found.people))


def _person_out(one: services.CountedRow) -> CountedPersonOut:
    return CountedPersonOut(
        name=one.name,
        company=one.company,
        entered_on=one.fact.entered_on,
        left_on=one.fact.left_on,
        decided_on=list(one.decided_on),
        awarded=[AwardedOut.from_orm(award) for award in one.awarded],
        months=[CofinancedOut.from_orm(month) for month in one.months],
    )
