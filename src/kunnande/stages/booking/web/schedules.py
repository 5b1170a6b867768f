"""A node has sessions proposed, and sends them on; a centre opens what it can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import ProposedSession, Schedule
from kunnande.stages.booking.queries.schedules import (
    get_proposal,
    get_schedule,
    get_schedule_page,
    list_proposals,
    nodes_of,
    schedules_visible_to,
)
from kunnande.stages.booking.queries.scheduling import ASSUMPTIONS
from kunnande.stages.booking.web.refusals import REFUSALS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

ROWS = 50
# How often a page looks again while the engine counts.
LOOK_AGAIN_SECONDS = 3
TIMES = (
    (20, gettext_lazy("20 sekunder")),
    (60, gettext_lazy("1 minut")),
    (300, gettext_lazy("5 minuter")),
)


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest) -> HttpResponse:
    nodes = nodes_of(request.viewer)
    if not nodes:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            schedule = services.ask_for_schedule(
                node=nodes[0],
                seconds=_seconds(request),
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as error:
            problem = str(error)
        else:
            return redirect("booking:schedule", schedule.pk)
    found = schedules_visible_to(request.viewer)
    context = {
        "page": Paginator(found, ROWS).get_page(request.GET.get("sida")),
        "times": TIMES,
        "assumed": ASSUMPTIONS,
        "problem": problem,
    }
    return render(request, "booking/schedules.html", context, status=422 if problem else 200)


@require_safe
def show(request: SignedInRequest, schedule_id: int) -> HttpResponse:
    found = get_schedule_page(_own(request, schedule_id))
    context = {
        "found": found,
        "schedule": found.schedule,
        "page": Paginator(found.rows, ROWS).get_page(request.GET.get("sida")),
        "assumed": ASSUMPTIONS,
    }
    response = render(request, "booking/schedule.html", context)
    if found.is_under_way:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@require_POST
def stop(request: SignedInRequest, schedule_id: int) -> HttpResponse:
    schedule = _own(request, schedule_id)
    services.stop_schedule(schedule=schedule, by=request.user, at=timezone.now())
    messages.success(request, _("Det bästa förslaget hittills behålls."))
    return redirect("booking:schedule", schedule.pk)


@require_POST
def send(request: SignedInRequest, schedule_id: int) -> HttpResponse:
    schedule = _own(request, schedule_id)
    try:
        services.send_schedule(schedule=schedule, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Testcentren ser nu sina föreslagna tider."))
    return redirect("booking:schedule", schedule.pk)


@require_safe
def proposals(request: SignedInRequest) -> HttpResponse:
    rows = list_proposals(request.viewer, at=timezone.now())
    page = Paginator(rows, ROWS).get_page(request.GET.get("sida"))
    return render(request, "booking/proposals.html", {"page": page})


@require_POST
def open_proposed(request: SignedInRequest, proposed_id: int) -> HttpResponse:
    try:
        proposed = get_proposal(proposed_id, request.viewer)
    except ProposedSession.DoesNotExist as error:
        raise Http404 from error
    try:
        session = services.open_proposed_session(
            proposed=proposed, by=request.user, at=timezone.now()
        )
    except REFUSALS as error:
        messages.info(request, str(error))
        return redirect("booking:proposals")
    messages.success(request, _("Tillfället är öppet, och platserna är erbjudna."))
    return redirect("booking:session", session.pk)


def _own(request: SignedInRequest, schedule_id: int) -> Schedule:
    try:
        return get_schedule(schedule_id, request.viewer)
    except Schedule.DoesNotExist as error:
        raise Http404 from error


def _seconds(request: SignedInRequest) -> int:
    given = request.POST.get("seconds", "")
    return next((seconds for seconds, _words in TIMES if str(seconds) == given), 0)
