"""What a company keeps of its own competence: its pages and operations, and to whom they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .expectations import COACH, EMPLOYER, Page, only

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_SUPPLY: Mapping[str, Page] = {
    "supply:cell": Page(only(EMPLOYER)),
    # a company's plan: its own, and a coach's it has let in
    "supply:adopt_plan": Page(only(EMPLOYER), method="POST"),
    "supply:coached": Page(only(COACH)),
    "supply:draft_plan": Page(only(EMPLOYER, COACH), method="POST"),
    "supply:evidence": Page(only(EMPLOYER)),
    "supply:let_coach": Page(only(EMPLOYER), method="POST"),
    "supply:log": Page(only(EMPLOYER, COACH)),
    "supply:measure": Page(only(EMPLOYER, COACH)),
    "supply:new_measure": Page(only(EMPLOYER, COACH)),
    "supply:plan": Page(only(EMPLOYER, COACH)),
    "supply:plan_file": Page(only(EMPLOYER, COACH)),
    "supply:plan_paper": Page(only(EMPLOYER, COACH)),
    "supply:plan_words": Page(only(EMPLOYER, COACH)),
    "supply:remove_measure": Page(only(EMPLOYER, COACH), method="POST"),
    "supply:stop_coach": Page(only(EMPLOYER), method="POST"),
    "supply:matrix": Page(only(EMPLOYER)),
    "supply:matrix_export": Page(only(EMPLOYER)),
    "supply:attest": Page(only(EMPLOYER)),
    "supply:board": Page(only(EMPLOYER)),
    "supply:deviate": Page(only(EMPLOYER)),
    "supply:end_deviation": Page(only(EMPLOYER), method="POST"),
    "supply:forget_view": Page(only(EMPLOYER), method="POST"),
    "supply:history": Page(only(EMPLOYER)),
    "supply:placements": Page(only(EMPLOYER)),
    "supply:save_view": Page(only(EMPLOYER), method="POST"),
    "supply:staffing": Page(only(EMPLOYER)),
    "supply:words": Page(only(EMPLOYER)),
    "supply:work_list": Page(only(EMPLOYER)),
}

OPERATIONS_OF_SUPPLY: Mapping[str, Page] = {
    "add_measure": Page(only(EMPLOYER, COACH), method="POST"),
    "adopt_competence_plan": Page(only(EMPLOYER), method="POST"),
    "change_measure": Page(only(EMPLOYER, COACH), method="PUT"),
    "change_plan_words": Page(only(EMPLOYER, COACH), method="PUT"),
    "draft_competence_plan": Page(only(EMPLOYER, COACH), method="POST"),
    "end_coaching": Page(only(EMPLOYER), method="DELETE"),
    "follow_up_measure": Page(only(EMPLOYER, COACH), method="PUT"),
    "get_plan_file": Page(only(EMPLOYER, COACH)),
    "get_plan_paper": Page(only(EMPLOYER, COACH)),
    "let_coach_in": Page(only(EMPLOYER), method="POST"),
    "list_my_coached_companies": Page(only(COACH)),
    "list_notes": Page(only(EMPLOYER, COACH)),
    "remove_measure": Page(only(EMPLOYER, COACH), method="DELETE"),
    "show_competence_plan": Page(only(EMPLOYER, COACH)),
    "show_evidence": Page(only(EMPLOYER)),
    "write_coach_note": Page(only(COACH), method="POST"),
    "show_cell": Page(only(EMPLOYER)),
    "show_matrix": Page(only(EMPLOYER)),
    "attest_levels": Page(only(EMPLOYER), method="POST"),
    "forget_view": Page(only(EMPLOYER), method="DELETE"),
    "get_level_words": Page(only(EMPLOYER)),
    "list_saved_views": Page(only(EMPLOYER)),
    "save_view": Page(only(EMPLOYER), method="POST"),
    "set_level_words": Page(only(EMPLOYER), method="PUT"),
    "show_coverage": Page(only(EMPLOYER)),
    "show_history": Page(only(EMPLOYER)),
    "show_staffing": Page(only(EMPLOYER)),
    "show_work_list": Page(only(EMPLOYER)),
}
