from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import move_case
from kunnande.stages.testing import queries
from kunnande.stages.testing.models import (
    OPEN_STATES,
    Incident,
    IncidentKind,
    Pause,
    Sitting,
    SittingState,
    TerminationReason,
)
from kunnande.stages.testing.services.attending import enter_presence
from kunnande.stages.testing.services.holding import hold_as_leader, refuse_other_leaders
from kunnande.stages.testing.services.scoring import finish, note_retake
from kunnande.stages.testing.services.sitting import NotRunningError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User


class UnfitReasonError(ValueError):
    """The reason does not go with where the sitting stands."""


class UnfitSittingError(ValueError):
    """The sitting takes place at another centre."""


@transaction.atomic
def terminate_sitting(*, sitting: Sitting, reason: str, by: User, at: datetime) -> Sitting:
    """End a sitting; every saved answer stays, and the reason says whether it is scored.

    Raises NotYourCentreError, OwnSittingError, NotRunningError, UnfitReasonError.
    """
    (held,) = hold_as_leader([sitting], by=by, at=at)
    if held.state not in OPEN_STATES:
        raise NotRunningError(_("Provet är redan avslutat."))
    why = TerminationReason(reason)
    if why not in queries.list_termination_reasons(held):
        raise UnfitReasonError(_("Välj en orsak som passar: provet har börjat eller inte."))
    if why == TerminationReason.ABSENT:
        enter_presence(held, present=False, by=by, at=at)
    if why not in queries.SCORED:
        return end_without_result(held, why, by=by, at=at)
    _say_why(held, why, by, at)
    return finish(sitting_id=held.pk, by=by, at=at)


def end_without_result(
    sitting: Sitting, why: TerminationReason, *, by: User, at: datetime
) -> Sitting:
    """Close a locked sitting unscored, and let the case wait for another test."""
    _say_why(sitting, why, by, at)
    Pause.objects.filter(sitting=sitting, ended_at=None).update(ended_at=at)
    sitting.state, sitting.finished_at, sitting.paused_at = SittingState.TERMINATED, at, None
    sitting.save(update_fields=["state", "finished_at", "paused_at"])
    move_case(case=sitting.case, to=CaseState.MAPPED, by=by, at=at)
    if why in queries.USES_AN_ATTEMPT:
        note_retake(sitting, by=by, at=at)
    return sitting


@transaction.atomic
def note_incident(
    *,
    centre: Organisation,
    kind: str,
    text: str = "",
    sitting: Sitting | None = None,
    by: User,
    at: datetime,
) -> Incident:
    """Write in the log what happened, about one sitting or the whole room.

    Raises NotYourCentreError, OwnSittingError, UnfitSittingError.
    """
    refuse_other_leaders([centre.pk], by=by, at=at)
    if sitting:
        (held,) = hold_as_leader([sitting], by=by, at=at)
        if held.centre_id != centre.pk:
            raise UnfitSittingError(_("Provet hör till ett annat testcenter."))
    incident = Incident.objects.create(
        centre=centre,
        happened_on=timezone.localdate(at),
        sitting=sitting,
        kind=IncidentKind(kind),
        text=text,
        noted_by=by,
        noted_at=at,
    )
    record(
        chain=centre.trail_name,
        act="incident_noted",
        subject=sitting.trail_name if sitting else centre.trail_name,
        by=by,
        at=at,
        facts={"incident": incident.pk, "kind": str(incident.kind)},
    )
    return incident


def _say_why(sitting: Sitting, why: TerminationReason, by: User, at: datetime) -> None:
    facts: dict[str, str | int | bool] = {
        "reason": str(why),
        "items": sitting.items.count(),
        "answered": queries.count_answered([sitting.pk]).get(sitting.pk, 0),
        "scored": why in queries.SCORED,
    }
    name = sitting.trail_name
    record(chain=name, act="sitting_terminated", subject=name, by=by, at=at, facts=facts)
    sitting.termination_reason = why
    sitting.save(update_fields=["termination_reason"])
