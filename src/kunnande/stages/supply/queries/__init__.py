"""The matrix as values: who can what, as far as a company may see."""

from kunnande.stages.supply.models import CompetencePlan, LevelScale, LevelWords, SavedView
from kunnande.stages.supply.queries.board import BoardRow, list_board
from kunnande.stages.supply.queries.kept import get_kept_about
from kunnande.stages.supply.queries.matrix import WORKS_ALONE_LEVEL, get_matrix
from kunnande.stages.supply.queries.page import (
    Cell,
    Choices,
    Column,
    Family,
    Matrix,
    Row,
    Selection,
    Team,
)
from kunnande.stages.supply.queries.said import get_said
from kunnande.stages.supply.queries.settings import (
    Signs,
    get_level_words,
    get_saved_view,
    list_saved_views,
    signs_of,
    usual_meanings,
)
from kunnande.stages.supply.queries.weighing import cell_of
from kunnande.stages.supply.queries.worklist import KINDS, Task, list_tasks

__all__ = [
    "KINDS",
    "WORKS_ALONE_LEVEL",
    "BoardRow",
    "Cell",
    "Choices",
    "Column",
    "CompetencePlan",
    "Family",
    "LevelScale",
    "LevelWords",
    "Matrix",
    "Row",
    "SavedView",
    "Selection",
    "Signs",
    "Task",
    "Team",
    "cell_of",
    "get_kept_about",
    "get_level_words",
    "get_matrix",
    "get_said",
    "get_saved_view",
    "list_board",
    "list_saved_views",
    "list_tasks",
    "signs_of",
    "usual_meanings",
]
