"""Centres open and hold sessions; a node sees how full they are and fills them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import (
    Booking,
    Need,
    Session,
    SessionKind,
    centres_of,
    get_booking_of_centre,
    get_session,
    get_session_of_centre,
    get_session_row,
    list_sessions_visible_to,
    list_waiting_counts,
)
from kunnande.stages.booking.queries.schedules import list_proposals
from kunnande.stages.booking.web.booking import kind_of
from kunnande.stages.booking.web.forms import FillForm, SessionForm
from kunnande.stages.booking.web.refusals import REFUSALS
from kunnande.stages.framework.queries import list_published
from kunnande.stages.parties.queries import Role, get_organisation

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Organisation, SignedInRequest

ROWS_ON_A_PAGE = 50


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    # What was held the last week is still there to enter attendance for.
    rows = list_sessions_visible_to(request.viewer, since=now - timedelta(days=7), at=now)
    may_open = _may_open(request)
    context = {
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("sida")),
        "now": now,
        "may_open": may_open,
        "choices": _choices(request) if may_open else [],
        "kinds": SessionKind.choices,
        "proposed": len(list_proposals(request.viewer, at=now)) if may_open else 0,
        "free": sum(row.free for row in rows if row.session.starts_at > now),
    }
    return render(request, "booking/sessions.html", context)


@require_http_methods(["GET", "POST"])
def open_new(request: SignedInRequest) -> HttpResponse:
    centre, product, kind = _asked(request)
    today = timezone.localdate()
    form = SessionForm(request.POST or None, centre=centre, product=product, kind=kind, on=today)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            session = services.open_session(plan=form.plan(), by=request.user, at=timezone.now())
        except REFUSALS as error:
            problem = str(error)
        else:
            messages.success(request, _("Tillfället är öppet för bokning."))
            return redirect("booking:session", session.pk)
    context = {"form": form, "centre": centre, "product": product, "kind": kind, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "booking/open.html", context, status=status)


@require_GET
def show(request: SignedInRequest, session_id: int) -> HttpResponse:
    session, now = _visible(request, session_id), timezone.now()
    is_staff = session.centre_id in centres_of(request.viewer, session.kind)
    bookings = services.show_session(session=session, by=request.user, at=now) if is_staff else []
    row = get_session_row(session, at=now)
    context = {
        "row": row,
        "session": session,
        "is_staff": is_staff,
        "seats": [(b, [Need(need).label for need in b.needs]) for b in bookings],
        "waiting": list_waiting_counts(session),
        "is_open": session.state == "open" and session.starts_at > now,
        "has_come": timezone.localdate(now) >= timezone.localdate(session.starts_at),
        "fill_form": FillForm(initial={"seats": max(1, row.free)}),
    }
    return render(request, "booking/session.html", context)


@require_POST
def close(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _of_centre(request, session_id)
    return _do(request, session, services.close_session, _("Inga fler kan boka."))


@require_POST
def call_off(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _of_centre(request, session_id)
    words = _("Tillfället är inställt. De som hade en plats får ett brev.")
    return _do(request, session, services.cancel_session, words)


@require_POST
def fill(request: SignedInRequest, session_id: int) -> HttpResponse:
    session, form = _visible(request, session_id), FillForm(request.POST)
    if not form.is_valid():
        messages.info(request, _("Erbjud minst en plats."))
        return redirect("booking:session", session_id)
    try:
        offers = services.fill_session(
            session=session,
            seats=form.cleaned_data["seats"],
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        words = ngettext(
            "%(count)d person har fått ett erbjudande.",
            "%(count)d personer har fått ett erbjudande.",
            len(offers),
        )
        messages.success(request, words % {"count": len(offers)})
    return redirect("booking:session", session_id)


@require_POST
def attend(request: SignedInRequest, booking_id: int) -> HttpResponse:
    booking = _booking(request, booking_id)
    present = request.POST.get("present") == "yes"
    try:
        services.enter_attendance(
            booking=booking, present=present, by=request.user, at=timezone.now()
        )
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Närvaron är inskriven."))
    return redirect("booking:session", booking.seat.session_id)


@require_POST
def allow(request: SignedInRequest, booking_id: int) -> HttpResponse:
    booking = _booking(request, booking_id)
    try:
        services.allow_rebooking(booking=booking, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Personen kan boka en ny tid."))
    return redirect("booking:session", booking.seat.session_id)


def _do(request: SignedInRequest, session: Session, act: Any, words: str) -> HttpResponse:
    try:
        act(session=session, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, words)
    return redirect("booking:session", session.pk)


def _visible(request: SignedInRequest, session_id: int) -> Session:
    try:
        return get_session(session_id, request.viewer)
    except Session.DoesNotExist as error:
        raise Http404 from error


def _of_centre(request: SignedInRequest, session_id: int) -> Session:
    try:
        return get_session_of_centre(session_id, request.viewer)
    except Session.DoesNotExist as error:
        raise Http404 from error


def _booking(request: SignedInRequest, booking_id: int) -> Booking:
    try:
        return get_booking_of_centre(booking_id, request.viewer)
    except Booking.DoesNotExist as error:
        raise Http404 from error


def _may_open(request: SignedInRequest) -> bool:
    return bool(_own_centres(request))


def _own_centres(request: SignedInRequest) -> list[int]:
    roles = (Role.CENTRE_MANAGER, Role.TEST_LEADER)
    return sorted(set().union(*(request.viewer.organisations(role) for role in roles)))


def _choices(request: SignedInRequest) -> list[tuple[Organisation, Product]]:
    products = {v.product_id: v.product for v in list_published(timezone.localdate())}
    centres = [get_organisation(pk) for pk in _own_centres(request)]
    return [(centre, product) for centre in centres for product in products.values()]


def _asked(request: SignedInRequest) -> tuple[Organisation, Product, SessionKind]:
    """Return the centre, product and kind of the address; the first of each when none is named."""
    asked = request.GET.get("what", "")
    choices = _choices(request)
    found = next(((c, p) for c, p in choices if asked in {"", f"{c.pk}-{p.pk}"}), None)
    if found is None:
        raise Http404
    return *found, kind_of(request.GET.get("kind", SessionKind.THEORY))
