from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kunnande.stages.centres.services import NotAccreditedError, NotAuthorisedError
from kunnande.stages.framework.queries import get_pass_rule, list_area_versions, localised
from kunnande.stages.itembank.services import BankExhaustedError, BankTooSmallError
from kunnande.stages.testing import services
from kunnande.stages.testing.queries import (
    Sitting,
    SittingState,
    count_items,
    count_minutes,
    get_own_sitting,
    get_progress,
    needs_code,
    seconds_left,
)
from kunnande.stages.testing.web.forms import CodeForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

ENDED = (SittingState.FINISHED, SittingState.TERMINATED)
REFUSALS = (
    NotAccreditedError,
    NotAuthorisedError,
    services.CodeNotEnteredError,
    services.NotTodayError,
    services.NotRunningError,
    services.WrongCodeError,
    BankTooSmallError,
    BankExhaustedError,
)


def own(request: SignedInRequest, sitting_id: int) -> Sitting:
    """Return the viewer's own sitting, handed in first if its time is up."""
    try:
        sitting = get_own_sitting(sitting_id, request.viewer)
    except Sitting.DoesNotExist as error:
        raise Http404 from error
    if services.close_if_overdue(sitting=sitting, by=request.user, at=timezone.now()):
        sitting.case.refresh_from_db()
    services.note_seen(sitting=sitting, by=request.user, at=timezone.now())
    return sitting


def is_going_on(sitting: Sitting) -> bool:
    return sitting.state == SittingState.RUNNING and sitting.paused_at is None


@never_cache
@require_GET
def show(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    if is_going_on(sitting):
        return redirect("testing:question", sitting_id, _first_unanswered(sitting))
    if sitting.state == SittingState.RUNNING:
        return _show_paused(request, sitting)
    if sitting.state in ENDED:
        return redirect("testing:done", sitting_id)
    return _show_start(request, sitting)


@never_cache
@require_GET
def pulse(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    """Say where the sitting stands to a page that asks now and then, and so is heard of."""
    sitting = own(request, sitting_id)
    left = seconds_left(sitting, timezone.now())
    return JsonResponse({"stands": _stands(sitting), "seconds_left": left})


@require_POST
def start(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    try:
        _start(request, sitting)
    except services.NotOpenedError:
        # The code is right, and the page says so while the person waits for the test leader.
        return redirect("testing:sitting", sitting_id)
    except REFUSALS as error:
        return _show_start(request, sitting, problem=str(error))
    return redirect("testing:sitting", sitting_id)


@never_cache
@require_GET
def done(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    if sitting.state not in ENDED:
        return redirect("testing:sitting", sitting_id)
    is_terminated = sitting.state == SittingState.TERMINATED
    context = {
        "is_terminated": is_terminated,
        "sitting": sitting,
        "product_name": localised(sitting.case.product_version.product, "name"),
        "progress": get_progress(sitting),
        "is_shown": not is_terminated and services.is_talked_about(sitting=sitting),
    }
    return render(request, "testing/done.html", context)


def say_closed(request: SignedInRequest, error: Exception) -> None:
    messages.info(request, str(error))


def time_left(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return _("%(hours)d tim %(minutes)d min kvar") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min kvar") % {"minutes": minutes}
    return _("Mindre än en minut kvar")


def _start(request: SignedInRequest, sitting: Sitting) -> None:
    by, at = request.user, timezone.now()
    if "code" in request.POST:
        services.enter_code(sitting=sitting, code=request.POST["code"], by=by, at=at)
    language = request.POST.get("language", "")
    services.start_sitting(sitting=sitting, language=language, by=by, at=at)


def _stands(sitting: Sitting) -> str:
    if sitting.state in ENDED:
        return "over"
    if sitting.state == SittingState.RUNNING:
        return "paused" if sitting.paused_at else "running"
    return "open" if sitting.opened_at else "waiting"


def _show_paused(request: SignedInRequest, sitting: Sitting) -> HttpResponse:
    context = {
        "sitting": sitting,
        "product_name": localised(sitting.case.product_version.product, "name"),
        "time_left": time_left(seconds_left(sitting, timezone.now())),
        "stands": _stands(sitting),
    }
    return render(request, "testing/paused.html", context)


def _show_start(request: SignedInRequest, sitting: Sitting, *, problem: str = "") -> HttpResponse:
    sitting.refresh_from_db(fields=["code_entered_at", "opened_at"])
    today = timezone.localdate()
    areas = list_area_versions(sitting.area_version_ids)
    context = {
        "sitting": sitting,
        "product_name": localised(sitting.case.product_version.product, "name"),
        "form_name": localised(sitting.blueprint, "name"),
        "areas": [localised(area, "name") for area in areas.values()],
        "items": count_items(sitting),
        "minutes": count_minutes(sitting),
        "minimum_percent": get_pass_rule(
            sitting.case.product_version_id, sitting.takes_place_on
        ).area_minimum_percent,
        "is_today": sitting.takes_place_on == today,
        "has_passed": sitting.takes_place_on < today,
        "languages": [("sv", "Svenska"), ("en", "English")],
        "code": CodeForm() if needs_code(sitting) and not sitting.code_entered_at else None,
        "waits_for_start": needs_code(sitting) and not sitting.opened_at,
        "stands": _stands(sitting),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "testing/start.html", context, status=status)


def _first_unanswered(sitting: Sitting) -> int:
    unanswered = get_progress(sitting).unanswered
    return unanswered[0].position if unanswered else 1
