from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.pagination import paginate

from kunnande.stages.parties.queries import SignedInRequest
from kunnande.stages.testing import services
from kunnande.stages.testing.api.schemas import (
    AnswerIn,
    AnswerOut,
    CodeIn,
    FlagIn,
    PlaceOut,
    PulseOut,
    QuestionOut,
    SittingOut,
    StartIn,
)
from kunnande.stages.testing.queries import (
    Sitting,
    SittingItem,
    SittingState,
    find_picture,
    get_own_sitting,
    get_progress,
    get_question as get_page,
    list_sittings_of_person,
    needs_code,
    seconds_left,
)

router = Router(tags=["Theory tests"])


@router.get("/me/sittings", response=list[SittingOut], summary="List my tests")
@paginate
def list_own_sittings(request: SignedInRequest) -> list[Sitting]:
    person_id = request.viewer.person_id
    return list_sittings_of_person(person_id) if person_id else []


@router.get("/sittings/{int:sitting_id}/pulse", response=PulseOut, summary="Ask how my test stands")
def get_pulse(request: SignedInRequest, sitting_id: int) -> PulseOut:
    sitting = _own(request, sitting_id)
    return PulseOut(
        state=sitting.state,
        is_open=sitting.opened_at is not None or not needs_code(sitting),
        is_paused=sitting.paused_at is not None,
        seconds_left=seconds_left(sitting, timezone.now()),
    )


@router.post("/sittings/{int:sitting_id}/enter", response=SittingOut, summary="Enter my code")
def enter_code(request: SignedInRequest, sitting_id: int, entered: CodeIn) -> Sitting:
    return services.enter_code(
        sitting=_own(request, sitting_id),
        code=entered.code,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/sittings/{int:sitting_id}/start", response=SittingOut, summary="Begin my test")
def start_sitting(request: SignedInRequest, sitting_id: int, start: StartIn) -> Sitting:
    return services.start_sitting(
        sitting=_own(request, sitting_id),
        language=start.language or "",
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/sittings/{int:sitting_id}/questions", response=list[PlaceOut], summary="List my questions"
)
@paginate
def list_questions(request: SignedInRequest, sitting_id: int) -> object:
    return get_progress(_running(request, sitting_id)).places


@router.get(
    "/sittings/{int:sitting_id}/questions/{int:position}",
    response=QuestionOut,
    summary="Read a question of my test",
)
def get_question(request: SignedInRequest, sitting_id: int, position: int) -> object:
    pictures = reverse("api:get_picture", args=[sitting_id, position, "x"])[:-1]
    try:
        return get_page(_running(request, sitting_id), position, media_prefix=pictures)
    except SittingItem.DoesNotExist as error:
        raise Http404 from error


@router.get(
    "/sittings/{int:sitting_id}/questions/{int:position}/pictures/{name}",
    openapi_extra={"responses": {200: {"content": {"image/*": {}}}}},
    summary="Fetch a picture of a question",
)
def get_picture(
    request: SignedInRequest, sitting_id: int, position: int, name: str
) -> HttpResponse:
    found = find_picture(_running(request, sitting_id), position, name)
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), headers=found.headers)


@router.put(
    "/sittings/{int:sitting_id}/questions/{int:position}/answer",
    response=AnswerOut,
    summary="Save my answer",
)
def save_answer(
    request: SignedInRequest, sitting_id: int, position: int, answer: AnswerIn
) -> object:
    return services.save_answer(
        sitting=_own(request, sitting_id),
        position=position,
        posted=answer.posted,
        sent_from=services.Sender(answer.page, answer.revision) if answer.page else None,
        by=request.user,
        at=timezone.now(),
    )


@router.put(
    "/sittings/{int:sitting_id}/questions/{int:position}/flag",
    response={204: None},
    summary="Mark a question to come back to",
)
def flag_item(request: SignedInRequest, sitting_id: int, position: int, flag: FlagIn) -> None:
    services.flag_item(
        sitting=_own(request, sitting_id),
        position=position,
        flagged=flag.flagged,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/sittings/{int:sitting_id}/finish", response=SittingOut, summary="Hand in my test")
def finish_sitting(request: SignedInRequest, sitting_id: int) -> Sitting:
    return services.finish_sitting(
        sitting=_own(request, sitting_id), by=request.user, at=timezone.now()
    )


def _own(request: SignedInRequest, sitting_id: int) -> Sitting:
    """Return the caller's own sitting, handed in first if its time is up."""
    sitting = get_own_sitting(sitting_id, request.viewer)
    services.close_if_overdue(sitting=sitting, by=request.user, at=timezone.now())
    services.note_seen(sitting=sitting, by=request.user, at=timezone.now())
    return sitting


def _running(request: SignedInRequest, sitting_id: int) -> Sitting:
    sitting = _own(request, sitting_id)
    if sitting.state == SittingState.PLANNED:
        raise services.NotRunningError(_("Provet har inte börjat."))
    if sitting.state != SittingState.RUNNING:
        raise services.NotRunningError(_("Provet är redan inlämnat."))
    if sitting.paused_at:
        raise services.PausedError(_("Provet är pausat. Tiden står still."))
    return sitting
