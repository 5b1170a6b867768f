from kunnande.stages.booking.api.mine import router as mine
from kunnande.stages.booking.api.others import router as others
from kunnande.stages.booking.api.stops import router as stops

__all__ = ["mine", "others", "stops"]
