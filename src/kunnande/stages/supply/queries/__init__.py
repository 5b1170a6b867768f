"""The matrix as values: who can what, as far as a company may see."""

from kunnande.stages.supply.queries.matrix import WORKS_ALONE_LEVEL, get_matrix, keep_counting
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
from kunnande.stages.supply.queries.weighing import (
    ENDS_SOON_DAYS,
    cell_of,
    is_recent,
    oldest_day,
    recency_of,
)

__all__ = [
    "ENDS_SOON_DAYS",
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
    "get_matrix",
    "is_recent",
    "keep_counting",
    "oldest_day",
    "recency_of",
]
