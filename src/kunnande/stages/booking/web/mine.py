"""A person's own bookings: what is to come, what is offered, what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import (
    MEDIA_TYPE,
    Need,
    Offer,
    WaitingEntry,
    get_calendar_file,
    get_needs,
    get_own_entry,
    get_own_offer,
    is_bookable,
    list_own_bookings,
    list_own_entries,
)
from kunnande.stages.booking.web.booking import kind_of, own_booking, own_case, visible_booking
from kunnande.stages.booking.web.forms import NeedsForm, WaitForm
from kunnande.stages.booking.web.refusals import REFUSALS
from kunnande.stages.cases.queries import list_cases_of
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import get_organisation, get_person

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Person, SignedInRequest


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    person_id, now = request.viewer.person_id or 0, timezone.now()
    rows = list_own_bookings(person_id, at=now)
    busy = {row.booking.case_id for row in rows if row.is_coming}
    context = {
        "offers": [row for row in rows if row.offer],
        "coming": [row for row in rows if row.is_coming and not row.offer],
        "past": [row for row in rows if not row.is_coming],
        "entries": [(e, localised(e.product, "name")) for e in list_own_entries(person_id)],
        "to_book": [
            (case, localised(case.product_version.product, "name"))
            for case in list_cases_of(person_id)
            if case.pk not in busy and is_bookable(case)
        ],
        "needs": get_needs(person_id),
    }
    return render(request, "booking/mine.html", context)


@require_POST
def cancel(request: SignedInRequest, booking_id: int) -> HttpResponse:
    booking = visible_booking(request, booking_id)
    try:
        services.cancel_booking(booking=booking, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Tiden är avbokad. Platsen går till nästa."))
    is_own = booking.person_id == request.viewer.person_id
    return redirect("booking:mine" if is_own else "home:start")


@require_GET
def calendar(request: SignedInRequest, booking_id: int) -> HttpResponse:
    file = get_calendar_file(own_booking(request, booking_id))
    response = HttpResponse(file, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="provtid.ics"'
    return response


@require_POST
def wait(request: SignedInRequest, case_id: int, session_kind: str) -> HttpResponse:
    case, kind = own_case(request, case_id), kind_of(session_kind)
    form = WaitForm(
        request.POST, product_id=case.product_version.product_id, on=timezone.localdate()
    )
    if not form.is_valid():
        messages.info(request, _("Välj en kommun och ett avstånd mellan 1 och 300 kilometer."))
        return redirect("booking:times", case_id, kind)
    try:
        services.join_waiting_list(
            case=case,
            kind=kind,
            wish=_wish(**form.cleaned_data),
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Du står på väntelistan. Vi skriver när en plats passar."))
    return redirect("booking:mine")


def _wish(municipality_code: str, within_km: int, centre: int | None) -> services.Wish:
    named = get_organisation(centre) if centre else None
    return services.Wish(municipality_code, within_km, centre=named)


@require_POST
def leave(request: SignedInRequest, entry_id: int) -> HttpResponse:
    try:
        entry = get_own_entry(entry_id, request.viewer)
        services.leave_waiting_list(entry=entry, by=request.user, at=timezone.now())
    except WaitingEntry.DoesNotExist as error:
        raise Http404 from error
    except services.NotWaitingError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Du står inte längre på väntelistan."))
    return redirect("booking:mine")


@require_POST
def answer(request: SignedInRequest, offer_id: int) -> HttpResponse:
    try:
        offer = get_own_offer(offer_id, request.viewer)
    except Offer.DoesNotExist as error:
        raise Http404 from error
    says_yes = request.POST.get("answer") == "yes"
    act = services.accept_offer if says_yes else services.decline_offer
    try:
        act(offer=offer, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        words = _("Din tid är bokad.") if says_yes else _("Platsen går till nästa i kön.")
        messages.success(request, words)
    return redirect("booking:mine")


@require_http_methods(["GET", "POST"])
def needs(request: SignedInRequest) -> HttpResponse:
    if request.viewer.person_id is None:
        raise PermissionDenied
    known = get_needs(request.viewer.person_id)
    initial = {"kinds": sorted(known.kinds), "minutes": known.extra_minutes or None}
    form = NeedsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _keep(request, get_person(request.viewer.person_id), form)
        messages.success(request, _("Sparat. Vi visar bara tider som möter det du behöver."))
        return redirect("booking:mine")
    return render(request, "booking/needs.html", {"form": form}, status=422 if form.errors else 200)


def _keep(request: SignedInRequest, person: Person, form: NeedsForm) -> None:
    minutes = form.cleaned_data["minutes"] or 0
    wanted = {*form.cleaned_data["kinds"], *([Need.EXTRA_TIME] if minutes else [])}
    now, known = timezone.now(), get_needs(person.pk)
    for kind in known.kinds - wanted:
        services.remove_accommodation(person=person, kind=kind, by=request.user, at=now)
    for kind in wanted:
        extra = minutes if kind == Need.EXTRA_TIME else 0
        services.add_accommodation(person=person, kind=kind, minutes=extra, by=request.user, at=now)
