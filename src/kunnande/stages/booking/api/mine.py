from typing import Annotated

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from ninja.pagination import paginate

from kunnande.stages.booking import services
from kunnande.stages.booking.api.schemas import (
    BookingOut,
    EntryOut,
    NeedIn,
    NeedsOut,
    OwnBookingOut,
    SessionIn,
    TimeOut,
    TimesIn,
    WishIn,
    booking_out,
)
from kunnande.stages.booking.queries import (
    MEDIA_TYPE,
    BookingRow,
    FreeTime,
    Need,
    Needs,
    WaitingEntry,
    get_calendar_file,
    get_needs,
    get_open_session,
    get_own_booking,
    get_own_entry,
    get_own_offer,
    get_visible_booking,
    list_free_times as list_times,
    list_own_bookings as list_bookings,
    list_own_entries,
)
from kunnande.stages.cases.queries import Case, get_own_case
from kunnande.stages.centres.queries import list_accredited_centres
from kunnande.stages.parties.queries import (
    Organisation,
    Person,
    SignedInRequest,
    get_organisation,
    get_person,
    list_employers_of,
)

router = Router(tags=["Bookings"])


@router.get("/cases/{int:case_id}/times", response=list[TimeOut], summary="List all free times")
@paginate
def list_free_times(
    request: SignedInRequest, case_id: int, wanted: Annotated[TimesIn, Query()]
) -> list[FreeTime]:
    case, now = get_own_case(case_id, request.viewer), timezone.now()
    employers = list_employers_of(case.person_id, on=timezone.localdate(now))
    return list_times(
        case.product_version.product_id,
        kind=wanted.kind,
        near=wanted.near,
        since=now,
        not_before=case.retake_earliest_on,
        language=wanted.language,
        needs=get_needs(case.person_id),
        companies=[employer.pk for employer in employers],
    )


@router.post("/cases/{int:case_id}/seats", response={201: BookingOut}, summary="Hold a seat")
def hold_seat(request: SignedInRequest, case_id: int, seat: SessionIn) -> BookingOut:
    booked = services.hold_seat(
        session=get_open_session(seat.session_id),
        case=get_own_case(case_id, request.viewer),
        by=request.user,
        at=timezone.now(),
    )
    return booking_out(booked)


@router.get("/bookings", response=list[OwnBookingOut], summary="List my bookings and offers")
@paginate
def list_own_bookings(request: SignedInRequest) -> list[OwnBookingOut]:
    rows = list_bookings(request.viewer.person_id or 0, at=timezone.now())
    return [_own(row) for row in rows]


@router.post(
    "/bookings/{int:booking_id}/confirmation", response=BookingOut, summary="Confirm a held seat"
)
def confirm_booking(request: SignedInRequest, booking_id: int) -> BookingOut:
    booking = get_own_booking(booking_id, request.viewer)
    booked = services.confirm_booking(booking=booking, by=request.user, at=timezone.now())
    return booking_out(booked)


@router.delete("/bookings/{int:booking_id}", response={204: None}, summary="Cancel a booking")
def cancel_booking(request: SignedInRequest, booking_id: int) -> None:
    booking = get_visible_booking(booking_id, request.viewer)
    services.cancel_booking(booking=booking, by=request.user, at=timezone.now())


@router.put("/bookings/{int:booking_id}/session", response=BookingOut, summary="Move a booking")
def move_booking(request: SignedInRequest, booking_id: int, seat: SessionIn) -> BookingOut:
    booked = services.move_booking(
        booking=get_visible_booking(booking_id, request.viewer),
        session=get_open_session(seat.session_id),
        by=request.user,
        at=timezone.now(),
    )
    return booking_out(booked)


@router.get("/bookings/{int:booking_id}/calendar", summary="Fetch a booking as a calendar file")
def get_calendar(request: SignedInRequest, booking_id: int) -> HttpResponse:
    booking = get_own_booking(booking_id, request.viewer)
    return HttpResponse(get_calendar_file(booking), content_type=MEDIA_TYPE)


@router.get("/waiting", response=list[EntryOut], summary="List what I wait for")
@paginate
def list_waiting(request: SignedInRequest) -> list[WaitingEntry]:
    return list_own_entries(request.viewer.person_id or 0)


@router.post("/cases/{int:case_id}/waiting", response={201: EntryOut}, summary="Wait for a seat")
def join_waiting_list(request: SignedInRequest, case_id: int, wish: WishIn) -> WaitingEntry:
    case = get_own_case(case_id, request.viewer)
    return services.join_waiting_list(
        case=case,
        kind=wish.kind,
        wish=services.Wish(wish.municipality_code, wish.within_km, _centre(case, wish)),
        by=request.user,
        at=timezone.now(),
    )


@router.delete("/waiting/{int:entry_id}", response={204: None}, summary="Stop waiting")
def leave_waiting_list(request: SignedInRequest, entry_id: int) -> None:
    entry = get_own_entry(entry_id, request.viewer)
    services.leave_waiting_list(entry=entry, by=request.user, at=timezone.now())


@router.post(
    "/offers/{int:offer_id}/acceptance", response=BookingOut, summary="Take a seat on offer"
)
def accept_offer(request: SignedInRequest, offer_id: int) -> BookingOut:
    offer = get_own_offer(offer_id, request.viewer)
    booked = services.accept_offer(offer=offer, by=request.user, at=timezone.now())
    return booking_out(booked)


@router.delete("/offers/{int:offer_id}", response={204: None}, summary="Say no to a seat on offer")
def decline_offer(request: SignedInRequest, offer_id: int) -> None:
    offer = get_own_offer(offer_id, request.viewer)
    services.decline_offer(offer=offer, by=request.user, at=timezone.now())


@router.get("/needs", response=NeedsOut, summary="Read what I need at a session")
def list_own_needs(request: SignedInRequest) -> Needs:
    return get_needs(request.viewer.person_id or 0)


@router.put("/needs/{need}", response=NeedsOut, summary="Say what I need at a session")
def add_accommodation(request: SignedInRequest, need: Need, more: NeedIn) -> Needs:
    person = _person(request)
    services.add_accommodation(
        person=person, kind=need, minutes=more.minutes, by=request.user, at=timezone.now()
    )
    return get_needs(person.pk)


@router.delete("/needs/{need}", response={204: None}, summary="Take back what I needed")
def remove_accommodation(request: SignedInRequest, need: Need) -> None:
    services.remove_accommodation(
        person=_person(request), kind=need, by=request.user, at=timezone.now()
    )


def _person(request: SignedInRequest) -> Person:
    if request.viewer.person_id is None:
        raise Http404
    return get_person(request.viewer.person_id)


def _own(row: BookingRow) -> OwnBookingOut:
    return OwnBookingOut(
        booking=booking_out(row.booking),
        product_name=row.product_name,
        place=row.place,
        offer_id=row.offer.pk if row.offer else None,
        offer_expires_at=row.offer.expires_at if row.offer else None,
    )


def _centre(case: Case, wish: WishIn) -> Organisation | None:
    if wish.centre_id is None:
        return None
    cards = list_accredited_centres(case.product_version.product_id, on=timezone.localdate())
    if wish.centre_id not in {card.centre_id for card in cards}:
        raise Http404
    return get_organisation(wish.centre_id)
