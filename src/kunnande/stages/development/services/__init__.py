"""The acts of developing somebody: courses, groups, attendance, plans."""

from kunnande.stages.development.services.catalogue import (
    NotYourCatalogueError,
    RefusedCatalogueError,
    import_course_list,
    import_courses,
    preview_course_list,
    withdraw_course,
)
from kunnande.stages.development.services.completion import ENOUGH_PERCENT, finish_group
from kunnande.stages.development.services.groups import (
    AlreadyEnrolledError,
    GroupClosedError,
    GroupFullError,
    ImproperOccasionError,
    NotYourGroupError,
    NotYoursToEnrolError,
    Period,
    cancel_enrolment,
    cancel_group,
    enrol,
    enter_occasion,
    open_group,
)

__all__ = [
    "ENOUGH_PERCENT",
    "AlreadyEnrolledError",
    "GroupClosedError",
    "GroupFullError",
    "ImproperOccasionError",
    "NotYourCatalogueError",
    "NotYourGroupError",
    "NotYoursToEnrolError",
    "Period",
    "RefusedCatalogueError",
    "cancel_enrolment",
    "cancel_group",
    "enrol",
    "enter_occasion",
    "finish_group",
    "import_course_list",
    "import_courses",
    "open_group",
    "preview_course_list",
    "withdraw_course",
]
