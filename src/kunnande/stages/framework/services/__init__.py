from kunnande.stages.framework.services.errors import ImproperSchemeError
from kunnande.stages.framework.services.exchange import read_case
from kunnande.stages.framework.services.products import AlreadyPublishedError, publish_version
from kunnande.stages.framework.services.schemes import import_scheme
from kunnande.stages.framework.services.validity import (
    LONGEST_MONTHS,
    LONGEST_RENEWAL_DAYS,
    ImproperValidityError,
    set_validity_rule,
)

__all__ = [
    "LONGEST_MONTHS",
    "LONGEST_RENEWAL_DAYS",
    "AlreadyPublishedError",
    "ImproperSchemeError",
    "ImproperValidityError",
    "import_scheme",
    "publish_version",
    "read_case",
    "set_validity_rule",
]
