from kunnande.stages.framework.services.errors import ImproperSchemeError
from kunnande.stages.framework.services.exchange import read_case
from kunnande.stages.framework.services.products import AlreadyPublishedError, publish_version
from kunnande.stages.framework.services.schemes import import_scheme

__all__ = [
    "AlreadyPublishedError",
    "ImproperSchemeError",
    "import_scheme",
    "publish_version",
    "read_case",
]
