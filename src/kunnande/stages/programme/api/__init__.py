from kunnande.stages.programme.api.aid import router as aid
from kunnande.stages.programme.api.claims import router as claims
from kunnande.stages.programme.api.companies import router as companies
from kunnande.stages.programme.api.following import router as following
from kunnande.stages.programme.api.hours import router as hours
from kunnande.stages.programme.api.money import router as money
from kunnande.stages.programme.api.programmes import router as programmes
from kunnande.stages.programme.api.steering import router as steering
from kunnande.stages.programme.api.targets import router as targets

__all__ = [
    "aid",
    "claims",
    "companies",
    "following",
    "hours",
    "money",
    "programmes",
    "steering",
    "targets",
]
