"""Who may open which page of a funded programme, and ask for which operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.site.access.roles import (
    ECONOMIST,
    EMPLOYER,
    EVALUATOR,
    NODE_COORDINATOR,
    PERSON,
    PROGRAMME_OWNER,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWNER = frozenset({PROGRAMME_OWNER})
_OWNER_AND_ECONOMIST = frozenset({PROGRAMME_OWNER, ECONOMIST})
# Numbers alone, never who.
_READS_NUMBERS = frozenset({PROGRAMME_OWNER, ECONOMIST, EVALUATOR})

_ACTS_IN_ONE = frozenset({PROGRAMME_OWNER, ECONOMIST, EVALUATOR, NODE_COORDINATOR})
_KNOWS_HOURS = frozenset({PERSON, EMPLOYER, PROGRAMME_OWNER, ECONOMIST})

OPERATIONS_OF_PROGRAMMES: Mapping[str, frozenset[str]] = {
    "api:add_partner": _OWNER,
    "api:answer_follow_up": _OWNER,
    "api:choose_indicator_set": _OWNER,
    "api:close_line": _OWNER_AND_ECONOMIST,
    "api:commit_money": _OWNER_AND_ECONOMIST,
    "api:correct_cost": _OWNER_AND_ECONOMIST,
    "api:declare_aid": _OWNER_AND_ECONOMIST,
    "api:decline_follow_up": _OWNER,
    "api:draft_report": _OWNER_AND_ECONOMIST,
    "api:engage_company": frozenset({PROGRAMME_OWNER, NODE_COORDINATOR}),
    "api:enter_cost": _OWNER_AND_ECONOMIST,
    "api:enter_costs": _OWNER_AND_ECONOMIST,
    "api:enter_grant": _OWNER,
    "api:enter_other_support": frozenset({EMPLOYER}),
    "api:enter_participant": frozenset({EMPLOYER}),
    "api:grant_aid": _OWNER_AND_ECONOMIST,
    "api:import_costs": _OWNER_AND_ECONOMIST,
    "api:leave_programme": frozenset({EMPLOYER, PROGRAMME_OWNER}),
    "api:list_calls": _OWNER,
    "api:list_claimed_costs": _OWNER_AND_ECONOMIST,
    "api:list_claimed_months": _OWNER_AND_ECONOMIST,
    "api:list_claims": _OWNER_AND_ECONOMIST,
    "api:list_company_aid": _OWNER_AND_ECONOMIST,
    "api:list_costs": _OWNER_AND_ECONOMIST,
    "api:list_engagements": frozenset({PROGRAMME_OWNER, ECONOMIST, NODE_COORDINATOR}),
    "api:list_grant_versions": _ACTS_IN_ONE,
    "api:list_indicators": _READS_NUMBERS,
    "api:list_node_numbers": frozenset({NODE_COORDINATOR}),
    "api:list_own_months": frozenset({PERSON}),
    "api:list_programme_months": _OWNER_AND_ECONOMIST,
    "api:list_programme_partners": _ACTS_IN_ONE,
    "api:list_programme_reports": _OWNER_AND_ECONOMIST,
    "api:list_programmes": _ACTS_IN_ONE,
    "api:list_promised": _OWNER_AND_ECONOMIST,
    "api:list_staff_months": frozenset({EMPLOYER}),
    "api:lock_month": frozenset({EMPLOYER}),
    "api:make_extract": frozenset({PROGRAMME_OWNER, EVALUATOR}),
    "api:make_participant_file": _OWNER_AND_ECONOMIST,
    "api:note_unanswered_call": _OWNER,
    "api:open_claim": _OWNER_AND_ECONOMIST,
    "api:open_correction": _KNOWS_HOURS,
    "api:save_report": _OWNER_AND_ECONOMIST,
    "api:send_claim": _OWNER_AND_ECONOMIST,
    "api:set_budget": _OWNER_AND_ECONOMIST,
    "api:show_budget": _OWNER_AND_ECONOMIST,
    "api:show_claim": _OWNER_AND_ECONOMIST,
    "api:show_headroom": _OWNER_AND_ECONOMIST,
    "api:show_indicator": _OWNER,
    "api:show_month": _KNOWS_HOURS,
    "api:show_programme_report": _OWNER_AND_ECONOMIST,
    "api:sign_own_month": frozenset({PERSON}),
    "api:take_step": frozenset({PROGRAMME_OWNER, NODE_COORDINATOR}),
}
OF_PROGRAMMES: Mapping[str, frozenset[str]] = {
    "programme:aid": _OWNER_AND_ECONOMIST,
    "programme:aid_letter": _OWNER_AND_ECONOMIST,
    "programme:budget": _OWNER_AND_ECONOMIST,
    "programme:budget_line": _OWNER_AND_ECONOMIST,
    "programme:call": _OWNER,
    "programme:calls": _OWNER,
    "programme:claim": _OWNER_AND_ECONOMIST,
    "programme:claim_file": _OWNER_AND_ECONOMIST,
    "programme:claims": _OWNER_AND_ECONOMIST,
    "programme:close_line": _OWNER_AND_ECONOMIST,
    "programme:companies": frozenset({PROGRAMME_OWNER, ECONOMIST, NODE_COORDINATOR}),
    "programme:company": frozenset({PROGRAMME_OWNER, ECONOMIST, NODE_COORDINATOR}),
    "programme:correct": frozenset({PERSON, EMPLOYER, PROGRAMME_OWNER, ECONOMIST}),
    "programme:cost": _OWNER_AND_ECONOMIST,
    "programme:costs": _OWNER_AND_ECONOMIST,
    "programme:declare_aid": _OWNER_AND_ECONOMIST,
    "programme:engage": frozenset({PROGRAMME_OWNER, NODE_COORDINATOR}),
    "programme:enter": frozenset({EMPLOYER}),
    "programme:enter_grant": _OWNER,
    "programme:extract": frozenset({PROGRAMME_OWNER, EVALUATOR}),
    "programme:extracts": frozenset({PROGRAMME_OWNER, EVALUATOR}),
    "programme:import_costs": _OWNER_AND_ECONOMIST,
    "programme:set_budget": _OWNER_AND_ECONOMIST,
    "programme:indicator": _OWNER,
    "programme:indicators": _READS_NUMBERS,
    "programme:leave": frozenset({EMPLOYER, PROGRAMME_OWNER}),
    "programme:mine": frozenset({PERSON}),
    "programme:month": frozenset({PERSON, EMPLOYER, PROGRAMME_OWNER, ECONOMIST}),
    "programme:node_steering": frozenset({NODE_COORDINATOR}),
    "programme:other_support": frozenset({EMPLOYER}),
    "programme:overview": frozenset({PROGRAMME_OWNER, ECONOMIST, EVALUATOR, NODE_COORDINATOR}),
    "programme:participant_file": _OWNER_AND_ECONOMIST,
    "programme:partners": _OWNER,
    "programme:people": _OWNER_AND_ECONOMIST,
    "programme:report": _OWNER_AND_ECONOMIST,
    "programme:report_paper": _OWNER_AND_ECONOMIST,
    "programme:report_text": _OWNER_AND_ECONOMIST,
    "programme:reports": _OWNER_AND_ECONOMIST,
    "programme:staff": frozenset({EMPLOYER}),
    "programme:steering": _READS_NUMBERS,
}
