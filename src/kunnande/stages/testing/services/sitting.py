from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import move_case
from kunnande.stages.itembank.services import draw_form
from kunnande.stages.testing.models import Sitting, SittingItem, SittingState
from kunnande.stages.testing.queries import count_minutes, is_time_up, needs_code
from kunnande.stages.testing.services.scoring import finish
from kunnande.stages.testing.services.standing import refuse_delivery
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kunnande.stages.parties.queries import User

LANGUAGES = frozenset({"sv", "en"})
# What of a sitting changes while it runs.
_MOVING = (
    *("state", "language", "started_at", "deadline_at", "finished_at", "closed_by_deadline"),
    *("paused_at", "termination_reason", "opened_at", "code_entered_at", "extra_minutes"),
)
# A page learns of a pause within this time, and what it has not sent yet still counts.
PAUSE_REACHES_WITHIN = timedelta(seconds=30)


class NotYoursError(PermissionError):
    """Nobody answers in another person's place."""


class NotTodayError(ValueError):
    """The sitting takes place on another day."""


class NotRunningError(ValueError):
    """The sitting has not begun or has been handed in."""


class PausedError(NotRunningError):
    """The test leader has paused the sitting; its time stands still."""


class NotOpenedError(ValueError):
    """The test leader has not started the test yet."""


class CodeNotEnteredError(ValueError):
    """A sitting with a code begins when its code has been entered."""


class DeadlinePassedError(ValueError):
    """The time is up; everything saved before it counts."""


@transaction.atomic
def start_sitting(*, sitting: Sitting, language: str = "", by: User, at: datetime) -> Sitting:
    """Draw the form and start the clock; starting twice starts once.

    Raises NotYoursError, NotTodayError, NotRunningError, NotAccreditedError, NotAuthorisedError,
    CodeNotEnteredError, NotOpenedError, BankTooSmallError, BankExhaustedError.
    """
    locked = lock(sitting, by=by)
    if locked.state == SittingState.RUNNING:
        return locked
    if locked.state != SittingState.PLANNED:
        raise NotRunningError(_("Provet är redan avslutat."))
    if locked.takes_place_on != timezone.localdate(at):
        raise NotTodayError(_("Provet kan bara påbörjas den dag det är planerat."))
    _refuse_to_begin(locked)
    if language in LANGUAGES:
        locked.language = language
    items = _place_items(locked, by, at)
    locked.state = SittingState.RUNNING
    locked.started_at = at
    locked.deadline_at = at + timedelta(minutes=count_minutes(locked))
    locked.save(update_fields=["language", "state", "started_at", "deadline_at"])
    move_case(case=locked.case, to=CaseState.TESTING, by=by, at=at)
    record(
        chain=locked.trail_name,
        act="sitting_started",
        subject=f"person:{locked.case.person_id}",
        by=by,
        at=at,
        facts={
            "items": items,
            "language": locked.language,
            "deadline": locked.deadline_at.isoformat(),
        },
    )
    return locked


def close_if_overdue(*, sitting: Sitting, by: User, at: datetime) -> bool:
    """Hand in a sitting whose time is up, whoever touches it; tell whether that was so."""
    sitting.refresh_from_db(fields=_MOVING)
    if is_time_up(sitting, at):
        finish(sitting_id=sitting.pk, by=by, at=at)
        sitting.refresh_from_db()
    return sitting.closed_by_deadline


@contextmanager
def running(sitting: Sitting, *, by: User, at: datetime) -> Iterator[Sitting]:
    """Hold one's own sitting locked while it runs; one whose time is up is handed in instead.

    Raises NotYoursError, NotRunningError, PausedError, DeadlinePassedError.
    """
    with transaction.atomic():
        locked = lock(sitting, by=by)
        if not is_overdue(locked, at):
            if locked.state != SittingState.RUNNING:
                raise NotRunningError(_("Provet är inte i gång. Inget svar har ändrats."))
            if locked.paused_at and at > locked.paused_at + PAUSE_REACHES_WITHIN:
                raise PausedError(_("Provet är pausat. Tiden står still."))
            yield locked
            return
    close_if_overdue(sitting=sitting, by=by, at=at)
    raise DeadlinePassedError(_("Tiden är slut. Allt du svarat på i tid är inlämnat."))


def is_overdue(sitting: Sitting, at: datetime) -> bool:
    """Tell whether the time has run out, or had when the sitting was handed in."""
    return sitting.closed_by_deadline or is_time_up(sitting, at)


def lock(sitting: Sitting, *, by: User) -> Sitting:
    """Return the sitting locked, if it is the person's own. Raises NotYoursError."""
    locked = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("case__product_version")
        .get(pk=sitting.pk)
    )
    if by.person_id is None or by.person_id != locked.case.person_id:
        raise NotYoursError(_("Det här är någon annans prov."))
    return locked


def _refuse_to_begin(sitting: Sitting) -> None:
    refuse_delivery(
        centre_id=sitting.centre_id,
        product_id=sitting.case.product_version.product_id,
        leader_id=sitting.test_leader_id,
        on=sitting.takes_place_on,
    )
    if not needs_code(sitting):
        return
    if sitting.code_entered_at is None:
        raise CodeNotEnteredError(_("Skriv först koden du har fått av provledaren."))
    if sitting.opened_at is None:
        raise NotOpenedError(
            _("Koden är rätt. Du kan börja så snart provledaren har startat provet.")
        )


def _place_items(sitting: Sitting, by: User, at: datetime) -> int:
    drawn = draw_form(
        blueprint=sitting.blueprint,
        person_id=sitting.case.person_id,
        area_version_ids=sitting.area_version_ids,
        seed=sitting.seed,
        source=sitting.trail_name,
        by=by,
        at=at,
    )
    SittingItem.objects.bulk_create(
        SittingItem(
            sitting=sitting,
            position=position,
            item_version_id=item.item_version_id,
            area_version_id=item.area_version_id,
            seed=item.seed,
        )
        for position, item in enumerate(drawn, start=1)
    )
    return len(drawn)
