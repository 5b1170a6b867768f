from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.framework.queries import localised
from kunnande.stages.testing import services
from kunnande.stages.testing.queries import (
    Sitting,
    SittingItem,
    SittingState,
    find_picture,
    get_progress,
    get_question,
    seconds_left,
)
from kunnande.stages.testing.web.sitting import is_going_on, own, say_closed, time_left

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.testing.queries import Answer

CLOSED = (services.DeadlinePassedError, services.NotRunningError)
UNFIT = (services.StaleAnswerError, services.UnknownAnswerError, services.AnswerTooLongError)


@never_cache
@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, sitting_id: int, position: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    # What was written before a pause reached the page may still be sent.
    is_late = sitting.paused_at is not None and request.method == "POST"
    if not (is_going_on(sitting) or is_late):
        return redirect("testing:sitting", sitting_id)
    if request.method == "GET":
        return _show_question(request, sitting, position)
    try:
        _save(request, sitting, position)
        return _go_on(request, sitting, position)
    except CLOSED as error:
        say_closed(request, error)
        return redirect("testing:done", sitting_id)
    except UNFIT as error:
        return _show_question(request, sitting, position, problem=error)
    except services.UnknownPositionError as error:
        raise Http404 from error


@require_POST
def save(request: SignedInRequest, sitting_id: int, position: int) -> HttpResponse:
    """Save for the script of the page, and acknowledge what is now stored."""
    sitting = own(request, sitting_id)
    try:
        answer = _save(request, sitting, position)
    except CLOSED as error:
        done = reverse("testing:done", args=[sitting_id])
        return JsonResponse({"message": str(error), "go": done}, status=410)
    except UNFIT as error:
        return JsonResponse({"message": str(error)}, status=_status_of(error))
    except services.UnknownPositionError as error:
        raise Http404 from error
    progress = get_progress(sitting)
    return JsonResponse(
        {
            "revision": answer.revision,
            "saved": _saved_words(answer.saved_at),
            "answered": progress.answered,
            "words": answered_words(progress.answered, progress.total),
            "seconds_left": seconds_left(sitting, timezone.now()),
        }
    )


@never_cache
@require_GET
def picture(request: SignedInRequest, sitting_id: int, position: int, name: str) -> HttpResponse:
    sitting = own(request, sitting_id)
    found = find_picture(sitting, position, name)
    if found is None or sitting.state != SittingState.RUNNING:
        raise Http404
    return HttpResponse(bytes(found.content), headers=found.headers)


@never_cache
@require_GET
def review(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    if not is_going_on(sitting):
        return redirect("testing:sitting", sitting_id)
    context = {**_frame(sitting), "progress": get_progress(sitting)}
    return render(request, "testing/review.html", context)


@require_POST
def hand_in(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    try:
        services.finish_sitting(sitting=sitting, by=request.user, at=timezone.now())
    except services.NotRunningError as error:
        say_closed(request, error)
    return redirect("testing:sitting", sitting_id)


def answered_words(answered: int, total: int) -> str:
    return _("%(answered)d av %(total)d besvarade") % {"answered": answered, "total": total}


def _save(request: SignedInRequest, sitting: Sitting, position: int) -> Answer:
    cleared = request.POST.get("do") == "clear"
    return services.save_answer(
        sitting=sitting,
        position=position,
        posted={} if cleared else dict(request.POST.lists()),
        sent_from=_sender(request),
        by=request.user,
        at=timezone.now(),
    )


def _sender(request: SignedInRequest) -> services.Sender | None:
    page, revision = request.POST.get("page", ""), request.POST.get("revision", "")
    if not (page.isalnum() and len(page) <= 32 and revision.isdecimal() and len(revision) <= 9):
        return None
    return services.Sender(page, int(revision))


def _go_on(request: SignedInRequest, sitting: Sitting, position: int) -> HttpResponse:
    do = request.POST.get("do", "")
    if do in {"flag", "unflag"}:
        services.flag_item(
            sitting=sitting,
            position=position,
            flagged=do == "flag",
            by=request.user,
            at=timezone.now(),
        )
    if do == "review":
        return redirect("testing:review", sitting.pk)
    return redirect("testing:question", sitting.pk, int(do) if do.isdecimal() else position)


def _show_question(
    request: SignedInRequest, sitting: Sitting, position: int, *, problem: Exception | None = None
) -> HttpResponse:
    pictures = reverse("testing:picture", args=[sitting.pk, position, "x"])[:-1]
    try:
        page = get_question(sitting, position, media_prefix=pictures)
    except SittingItem.DoesNotExist as error:
        raise Http404 from error
    context = {
        **_frame(sitting),
        "page": page,
        "progress": page.progress,
        "sender": secrets.token_hex(8),
        "saved_words": _saved_words(page.saved_at) if page.saved_at else "",
        "answered_words": answered_words(page.progress.answered, page.progress.total),
        "problem": str(problem) if problem else _notice(request),
    }
    status = _status_of(problem) if problem else 200
    return render(request, "testing/question.html", context, status=status)


def _notice(request: SignedInRequest) -> str:
    # The page's script comes back here when another page had saved in between.
    return services.StaleAnswerError.words() if "nyare" in request.GET else ""


def _status_of(problem: Exception) -> int:
    return 409 if isinstance(problem, services.StaleAnswerError) else 422


def _frame(sitting: Sitting) -> dict[str, object]:
    left = seconds_left(sitting, timezone.now())
    return {
        "sitting": sitting,
        "product_name": localised(sitting.case.product_version.product, "name"),
        "seconds_left": left,
        "time_left": time_left(left),
    }


def _saved_words(saved_at: datetime) -> str:
    clock = date_format(timezone.localtime(saved_at), pgettext("time of day", "H.i"))
    return _("Sparat %(clock)s") % {"clock": clock}
