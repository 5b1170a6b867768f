"""What a company does with its matrix: looks at it, sets it up, and says what it has seen."""

from kunnande.stages.supply.services.attesting import (
    Attested,
    ImproperLevelError,
    OwnLevelError,
    attest_levels,
)
from kunnande.stages.supply.services.looks import (
    CellPage,
    HistoryPage,
    NotOnTheMatrixError,
    NotYourCompanyError,
    ShownProof,
    WorkList,
    export_matrix,
    show_cell,
    show_history,
    show_matrix,
    show_work_list,
)
from kunnande.stages.supply.services.saved import (
    ImproperWordsError,
    UnnamedViewError,
    forget_view,
    save_view,
    set_level_words,
)
from kunnande.stages.supply.services.staffing import ImproperShareOfLeaversError, show_staffing

__all__ = [
    "Attested",
    "CellPage",
    "HistoryPage",
    "ImproperLevelError",
    "ImproperShareOfLeaversError",
    "ImproperWordsError",
    "NotOnTheMatrixError",
    "NotYourCompanyError",
    "OwnLevelError",
    "ShownProof",
    "UnnamedViewError",
    "WorkList",
    "attest_levels",
    "export_matrix",
    "forget_view",
    "save_view",
    "set_level_words",
    "show_cell",
    "show_history",
    "show_matrix",
    "show_staffing",
    "show_work_list",
]
