from kunnande.stages.requirements.services.holdings import (
    AlreadyHeldError,
    EndsBeforeStartError,
    NotEmployedHereError,
    assign_role,
    end_holding,
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

__all__ = [
    "AlreadyHeldError",
    "EndsBeforeStartError",
    "ImproperRequirementError",
    "ImproperTemplatesError",
    "NotEmployedHereError",
    "RoleNameTakenError",
    "assign_role",
    "change_role",
    "create_role",
    "end_holding",
    "import_templates",
    "remove_requirement",
    "set_requirement",
]
