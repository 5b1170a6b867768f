"""The acts on seats: open, hold, book, move, cancel, wait, offer, attend."""

from kunnande.stages.booking.services.attendance import (
    AttendanceEnteredError,
    ImproperMinutesError,
    NotAbsentError,
    TooEarlyError,
    allow_rebooking,
    enter_attendance,
)
from kunnande.stages.booking.services.bookings import (
    HELD_MINUTES,
    BookingOverError,
    HoldLapsedError,
    accept_offer,
    cancel_booking,
    confirm_booking,
    decline_offer,
    hold_seat,
    move_booking,
)
from kunnande.stages.booking.services.clashes import (
    DoubleUseError,
    PersonBusyError,
    SeatTakenError,
)
from kunnande.stages.booking.services.companies import (
    CanNotBeBookedError,
    NobodyChosenError,
    book_for_employees,
)
from kunnande.stages.booking.services.guards import (
    NeedsUnmetError,
    NotReadyError,
    OnlyForEmployeesError,
    RetakeTooEarlyError,
    SessionNotOpenError,
    StayedAwayError,
    WrongProductError,
)
from kunnande.stages.booking.services.letters import (
    note_letter,
)
from kunnande.stages.booking.services.looking import (
    show_session,
)
from kunnande.stages.booking.services.needs import (
    MOST_MINUTES,
    ImproperNeedError,
    NotYourNeedsError,
    add_accommodation,
    remove_accommodation,
)
from kunnande.stages.booking.services.offers import (
    OFFERED_HOURS,
    ImproperNumberError,
    fill_session,
    lapse_holds,
    offer_free_seats,
    offer_seat,
)
from kunnande.stages.booking.services.permission import (
    NotYourBookingError,
    NotYourCentreError,
    NotYourCompanyError,
)
from kunnande.stages.booking.services.seats import (
    SessionFullError,
)
from kunnande.stages.booking.services.sessions import (
    ImproperSessionError,
    SessionOverError,
    SessionPlan,
    cancel_session,
    close_session,
    open_session,
)
from kunnande.stages.booking.services.shares import (
    ImproperShareError,
    ShareExceededError,
    ShareMissingError,
    set_release_share,
)
from kunnande.stages.booking.services.stops import (
    Halt,
    begin_stop,
    draft_stop_letters,
    lift_stop,
    note_stop_letter,
    send_stop_letters,
    show_stop_letters,
)
from kunnande.stages.booking.services.waiting import (
    FARTHEST_KM,
    ImproperWishError,
    NotWaitingError,
    Wish,
    join_waiting_list,
    leave_waiting_list,
)

__all__ = [
    "FARTHEST_KM",
    "HELD_MINUTES",
    "MOST_MINUTES",
    "OFFERED_HOURS",
    "AttendanceEnteredError",
    "BookingOverError",
    "CanNotBeBookedError",
    "DoubleUseError",
    "Halt",
    "HoldLapsedError",
    "ImproperMinutesError",
    "ImproperNeedError",
    "ImproperNumberError",
    "ImproperSessionError",
    "ImproperShareError",
    "ImproperWishError",
    "NeedsUnmetError",
    "NobodyChosenError",
    "NotAbsentError",
    "NotReadyError",
    "NotWaitingError",
    "NotYourBookingError",
    "NotYourCentreError",
    "NotYourCompanyError",
    "NotYourNeedsError",
    "OnlyForEmployeesError",
    "PersonBusyError",
    "RetakeTooEarlyError",
    "SeatTakenError",
    "SessionFullError",
    "SessionNotOpenError",
    "SessionOverError",
    "SessionPlan",
    "ShareExceededError",
    "ShareMissingError",
    "StayedAwayError",
    "TooEarlyError",
    "Wish",
    "WrongProductError",
    "accept_offer",
    "add_accommodation",
    "allow_rebooking",
    "begin_stop",
    "book_for_employees",
    "cancel_booking",
    "cancel_session",
    "close_session",
    "confirm_booking",
    "decline_offer",
    "draft_stop_letters",
    "enter_attendance",
    "fill_session",
    "hold_seat",
    "join_waiting_list",
    "lapse_holds",
    "leave_waiting_list",
    "lift_stop",
    "move_booking",
    "note_letter",
    "note_stop_letter",
    "offer_free_seats",
    "offer_seat",
    "open_session",
    "remove_accommodation",
    "send_stop_letters",
    "set_release_share",
    "show_session",
    "show_stop_letters",
]
