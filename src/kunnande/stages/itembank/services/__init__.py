from kunnande.stages.itembank.services.blueprints import UnfitBlueprintError, import_blueprints
from kunnande.stages.itembank.services.forms import (
    BankExhaustedError,
    BankTooSmallError,
    DrawnItem,
    draw_form,
    refuse_exhausted,
    refuse_too_small,
)
from kunnande.stages.itembank.services.items import UnfitItemError, import_items
from kunnande.stages.itembank.services.parameters import Parameters, store_parameters

__all__ = [
    "BankExhaustedError",
    "BankTooSmallError",
    "DrawnItem",
    "Parameters",
    "UnfitBlueprintError",
    "UnfitItemError",
    "draw_form",
    "import_blueprints",
    "import_items",
    "refuse_exhausted",
    "refuse_too_small",
    "store_parameters",
]
