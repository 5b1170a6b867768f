"""Who may do what with a company's plan for its competence, with a coach it has let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.site.access.roles import COACH, EMPLOYER

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATIONS_OF_COMPANIES: Mapping[str, frozenset[str]] = {
    "api:add_measure": frozenset({EMPLOYER, COACH}),
    "api:adopt_competence_plan": frozenset({EMPLOYER}),
    "api:change_measure": frozenset({EMPLOYER, COACH}),
    "api:change_plan_words": frozenset({EMPLOYER, COACH}),
    "api:draft_competence_plan": frozenset({EMPLOYER, COACH}),
    "api:end_coaching": frozenset({EMPLOYER}),
    "api:follow_up_measure": frozenset({EMPLOYER, COACH}),
    "api:get_plan_file": frozenset({EMPLOYER, COACH}),
    "api:get_plan_paper": frozenset({EMPLOYER, COACH}),
    "api:let_coach_in": frozenset({EMPLOYER}),
    "api:list_my_coached_companies": frozenset({COACH}),
    "api:list_notes": frozenset({EMPLOYER, COACH}),
    "api:remove_measure": frozenset({EMPLOYER, COACH}),
    "api:show_competence_plan": frozenset({EMPLOYER, COACH}),
    "api:show_evidence": frozenset({EMPLOYER}),
    "api:write_coach_note": frozenset({COACH}),
}
