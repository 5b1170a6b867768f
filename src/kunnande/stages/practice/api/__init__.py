from kunnande.stages.practice.api.assessing import router as assessing
from kunnande.stages.practice.api.planning import router as planning

__all__ = ["assessing", "planning"]
