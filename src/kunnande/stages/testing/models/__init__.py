from kunnande.stages.testing.models.answers import Answer, AreaResult, SittingItem
from kunnande.stages.testing.models.sittings import (
    OPEN_STATES,
    IdentityDocument,
    Sitting,
    SittingState,
    TerminationReason,
)
from kunnande.stages.testing.models.supervision import (
    ExtraTime,
    ExtraTimeReason,
    Incident,
    IncidentKind,
    Pause,
)

__all__ = [
    "OPEN_STATES",
    "Answer",
    "AreaResult",
    "ExtraTime",
    "ExtraTimeReason",
    "IdentityDocument",
    "Incident",
    "IncidentKind",
    "Pause",
    "Sitting",
    "SittingItem",
    "SittingState",
    "TerminationReason",
]
