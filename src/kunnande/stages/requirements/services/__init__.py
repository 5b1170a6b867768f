from kunnande.stages.requirements.services.holdings import (
    AlreadyHeldError,
    EndsBeforeStartError,
    NotEmployedHereError,
    assign_role,
    end_holding,
)
from kunnande.stages.requirements.services.import_plans import PlannedRole, PlannedRow
from kunnande.stages.requirements.services.imports import (
    STAGED_HOURS,
    ImportHasProblemsError,
    ImportPreview,
    ImportSummary,
    NothingStagedError,
    RefusedImportError,
    choose_columns,
    confirm_import,
    forget_staged_imports,
    preview_import,
    read_staged,
    stage_import,
)
from kunnande.stages.requirements.services.roles import (
    ImproperRequirementError,
    RoleNameTakenError,
    change_role,
    create_role,
    remove_requirement,
    set_requirement,
)
from kunnande.stages.requirements.services.templates import (
    ImproperTemplatesError,
    import_templates,
)
from kunnande.stages.requirements.translate import (
    FIELDS,
    TELLING,
    Problem,
    UnmappedColumnsError,
)

__all__ = [
    "FIELDS",
    "STAGED_HOURS",
    "TELLING",
    "AlreadyHeldError",
    "EndsBeforeStartError",
    "ImportHasProblemsError",
    "ImportPreview",
    "ImportSummary",
    "ImproperRequirementError",
    "ImproperTemplatesError",
    "NotEmployedHereError",
    "NothingStagedError",
    "PlannedRole",
    "PlannedRow",
    "Problem",
    "RefusedImportError",
    "RoleNameTakenError",
    "UnmappedColumnsError",
    "assign_role",
    "change_role",
    "choose_columns",
    "confirm_import",
    "create_role",
    "end_holding",
    "forget_staged_imports",
    "import_templates",
    "preview_import",
    "read_staged",
    "remove_requirement",
    "set_requirement",
    "stage_import",
]
