from kunnande.stages.requirements.api.imports import router as imports
from kunnande.stages.requirements.api.roles import router as roles

__all__ = ["imports", "roles"]
