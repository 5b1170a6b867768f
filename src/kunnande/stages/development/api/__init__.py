from kunnande.stages.development.api.courses import router as courses
from kunnande.stages.development.api.plans import router as plans

__all__ = ["courses", "plans"]
