from kunnande.stages.supply.api.matrix import SelectionIn
from kunnande.stages.supply.api.plans import router

__all__ = ["SelectionIn", "router"]
