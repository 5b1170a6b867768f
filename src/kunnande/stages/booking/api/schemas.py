from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from kunnande.stages.booking.queries import Booking, Need, SessionKind
from kunnande.stages.booking.services import FARTHEST_KM, MOST_MINUTES
from kunnande.stages.parties.queries import Municipality

Kind = SessionKind


class TimeOut(Schema):
    session_id: int
    kind: str
    product_name: str
    centre_id: int
    centre_name: str
    place: str
    municipality: str
    kilometres: float | None
    starts_at: datetime
    ends_at: datetime
    language: str
    meets: list[str]
    extra_minutes: int
    seats: int
    free: int


class TimesIn(Schema):
    kind: Kind = Kind.THEORY
    near: Municipality = Municipality.JONKOPING
    language: Annotated[str, Field(max_length=2)] = ""


class SessionIn(Schema):
    session_id: int


class BookingOut(Schema):
    id: int
    case_id: int
    session_id: int
    seat: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    state: str
    held_until: datetime | None


def booking_out(booking: Booking) -> BookingOut:
    return BookingOut(
        id=booking.pk,
        case_id=booking.case_id,
        session_id=booking.seat.session_id,
        seat=booking.seat.number,
        kind=booking.kind,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        state=booking.state,
        held_until=booking.held_until,
    )


class OwnBookingOut(Schema):
    booking: BookingOut
    product_name: str
    place: str
    offer_id: int | None
    offer_expires_at: datetime | None


class WishIn(Schema):
    kind: Kind = Kind.THEORY
    municipality_code: Municipality
    within_km: Annotated[int, Field(ge=1, le=FARTHEST_KM)] = 60
    centre_id: int | None = Field(None, description="A centre to wait for, however far it is.")


class EntryOut(Schema):
    id: int
    case_id: int
    kind: str
    municipality_code: str
    within_km: int
    since: datetime
    state: str


class NeedIn(Schema):
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = 0


class NeedsOut(Schema):
    kinds: list[Need]
    extra_minutes: int


class EmployeesIn(Schema):
    session_id: int
    case_ids: list[int]


class BookableOut(Schema):
    case_id: int
    name: str
    team: str
    product_name: str


class CompanyBookingOut(Schema):
    booking: BookingOut
    person_name: str
    product_name: str
    place: str


class ShareIn(Schema):
    percent: Annotated[int, Field(ge=1, le=100)]
    from_on: date


class ShareOut(ShareIn):
    pass


class NewSessionIn(Schema):
    centre_id: int
    product_id: int
    kind: Kind = Kind.THEORY
    starts_at: datetime
    ends_at: datetime
    seats: Annotated[int, Field(ge=1, le=200)]
    leader_id: int
    language: Annotated[str, Field(min_length=2, max_length=2)] = "sv"
    room_id: int | None = None
    company_id: int | None = None
    machine_ids: list[int] = Field(default_factory=list)
    meets: list[Need] = Field(default_factory=list)
    extra_minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = 0


class SessionOut(Schema):
    id: int
    centre_id: int
    kind: str
    product_name: str
    place: str
    municipality: str
    starts_at: datetime
    ends_at: datetime
    language: str
    state: str
    seats: int
    taken: int


class WaitingOut(Schema):
    municipality: str
    people: int


class SeatOut(Schema):
    booking: BookingOut
    person_name: str
    needs: list[str]
    extra_minutes: int


class SessionPageOut(Schema):
    session: SessionOut
    waiting: list[WaitingOut]
    seats: list[SeatOut]


class SeatsIn(Schema):
    seats: Annotated[int, Field(ge=1, le=200)]


class CountOut(Schema):
    count: int


class AttendanceIn(Schema):
    present: bool
    minutes: Annotated[int | None, Field(ge=1, le=1440)] = None


class AttendanceOut(Schema):
    booking_id: int
    present: bool
    minutes: int
    entered_at: datetime
