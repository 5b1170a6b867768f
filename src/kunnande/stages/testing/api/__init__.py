from kunnande.stages.testing.api.leading import router as leading
from kunnande.stages.testing.api.sitting import router as sitting

__all__ = ["leading", "sitting"]
