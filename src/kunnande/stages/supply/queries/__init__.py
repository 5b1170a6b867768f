"""The matrix as values: who can what, as far as a company may see."""

from kunnande.stages.supply.queries.matrix import (
    ENDS_SOON_DAYS,
    WORKS_ALONE_LEVEL,
    cell_of,
    get_matrix,
    is_recent,
    keep_counting,
    list_families,
    oldest_day,
    recency_of,
)
from kunnande.stages.supply.queries.page import (
    Cell,
    Column,
    Family,
    Matrix,
    Row,
    Selection,
    Team,
)

__all__ = [
    "ENDS_SOON_DAYS",
    "WORKS_ALONE_LEVEL",
    "Cell",
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
    "list_families",
    "oldest_day",
    "recency_of",
]
