"""What a reason for ending a sitting leads to. Why: docs/methods/terminated-sittings.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.testing.models import SittingState, TerminationReason

if TYPE_CHECKING:
    from kunnande.stages.testing.models import Sitting

# The answers are the person's own and all that the person wants to give.
SCORED = frozenset({TerminationReason.PERSON_STOPS})
# Whoever chose to end it, or brought it about, has used an attempt; nobody else has.
USES_AN_ATTEMPT = frozenset({TerminationReason.PERSON_STOPS, TerminationReason.UNALLOWED_AID})
_BEFORE_THE_START = frozenset(TerminationReason) - {
    TerminationReason.PERSON_STOPS,
    TerminationReason.UNALLOWED_AID,
}
_AFTER_THE_START = frozenset(TerminationReason) - {
    TerminationReason.ABSENT,
    TerminationReason.REBOOKED,
}


def list_termination_reasons(sitting: Sitting) -> list[TerminationReason]:
    """Return the reasons there can be to end a sitting as it stands, in their order."""
    is_planned = sitting.state == SittingState.PLANNED
    possible = _BEFORE_THE_START if is_planned else _AFTER_THE_START
    return [reason for reason in TerminationReason if reason in possible]


def attempts() -> Q:
    """Return the condition that a sitting has used one of the attempts of the pass rule."""
    return Q(state=SittingState.FINISHED) | Q(
        state=SittingState.TERMINATED, termination_reason__in=sorted(USES_AN_ATTEMPT)
    )
