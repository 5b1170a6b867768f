from kunnande.stages.development.api.courses import router as courses
from kunnande.stages.development.api.plans import router as plans
from kunnande.stages.development.api.pooling import router as pooling
from kunnande.stages.development.api.provider import router as providing

__all__ = ["courses", "plans", "pooling", "providing"]
