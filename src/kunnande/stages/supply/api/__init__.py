from kunnande.stages.supply.api.acts import router
from kunnande.stages.supply.api.matrix import SelectionIn

__all__ = ["SelectionIn", "router"]
