from kunnande.stages.booking.api.mine import router as mine
from kunnande.stages.booking.api.others import router as others

__all__ = ["mine", "others"]
