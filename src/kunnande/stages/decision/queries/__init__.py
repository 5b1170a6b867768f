from kunnande.stages.decision.models import AreaOutcome, DecidedArea, Decision, Outcome
from kunnande.stages.decision.queries.decisions import (
    DecidedRow,
    WaitingCase,
    decisions_visible_to,
    find_decision_in_force,
    get_decision,
    list_decided_areas,
    list_decisions_of_person,
    list_decisions_to_recognise,
    list_ready_for_decision,
)
from kunnande.stages.decision.queries.grounds import (
    DECIDING_KINDS,
    AreaGround,
    Proof,
    list_grounds,
    outcome_of,
)
from kunnande.stages.decision.queries.independence import (
    has_employer_in_common,
    list_names_of_testers,
    list_tested_by,
)

__all__ = [
    "DECIDING_KINDS",
    "AreaGround",
    "AreaOutcome",
    "DecidedArea",
    "DecidedRow",
    "Decision",
    "Outcome",
    "Proof",
    "WaitingCase",
    "decisions_visible_to",
    "find_decision_in_force",
    "get_decision",
    "has_employer_in_common",
    "list_decided_areas",
    "list_decisions_of_person",
    "list_decisions_to_recognise",
    "list_grounds",
    "list_names_of_testers",
    "list_ready_for_decision",
    "list_tested_by",
    "outcome_of",
]
