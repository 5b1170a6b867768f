"""The matrix as values: who can what, as far as a company may see."""

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
from kunnande.stages.supply.queries.weighing import cell_of

__all__ = [
    "WORKS_ALONE_LEVEL",
    "Cell",
    "Choices",
    "Column",
    "Family",
    "Matrix",
    "Row",
    "Selection",
    "Team",
    "cell_of",
    "get_kept_about",
    "get_matrix",
]
