from kunnande.stages.framework.translate.case_reading import from_case
from kunnande.stages.framework.translate.case_writing import to_case
from kunnande.stages.framework.translate.packages import to_package

__all__ = ["from_case", "to_case", "to_package"]
