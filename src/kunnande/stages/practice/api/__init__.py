from kunnande.stages.practice.api.assessing import router as assessing
from kunnande.stages.practice.api.planning import router as planning
from kunnande.stages.practice.api.protocols import router as protocols

__all__ = ["assessing", "planning", "protocols"]
