from kunnande.stages.requirements.api.deviations import router as deviations
from kunnande.stages.requirements.api.imports import router as imports
from kunnande.stages.requirements.api.roles import router as roles

__all__ = ["deviations", "imports", "roles"]
