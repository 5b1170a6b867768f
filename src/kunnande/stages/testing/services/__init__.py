"""The acts on a sitting: plan, begin, answer, hand in, show what it gave."""

from kunnande.stages.testing.services.answering import (
    AnswerTooLongError,
    Sender,
    StaleAnswerError,
    UnknownAnswerError,
    UnknownPositionError,
    flag_item,
    save_answer,
)
from kunnande.stages.testing.services.closing import close_overdue_sittings, finish_sitting
from kunnande.stages.testing.services.planning import (
    NothingRemainsError,
    NotYourCentreError,
    PastDateError,
    RetakeTooSoonError,
    WrongBlueprintError,
    plan_sitting,
    replan_sitting,
)
from kunnande.stages.testing.services.results import (
    NotYetShownError,
    ResultPage,
    is_talked_about,
    show_result,
    show_retakes,
)
from kunnande.stages.testing.services.sitting import (
    DeadlinePassedError,
    NotRunningError,
    NotTodayError,
    NotYoursError,
    close_if_overdue,
    start_sitting,
)

__all__ = [
    "AnswerTooLongError",
    "DeadlinePassedError",
    "NotRunningError",
    "NotTodayError",
    "NotYetShownError",
    "NotYourCentreError",
    "NotYoursError",
    "NothingRemainsError",
    "PastDateError",
    "ResultPage",
    "RetakeTooSoonError",
    "Sender",
    "StaleAnswerError",
    "UnknownAnswerError",
    "UnknownPositionError",
    "WrongBlueprintError",
    "close_if_overdue",
    "close_overdue_sittings",
    "finish_sitting",
    "flag_item",
    "is_talked_about",
    "plan_sitting",
    "replan_sitting",
    "save_answer",
    "show_result",
    "show_retakes",
    "start_sitting",
]
