from kunnande.stages.booking.api.mine import router as mine
from kunnande.stages.booking.api.others import router as others
from kunnande.stages.booking.api.schedules import router as schedules
from kunnande.stages.booking.api.stops import router as stops

__all__ = ["mine", "others", "schedules", "stops"]
