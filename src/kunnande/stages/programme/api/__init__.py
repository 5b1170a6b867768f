from kunnande.stages.programme.api.companies import router as companies
from kunnande.stages.programme.api.following import router as following
from kunnande.stages.programme.api.hours import router as hours
from kunnande.stages.programme.api.programmes import router as programmes

__all__ = ["companies", "following", "hours", "programmes"]
