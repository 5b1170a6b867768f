from kunnande.stages.supply.models.plans import (
    Coaching,
    CoachNote,
    CompetencePlan,
    Measure,
    MeasureKind,
    SupplyPlanState,
    WheelStep,
)
from kunnande.stages.supply.models.views import LevelScale, LevelWords, SavedView

__all__ = [
    "CoachNote",
    "Coaching",
    "CompetencePlan",
    "LevelScale",
    "LevelWords",
    "Measure",
    "MeasureKind",
    "SavedView",
    "SupplyPlanState",
    "WheelStep",
]
