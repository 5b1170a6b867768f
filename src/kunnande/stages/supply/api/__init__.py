from kunnande.stages.supply.api.matrix import SelectionIn
from kunnande.stages.supply.api.staffing import router

__all__ = ["SelectionIn", "router"]
