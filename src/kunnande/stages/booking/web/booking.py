"""A person finds a time and takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import (
    Booking,
    BookingState,
    Session,
    SessionKind,
    get_letter_row,
    get_needs,
    get_open_session,
    get_own_booking,
    get_visible_booking,
    list_free_times,
)
from kunnande.stages.booking.web.forms import NearForm, WaitForm
from kunnande.stages.booking.web.paging import page_of
from kunnande.stages.booking.web.refusals import REFUSALS
from kunnande.stages.cases.queries import Case, get_own_case
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Municipality, list_employers_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from kunnande.stages.booking.queries import FreeTime
    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def times(request: SignedInRequest, case_id: int, session_kind: str) -> HttpResponse:
    case, kind = own_case(request, case_id), kind_of(session_kind)
    form = near_form(request, case)
    found = _times_for(case, kind, form, timezone.now())
    context = {
        "case": case,
        "kind": kind,
        "product_name": localised(case.product_version.product, "name"),
        "form": form,
        "times": page_of(found, request),
        "needs": get_needs(case.person_id),
        "wait_form": WaitForm(
            initial={"municipality_code": form["near"].value()},
            product_id=case.product_version.product_id,
            on=timezone.localdate(),
        ),
    }
    return render(request, "booking/times.html", context)


@require_POST
def hold(request: SignedInRequest, case_id: int, session_id: int) -> HttpResponse:
    case = own_case(request, case_id)
    session = open_session(session_id)
    try:
        booking = services.hold_seat(session=session, case=case, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.info(request, str(error))
        return redirect("booking:times", case_id, session.kind)
    return redirect("booking:confirm", booking.pk)


@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest, booking_id: int) -> HttpResponse:
    booking = own_booking(request, booking_id)
    if request.method == "POST":
        try:
            services.confirm_booking(booking=booking, by=request.user, at=timezone.now())
        except REFUSALS as error:
            messages.info(request, str(error))
            return redirect("booking:times", booking.case_id, booking.kind)
        messages.success(request, _("Din tid är bokad. Du får ett brev med en kalenderfil."))
        return redirect("booking:mine")
    if booking.state != BookingState.HELD:
        return redirect("booking:mine")
    return render(request, "booking/confirm.html", {"row": get_letter_row(booking.pk)})


@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, booking_id: int) -> HttpResponse:
    booking = visible_booking(request, booking_id)
    problem = ""
    if request.method == "POST":
        problem = _move(request, booking)
        if not problem:
            return redirect("booking:mine" if _is_own(request, booking) else "home:start")
    form = near_form(request, booking.case)
    found = _times_for(booking.case, booking.kind, form, timezone.now())
    other = [time for time in found if time.session_id != booking.seat.session_id]
    context = {
        "row": get_letter_row(booking.pk),
        "case": booking.case,
        "kind": booking.kind,
        "form": form,
        "times": page_of(other, request),
        "problem": problem,
        "is_own": _is_own(request, booking),
    }
    return render(request, "booking/move.html", context, status=422 if problem else 200)


def own_case(request: SignedInRequest, case_id: int) -> Case:
    try:
        return get_own_case(case_id, request.viewer)
    except Case.DoesNotExist as error:
        raise Http404 from error


def kind_of(session_kind: str) -> SessionKind:
    if session_kind not in SessionKind.values:
        raise Http404
    return SessionKind(session_kind)


def own_booking(request: SignedInRequest, booking_id: int) -> Booking:
    try:
        return get_own_booking(booking_id, request.viewer)
    except Booking.DoesNotExist as error:
        raise Http404 from error


def visible_booking(request: SignedInRequest, booking_id: int) -> Booking:
    try:
        return get_visible_booking(booking_id, request.viewer)
    except Booking.DoesNotExist as error:
        raise Http404 from error


def open_session(session_id: int) -> Session:
    try:
        return get_open_session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error


def near_form(request: SignedInRequest, case: Case) -> NearForm:
    """Return where from and in which language, the employer's municipality until one says."""
    at_work = case.employer.municipality_code if case.employer else ""
    usual = at_work if at_work in Municipality.values else Municipality.JONKOPING.value
    return NearForm({"near": usual, **{k: str(v) for k, v in request.GET.items()}})


def _times_for(case: Case, kind: str, form: NearForm, at: datetime) -> list[FreeTime]:
    if not form.is_valid():
        return []
    employers = list_employers_of(case.person_id, on=timezone.localdate(at))
    return list_free_times(
        case.product_version.product_id,
        kind=kind,
        near=form.cleaned_data["near"],
        since=at,
        not_before=case.retake_earliest_on,
        language=form.cleaned_data["language"],
        needs=get_needs(case.person_id),
        companies=[employer.pk for employer in employers],
    )


def _move(request: SignedInRequest, booking: Booking) -> str:
    """Move the booking and return what stands in the way, nothing when it is moved."""
    chosen = request.POST.get("session", "")
    if not chosen.isdecimal():
        return _("Välj en tid.")
    try:
        services.move_booking(
            booking=booking,
            session=open_session(int(chosen)),
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return str(error)
    messages.success(request, _("Tiden är bytt."))
    return ""


def _is_own(request: SignedInRequest, booking: Booking) -> bool:
    return booking.person_id == request.viewer.person_id
