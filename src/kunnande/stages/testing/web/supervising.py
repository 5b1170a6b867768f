from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.booking.queries import Session, get_session_of_centre
from kunnande.stages.centres.services import NotAccreditedError, NotAuthorisedError
from kunnande.stages.parties.queries import Role, get_organisation
from kunnande.stages.testing import services
from kunnande.stages.testing.queries import Board, Sitting, get_board
from kunnande.stages.testing.web.forms import IncidentForm, MinutesForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest

NOT_DELIVERED = (NotAccreditedError, NotAuthorisedError)
REFUSALS = (
    *NOT_DELIVERED,
    services.UnfitMinutesError,
    services.NobodyReadyError,
    services.NotRunningError,
    services.OwnSittingError,
)


@never_cache
@require_GET
def board(request: SignedInRequest, centre_id: int) -> HttpResponse:
    centre = _centre(request, centre_id)
    shown = _board(request, centre)
    status = request.GET.get("visa", "")
    context = {
        "centre": centre,
        "board": shown,
        "seats": shown.showing(status),
        "status": status,
        "session_id": _session_id(request),
        "minutes": MinutesForm(seats=shown.seats),
    }
    # The same page without its frame: what changes by itself is asked for every few seconds.
    template = "testing/_board.html" if request.htmx else "testing/board.html"
    return render(request, template, context)


@require_POST
def steer(request: SignedInRequest, centre_id: int) -> HttpResponse:
    """Start, pause, go on or give time, for one sitting or for all on the board."""
    centre = _centre(request, centre_id)
    shown = _board(request, centre)
    act = {
        "open": _open,
        "pause": _pause,
        "resume": _resume,
        "minutes": _give_minutes,
    }.get(request.POST.get("do", ""))
    if act is None:
        messages.info(request, _("Välj vad som ska hända. Inget är ändrat."))
        return _back(request, centre_id)
    try:
        messages.success(request, act(request, shown, _chosen(request, shown)))
    except REFUSALS as error:
        messages.info(request, str(error))
    return _back(request, centre_id)


@require_http_methods(["GET", "POST"])
def incident(request: SignedInRequest, centre_id: int) -> HttpResponse:
    centre = _centre(request, centre_id)
    shown = _board(request, centre)
    initial = {"sitting": request.GET.get("prov", "")}
    form = IncidentForm(request.POST or None, initial=initial, seats=shown.seats)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["sitting"]
        try:
            services.note_incident(
                centre=centre,
                kind=form.cleaned_data["kind"],
                text=form.cleaned_data["text"],
                sitting=next((s.sitting for s in shown.seats if s.sitting.pk == chosen), None),
                by=request.user,
                at=timezone.now(),
            )
        except services.OwnSittingError as error:
            form.add_error("sitting", str(error))
        else:
            messages.success(request, _("Händelsen är antecknad."))
            return redirect("testing:board", centre_id)
    context = {"centre": centre, "form": form}
    return render(request, "testing/incident.html", context, status=422 if form.errors else 200)


@require_POST
def prepare(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Make the sittings of a session, and say for whom there could be none."""
    try:
        session = get_session_of_centre(session_id, request.viewer)
    except Session.DoesNotExist as error:
        raise Http404 from error
    try:
        made = services.prepare_sittings(session=session, by=request.user, at=timezone.now())
    except (*NOT_DELIVERED, services.NotTheoryError, services.PastDateError) as error:
        messages.info(request, str(error))
        return redirect("testing:board", session.centre_id)
    count = len(made.sittings)
    messages.success(
        request,
        ngettext("%(count)d prov är förberett.", "%(count)d prov är förberedda.", count)
        % {"count": count},
    )
    for booking, why in made.left_out:
        messages.info(request, f"{booking.person.name}: {why}")
    return redirect("testing:board", session.centre_id)


def _back(request: SignedInRequest, centre_id: int) -> HttpResponse:
    session_id = _session_id(request)
    query = f"?tillfalle={session_id}" if session_id is not None else ""
    return redirect(reverse("testing:board", args=[centre_id]) + query)


def _centre(request: SignedInRequest, centre_id: int) -> Organisation:
    if centre_id not in request.viewer.organisations(Role.TEST_LEADER):
        raise Http404
    return get_organisation(centre_id)


def _board(request: SignedInRequest, centre: Organisation) -> Board:
    now = timezone.now()
    return get_board(
        request.viewer,
        centre.pk,
        at=now,
        on=timezone.localdate(now),
        session_id=_session_id(request),
    )


def _session_id(request: SignedInRequest) -> int | None:
    """Return the session that the board is narrowed to, if it is to one."""
    text = request.GET.get("tillfalle", request.POST.get("tillfalle", ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _chosen(request: SignedInRequest, shown: Board) -> list[Sitting]:
    """Return the one sitting that was asked for, or all of them."""
    asked_for = request.POST.get("sitting", "")
    return [seat.sitting for seat in shown.seats if asked_for in {"", str(seat.sitting.pk)}]


def _open(request: SignedInRequest, _shown: Board, sittings: list[Sitting]) -> str:
    done = services.open_start(sittings=sittings, by=request.user, at=timezone.now())
    return _("Provet är startat för %(count)d.") % {"count": len(done)}


def _pause(request: SignedInRequest, _shown: Board, sittings: list[Sitting]) -> str:
    done = services.pause_sittings(sittings=sittings, by=request.user, at=timezone.now())
    return _("Pausat för %(count)d. Tiden står still.") % {"count": len(done)}


def _resume(request: SignedInRequest, _shown: Board, sittings: list[Sitting]) -> str:
    done = services.resume_sittings(sittings=sittings, by=request.user, at=timezone.now())
    return _("Provet går vidare för %(count)d.") % {"count": len(done)}


def _give_minutes(request: SignedInRequest, shown: Board, sittings: list[Sitting]) -> str:
    form = MinutesForm(request.POST, seats=shown.seats)
    if not form.is_valid():
        raise services.UnfitMinutesError(_("Skriv hur många minuter, och varför."))
    if not form.cleaned_data["sitting"]:
        going_on = {seat.sitting.pk for seat in shown.seats if seat.is_running}
        sittings = [sitting for sitting in sittings if sitting.pk in going_on]
    minutes = form.cleaned_data["minutes"]
    done = services.add_minutes(
        sittings=sittings,
        minutes=minutes,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )
    return _("%(minutes)d minuter till för %(count)d.") % {"minutes": minutes, "count": len(done)}
