from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

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
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

REFUSALS = (
    services.NotTodayError,
    services.NotRunningError,
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
    return sitting


@never_cache
@require_GET
def show(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    if sitting.state == SittingState.RUNNING:
        return redirect("testing:question", sitting_id, _first_unanswered(sitting))
    if sitting.state == SittingState.FINISHED:
        return redirect("testing:done", sitting_id)
    return _show_start(request, sitting)


@require_POST
def start(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    try:
        services.start_sitting(
            sitting=sitting,
            language=request.POST.get("language", ""),
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return _show_start(request, sitting, problem=str(error))
    return redirect("testing:sitting", sitting_id)


@never_cache
@require_GET
def done(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = own(request, sitting_id)
    if sitting.state != SittingState.FINISHED:
        return redirect("testing:sitting", sitting_id)
    context = {
        "sitting": sitting,
        "product_name": localised(sitting.case.product_version.product, "name"),
        "progress": get_progress(sitting),
        "is_shown": services.is_talked_about(sitting=sitting),
    }
    return render(request, "testing/done.html", context)


def say_closed(request: SignedInRequest, error: Exception) -> None:
    messages.info(request, str(error))


def _show_start(request: SignedInRequest, sitting: Sitting, *, problem: str = "") -> HttpResponse:
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
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "testing/start.html", context, status=status)


def _first_unanswered(sitting: Sitting) -> int:
    unanswered = get_progress(sitting).unanswered
    return unanswered[0].position if unanswered else 1
