from kunnande.stages.testing.api.leading import router as leading
from kunnande.stages.testing.api.sitting import router as sitting
from kunnande.stages.testing.api.supervision import router as supervision

__all__ = ["leading", "sitting", "supervision"]
