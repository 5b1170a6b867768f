from kunnande.stages.development.translate.emil import UnreadableEmilError, read_emil
from kunnande.stages.development.translate.lists import read_package, read_table_of_courses
from kunnande.stages.development.translate.rows import (
    COLUMNS,
    REQUIRED,
    AreaRaised,
    CourseProblem,
    CourseRow,
    OfferedGroup,
    ReadCatalogue,
    in_words,
)

__all__ = [
    "COLUMNS",
    "REQUIRED",
    "AreaRaised",
    "CourseProblem",
    "CourseRow",
    "OfferedGroup",
    "ReadCatalogue",
    "UnreadableEmilError",
    "in_words",
    "read_emil",
    "read_package",
    "read_table_of_courses",
]
