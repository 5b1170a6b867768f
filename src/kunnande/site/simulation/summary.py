"""What a simulation came to, in numbers: counted in the trail, which holds every act."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kunnande.stages.programme.queries.budget import get_budget
from kunnande.stages.programme.queries.cofinancing import get_cofinancing
from kunnande.stages.trail.queries import count_acts, count_acts_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kunnande.site.simulation.funding import Funded

# What is told of the acts, in the order of the journey.
_TOLD = {
    "grant_entered": "grant decisions",
    "programme_step_taken": "steps of companies",
    "programme_entered": "people entered the programme",
    "programme_left": "people left it, with a reason",
    "labour_spell_begun": "spells on the labour market",
    "employment_ended": "employments ended",
    "accreditation_suspended": "centres suspended",
    "session_opened": "sessions opened",
    "booking_confirmed": "bookings",
    "booking_moved": "bookings moved",
    "booking_cancelled": "bookings cancelled",
    "sitting_finished": "theory tests",
    "assessment_signed": "practical tests signed",
    "decided": "decisions",
    "certificate_awarded": "certificates",
    "course_group_opened": "course groups",
    "enrolled": "enrolments",
    "hours_signed": "months signed",
    "hours_locked": "months locked",
    "hours_correction_opened": "months corrected",
    "follow_up_made": "people called after leaving",
    "participant_file_made": "participant files",
    "budget_set": "budgets, one for each decision",
    "money_committed": "commitments",
    "cost_entered": "costs",
    "cost_corrected": "costs corrected",
    "claim_sent": "claims sent",
    "aid_declared": "declarations of state aid",
    "aid_granted": "benefits to companies",
}
# What is told of one outcome of an act: which fact of it, its value, and the words.
_OUTCOMES = (
    ("attendance_entered", "present", "false", "no-shows"),
    ("decided", "outcome", "certificate", "decisions: everything met"),
    ("decided", "outcome", "attestation_of_parts", "decisions: some areas remain"),
    ("decided", "outcome", "mapping_statement", "decisions: every area remains"),
)


@dataclass
class Summary:
    """What a simulation came to."""

    people: int = 0
    companies: int = 0
    centres: int = 0
    stories: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    attested_minutes: int = 0
    cofinanced_ore: int = 0
    spent_ore: int = 0
    claimed_ore: int = 0

    def lines(self) -> Iterator[tuple[str, int]]:
        """Yield what happened, and how often; what never happened is left out."""
        yield from sorted(self.stories.items())
        yield from ((words, self.acts[act]) for act, words in _TOLD.items() if self.acts[act])
        yield from self.outcomes.items()
        yield "hours attested", self.attested_minutes // 60
        yield "kronor of co-financing", self.cofinanced_ore // 100
        yield "kronor of costs", self.spent_ore // 100
        yield "kronor claimed", self.claimed_ore // 100


def add_figures(summary: Summary, funded: Funded | None, *, until: date) -> Summary:
    """Add what the trail and the locked months say."""
    summary.acts = Counter(count_acts())
    for act, fact, value, words in _OUTCOMES:
        summary.outcomes[words] = count_acts_by(act, fact).get(value, 0)
    if funded:
        first_on = funded.programme.from_on
        locked = get_cofinancing(funded.programme, first_on=first_on, last_on=until)
        summary.attested_minutes = locked.minutes
        summary.cofinanced_ore = locked.value_ore
        money = get_budget(funded.programme, on=until).total
        summary.spent_ore, summary.claimed_ore = money.spent, money.claimed
    return summary
