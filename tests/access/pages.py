"""Every page and to whom it opens; those of a programme and its operations are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import expectations as who
from .certificates import OF_CREDENTIALS
from .companies import OF_SUPPLY
from .employing import OF_EMPLOYMENTS, OPERATIONS_OF_EMPLOYMENTS
from .expectations import (
    AT_THE_OWNER,
    EMPLOYER,
    EVALUATOR,
    NODE_COORDINATOR,
    PROGRAMME_OWNER,
    SELF,
    SIGNED_IN,
    Page,
    only,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

# A person's hours are read by them, their company and whoever answers for the programme; a node
# knows its companies, an evaluator numbers alone.
OF_PROGRAMMES: Mapping[str, Page] = {
    "programme:aid": Page(AT_THE_OWNER),
    "programme:aid_letter": Page(AT_THE_OWNER),
    "programme:budget": Page(AT_THE_OWNER),
    "programme:budget_line": Page(AT_THE_OWNER),
    "programme:claim": Page(AT_THE_OWNER),
    "programme:claim_file": Page(AT_THE_OWNER),
    "programme:claims": Page(AT_THE_OWNER),
    "programme:close_line": Page(AT_THE_OWNER, method="POST"),
    "programme:cost": Page(AT_THE_OWNER),
    "programme:costs": Page(AT_THE_OWNER),
    "programme:declare_aid": Page(AT_THE_OWNER, method="POST"),
    "programme:import_costs": Page(AT_THE_OWNER, method="POST"),
    "programme:call": Page(only(PROGRAMME_OWNER)),
    "programme:calls": Page(only(PROGRAMME_OWNER)),
    "programme:companies": Page(AT_THE_OWNER | {NODE_COORDINATOR}),
    "programme:company": Page(AT_THE_OWNER | {NODE_COORDINATOR}),
    "programme:correct": Page(AT_THE_OWNER | {SELF, EMPLOYER}, method="POST"),
    "programme:engage": Page(only(PROGRAMME_OWNER, NODE_COORDINATOR)),
    "programme:enter": Page(only(EMPLOYER)),
    "programme:enter_grant": Page(only(PROGRAMME_OWNER)),
    "programme:extract": Page(only(PROGRAMME_OWNER, EVALUATOR)),
    "programme:extracts": Page(only(PROGRAMME_OWNER, EVALUATOR)),
    "programme:indicator": Page(only(PROGRAMME_OWNER)),
    "programme:indicators": Page(AT_THE_OWNER | {EVALUATOR}),
    "programme:leave": Page(only(EMPLOYER, PROGRAMME_OWNER)),
    "programme:mine": Page(SIGNED_IN),
    "programme:month": Page(AT_THE_OWNER | {SELF, EMPLOYER}),
    "programme:node_steering": Page(only(NODE_COORDINATOR)),
    "programme:other_support": Page(only(EMPLOYER)),
    "programme:overview": Page(AT_THE_OWNER | {EVALUATOR, NODE_COORDINATOR}),
    "programme:partners": Page(only(PROGRAMME_OWNER)),
    "programme:set_budget": Page(AT_THE_OWNER),
    "programme:participant_file": Page(AT_THE_OWNER),
    "programme:people": Page(AT_THE_OWNER),
    "programme:report": Page(AT_THE_OWNER),
    "programme:report_paper": Page(AT_THE_OWNER),
    "programme:report_text": Page(AT_THE_OWNER),
    "programme:reports": Page(AT_THE_OWNER),
    "programme:staff": Page(only(EMPLOYER)),
    "programme:steering": Page(AT_THE_OWNER | {EVALUATOR}),
}
_IN_ONE = AT_THE_OWNER | {EVALUATOR, NODE_COORDINATOR}
OPERATIONS_OF_PROGRAMMES: Mapping[str, Page] = {
    "add_partner": Page(only(PROGRAMME_OWNER), method="POST"),
    "answer_follow_up": Page(only(PROGRAMME_OWNER), method="POST"),
    "choose_indicator_set": Page(only(PROGRAMME_OWNER), method="PUT"),
    "close_line": Page(AT_THE_OWNER, method="POST"),
    "commit_money": Page(AT_THE_OWNER, method="POST"),
    "correct_cost": Page(AT_THE_OWNER, method="POST"),
    "declare_aid": Page(AT_THE_OWNER, method="POST"),
    "decline_follow_up": Page(only(PROGRAMME_OWNER), method="POST"),
    "draft_report": Page(AT_THE_OWNER, method="POST"),
    "engage_company": Page(only(PROGRAMME_OWNER, NODE_COORDINATOR), method="POST"),
    "enter_cost": Page(AT_THE_OWNER, method="POST"),
    "enter_costs": Page(AT_THE_OWNER, method="POST"),
    "enter_grant": Page(only(PROGRAMME_OWNER), method="POST"),
    "enter_other_support": Page(only(EMPLOYER), method="POST"),
    "enter_participant": Page(only(EMPLOYER), method="POST"),
    "grant_aid": Page(AT_THE_OWNER, method="POST"),
    "import_costs": Page(AT_THE_OWNER, method="POST"),
    "leave_programme": Page(only(EMPLOYER, PROGRAMME_OWNER), method="POST"),
    "list_calls": Page(only(PROGRAMME_OWNER)),
    "list_claimed_costs": Page(AT_THE_OWNER),
    "list_claimed_months": Page(AT_THE_OWNER),
    "list_claims": Page(AT_THE_OWNER),
    "list_company_aid": Page(AT_THE_OWNER),
    "list_costs": Page(AT_THE_OWNER),
    "list_engagements": Page(AT_THE_OWNER | {NODE_COORDINATOR}),
    "list_grant_versions": Page(_IN_ONE),
    "list_indicators": Page(AT_THE_OWNER | {EVALUATOR}),
    "list_node_numbers": Page(only(NODE_COORDINATOR)),
    "list_own_months": Page(SIGNED_IN),
    "list_programme_months": Page(AT_THE_OWNER),
    "list_programme_partners": Page(_IN_ONE),
    "list_programme_reports": Page(AT_THE_OWNER),
    "list_programmes": Page(_IN_ONE),
    "list_promised": Page(AT_THE_OWNER),
    "list_staff_months": Page(only(EMPLOYER)),
    "lock_month": Page(only(EMPLOYER), method="PUT"),
    "make_extract": Page(only(PROGRAMME_OWNER, EVALUATOR), method="POST"),
    "make_participant_file": Page(AT_THE_OWNER, method="POST"),
    "note_unanswered_call": Page(only(PROGRAMME_OWNER), method="POST"),
    "open_claim": Page(AT_THE_OWNER, method="POST"),
    "open_correction": Page(AT_THE_OWNER | {SELF, EMPLOYER}, method="POST"),
    "save_report": Page(AT_THE_OWNER, method="PUT"),
    "send_claim": Page(AT_THE_OWNER, method="POST"),
    "set_budget": Page(AT_THE_OWNER, method="POST"),
    "show_budget": Page(AT_THE_OWNER),
    "show_claim": Page(AT_THE_OWNER),
    "show_headroom": Page(AT_THE_OWNER),
    "show_indicator": Page(only(PROGRAMME_OWNER)),
    "show_month": Page(AT_THE_OWNER | {SELF, EMPLOYER}),
    "show_programme_report": Page(AT_THE_OWNER),
    "sign_own_month": Page(only(SELF), method="PUT"),
    "take_step": Page(only(PROGRAMME_OWNER, NODE_COORDINATOR), method="POST"),
}
OPERATIONS_ELSEWHERE = {**OPERATIONS_OF_PROGRAMMES, **OPERATIONS_OF_EMPLOYMENTS}
PAGES: Mapping[str, Page] = {
    **who.PAGES,
    **OF_CREDENTIALS,
    **OF_EMPLOYMENTS,
    **OF_SUPPLY,
    **OF_PROGRAMMES,
}
