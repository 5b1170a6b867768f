"""What an act may answer in place of doing it; each says what the reader can do."""

from kunnande.stages.booking import services
from kunnande.stages.centres.services import NotAccreditedError, NotAuthorisedError

REFUSALS = (
    NotAccreditedError,
    NotAuthorisedError,
    services.AttendanceEnteredError,
    services.BookingOverError,
    services.CanNotBeBookedError,
    services.DoubleUseError,
    services.HoldLapsedError,
    services.ImproperMinutesError,
    services.ImproperNumberError,
    services.ImproperSessionError,
    services.ImproperShareError,
    services.ImproperWishError,
    services.NeedsUnmetError,
    services.NobodyChosenError,
    services.NotAbsentError,
    services.NotReadyError,
    services.NotWaitingError,
    services.OnlyForEmployeesError,
    services.PersonBusyError,
    services.RetakeTooEarlyError,
    services.SeatTakenError,
    services.SessionFullError,
    services.SessionNotOpenError,
    services.SessionOverError,
    services.ShareExceededError,
    services.ShareMissingError,
    services.StayedAwayError,
    services.TooEarlyError,
    services.WrongProductError,
)
