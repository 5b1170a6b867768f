from kunnande.stages.booking.models.bookings import (
    ACTIVE,
    COMING,
    Accommodation,
    Attendance,
    Booking,
    BookingState,
    Letter,
    LetterKind,
    ReleaseShare,
)
from kunnande.stages.booking.models.sessions import (
    Need,
    Seat,
    Session,
    SessionKind,
    SessionMachine,
    SessionStaff,
    SessionState,
)
from kunnande.stages.booking.models.stops import Stop, StopCause, StopLetter, StopLetterKind
from kunnande.stages.booking.models.waiting import Offer, OfferAnswer, WaitingEntry, WaitingState

__all__ = [
    "ACTIVE",
    "COMING",
    "Accommodation",
    "Attendance",
    "Booking",
    "BookingState",
    "Letter",
    "LetterKind",
    "Need",
    "Offer",
    "OfferAnswer",
    "ReleaseShare",
    "Seat",
    "Session",
    "SessionKind",
    "SessionMachine",
    "SessionStaff",
    "SessionState",
    "Stop",
    "StopCause",
    "StopLetter",
    "StopLetterKind",
    "WaitingEntry",
    "WaitingState",
]
