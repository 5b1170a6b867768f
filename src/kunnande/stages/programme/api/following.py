from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.stages.parties.queries import Role, SignedInRequest
from kunnande.stages.programme import services
from kunnande.stages.programme.api.finding import programme_of
from kunnande.stages.programme.api.schemas import Day
from kunnande.stages.programme.models import FollowUp, GrantVersion, IndicatorSet, Participation
from kunnande.stages.programme.queries.following import Due, list_due
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.indicators import Figure, list_figures

router = Router(tags=["Indicators and follow-up"])

_READS_NUMBERS = (Role.PROGRAMME_OWNER, Role.ECONOMIST, Role.EVALUATOR)
_CALL = "/participations/{int:participation_id}/calls/{slug:moment}"
_Code = Annotated[str, StringConstraints(max_length=60)]


class FigureOut(Schema):
    """An indicator on a day, by gender; nothing where nobody counts it."""

    code: str
    name: str
    definition: str
    women: int | None
    men: int | None
    others: int | None
    unknown: int | None
    total: int | None
    reached: int | None
    to_reach: int | None
    # Of an indicator that counts money.
    value_ore: int | None


class CountedOut(Schema):
    participation_id: int
    name: str
    company: str


class IndicatorOut(Schema):
    """An indicator with the people or companies that make its figure."""

    figure: FigureOut
    people: list[CountedOut]
    companies: list[str]
    # Numbers of the claims that make a figure of money.
    claims: list[int]


class SetIn(Schema):
    indicator_set_id: int


class ChosenOut(Schema):
    grant_id: int
    indicator_set_id: int


class CallOut(Schema):
    """Somebody to call: about which moment, from which day and at the latest which."""

    participation_id: int
    name: str
    moment: str
    from_on: date
    last_on: date
    tries: int
    next_on: date
    days_late: int


class CallAnswersIn(Schema):
    """Question by question, the codes of what was answered."""

    answers: dict[_Code, list[_Code]] = Field(examples=[{"work": ["employed"]}])


class TryIn(Schema):
    next_on: Day


class FollowUpOut(Schema):
    participation_id: int
    moment: str
    outcome: str


class TryOut(Schema):
    participation_id: int
    moment: str
    next_on: date


@router.get(
    "/programmes/{int:programme_id}/indicators",
    response=list[FigureOut],
    summary="Read a programme's indicators today, in numbers",
)
@paginate
def list_indicators(request: SignedInRequest, programme_id: int) -> list[FigureOut]:
    programme = programme_of(request, programme_id, *_READS_NUMBERS)
    return [_figure_out(one) for one in list_figures(programme, on=timezone.localdate())]


@router.get(
    "/programmes/{int:programme_id}/indicators/{slug:indicator_code}",
    response=IndicatorOut,
    summary="Read who counts for an indicator; each of them can see that it was read",
)
def show_indicator(
    request: SignedInRequest, programme_id: int, indicator_code: str
) -> IndicatorOut:
    shown = services.show_indicator(
        programme=programme_of(request, programme_id, Role.PROGRAMME_OWNER),
        code=indicator_code,
        by=request.user,
        at=timezone.now(),
    )
    return IndicatorOut(
        figure=_figure_out(shown.figure),
        people=[CountedOut.from_orm(one) for one in shown.people],
        companies=list(shown.companies),
        claims=[one.number for one in shown.figure.claims],
    )


@router.put(
    "/programmes/{int:programme_id}/indicator-set",
    response=ChosenOut,
    summary="Say which indicators the latest decision asks for",
)
def choose_indicator_set(request: SignedInRequest, programme_id: int, sent: SetIn) -> ChosenOut:
    grants = list_grants(programme_of(request, programme_id, Role.PROGRAMME_OWNER))
    if not grants:
        raise GrantVersion.DoesNotExist
    chosen = get_object_or_404(IndicatorSet, pk=sent.indicator_set_id)
    services.choose_indicator_set(
        grant=grants[-1], indicator_set=chosen, by=request.user, at=timezone.now()
    )
    return ChosenOut(grant_id=grants[-1].pk, indicator_set_id=chosen.pk)


@router.get(
    "/programmes/{int:programme_id}/calls",
    response=list[CallOut],
    summary="List whom to call, the one who has waited longest first",
)
@paginate
def list_calls(request: SignedInRequest, programme_id: int) -> list[CallOut]:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER)
    return [_due_out(one) for one in list_due(programme, on=timezone.localdate())]


@router.post(
    f"{_CALL}/answers",
    response={201: FollowUpOut},
    summary="Write down what somebody answered on the phone",
)
def answer_follow_up(
    request: SignedInRequest, participation_id: int, moment: str, sent: CallAnswersIn
) -> FollowUp:
    return services.answer_follow_up(
        participation=_theirs(request, participation_id),
        moment=moment,
        answers=sent.answers,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{_CALL}/declining",
    response={201: FollowUpOut},
    summary="Note that somebody does not want to answer; they are not called again",
)
def decline_follow_up(request: SignedInRequest, participation_id: int, moment: str) -> FollowUp:
    return services.decline_follow_up(
        participation=_theirs(request, participation_id),
        moment=moment,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{_CALL}/tries",
    response={201: TryOut},
    summary="Note that nobody picked up, and when to call again",
)
def note_unanswered_call(
    request: SignedInRequest, participation_id: int, moment: str, sent: TryIn
) -> object:
    return services.note_unanswered_call(
        participation=_theirs(request, participation_id),
        moment=moment,
        next_on=sent.next_on,
        by=request.user,
        at=timezone.now(),
    )


def _theirs(request: SignedInRequest, participation_id: int) -> Participation:
    owners = request.viewer.organisations(Role.PROGRAMME_OWNER)
    rows = Participation.objects.filter(programme__owner_id__in=owners)
    return get_object_or_404(rows, pk=participation_id)


def _figure_out(figure: Figure) -> FigureOut:
    names = ("name", "definition", "women", "men", "others", "unknown", "total")
    told = {name: getattr(figure, name) for name in (*names, "reached", "to_reach", "value_ore")}
    return FigureOut(code=figure.indicator.code, **told)


def _due_out(due: Due) -> CallOut:
    names = ("moment", "from_on", "last_on", "tries", "next_on", "days_late")
    told = {name: getattr(due, name) for name in names}
    person = due.participation.person
    return CallOut(participation_id=due.participation.pk, name=person.name, **told)
