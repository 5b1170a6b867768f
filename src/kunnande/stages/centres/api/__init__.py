from kunnande.stages.centres.api.accreditation import router as accreditation
from kunnande.stages.centres.api.audits import router as audits
from kunnande.stages.centres.api.places import router as places
from kunnande.stages.centres.api.staff import router as staff

__all__ = ["accreditation", "audits", "places", "staff"]
