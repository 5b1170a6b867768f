from kunnande.stages.booking.queries.scheduling.assumptions import ASSUMPTIONS, Assumptions
from kunnande.stages.booking.queries.scheduling.instance import (
    FoundSession,
    Gathered,
    gather_instance,
    sessions_of,
)

__all__ = [
    "ASSUMPTIONS",
    "Assumptions",
    "FoundSession",
    "Gathered",
    "gather_instance",
    "sessions_of",
]
