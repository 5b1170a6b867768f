from kunnande.stages.decision.models import AreaOutcome, DecidedArea, Decision, Outcome
from kunnande.stages.decision.queries.decisions import (
    DecidedRow,
    WaitingCase,
    decisions_visible_to,
    find_decision_in_force,
    find_place_of_newest_proof,
    get_decision,
    get_own_decision,
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
from kunnande.stages.decision.queries.independence import list_names_of_testers, list_tested_by
from kunnande.stages.decision.queries.kept import get_kept_about
from kunnande.stages.decision.queries.letters import (
    AreaDecided,
    Letter,
    NoLetterError,
    get_letter,
    list_areas_decided,
)

__all__ = [
    "DECIDING_KINDS",
    "AreaDecided",
    "AreaGround",
    "AreaOutcome",
    "DecidedArea",
    "DecidedRow",
    "Decision",
    "Letter",
    "NoLetterError",
    "Outcome",
    "Proof",
    "WaitingCase",
    "decisions_visible_to",
    "find_decision_in_force",
    "find_place_of_newest_proof",
    "get_decision",
    "get_kept_about",
    "get_letter",
    "get_own_decision",
    "list_areas_decided",
    "list_decided_areas",
    "list_decisions_of_person",
    "list_decisions_to_recognise",
    "list_grounds",
    "list_names_of_testers",
    "list_ready_for_decision",
    "list_tested_by",
    "outcome_of",
]
