from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from kunnande.stages.testing.models import IdentityDocument, Sitting, SittingState
from kunnande.stages.testing.services.attending import enter_presence
from kunnande.stages.testing.services.holding import hold_as_leader
from kunnande.stages.testing.services.sitting import NotRunningError, NotTodayError, lock
from kunnande.stages.testing.services.standing import refuse_delivery
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.parties.queries import User

# Without the letters and digits that are mistaken for each other when read aloud or from paper.
ALPHABET = "ABCDEFGHJKMNPQRSTWXYZ23456789"
CODE_LENGTH = 6
MOST_TRIES = 5


class IdentityUncheckedError(ValueError):
    """No code is handed out before the test leader has seen who the person is."""


class WrongCodeError(ValueError):
    """The code is not the one that was handed out for this sitting."""


class NobodyReadyError(ValueError):
    """Nobody among the sittings has been given a code and waits to begin."""


@dataclass(frozen=True)
class IssuedCode:
    """A sitting and its code, which is shown once and never stored."""

    sitting: Sitting
    code: str


@transaction.atomic
def check_identity(*, sitting: Sitting, document: str, by: User, at: datetime) -> Sitting:
    """Note what the person showed to say who they are.

    Raises NotYourCentreError, OwnSittingError, NotTodayError, NotRunningError.
    """
    held = _hold_planned(sitting, by, at)
    held.identity_document = IdentityDocument(document)
    held.identity_checked_by, held.identity_checked_at = by, at
    held.save(update_fields=["identity_document", "identity_checked_by", "identity_checked_at"])
    _record(held, "identity_checked", by, at, document=held.identity_document)
    enter_presence(held, present=True, by=by, at=at)
    return held


@transaction.atomic
def issue_code(*, sitting: Sitting, by: User, at: datetime) -> IssuedCode:
    """Make the code that the person enters before starting; an earlier one stops working.

    Raises NotYourCentreError, OwnSittingError, NotTodayError, NotRunningError,
    IdentityUncheckedError.
    """
    held = _hold_planned(sitting, by, at)
    if held.identity_checked_at is None:
        raise IdentityUncheckedError(_("Kontrollera legitimationen först."))
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    held.code_digest, held.code_tries, held.code_entered_at = _digest(held, code), 0, None
    held.save(update_fields=["code_digest", "code_tries", "code_entered_at"])
    _record(held, "sitting_code_issued", by, at)
    return IssuedCode(held, f"{code[:3]}-{code[3:]}")


@transaction.atomic
def open_start(*, sittings: Iterable[Sitting], by: User, at: datetime) -> list[Sitting]:
    """Let those who have been given a code begin; each one's time runs from their own start.

    Raises NotYourCentreError, OwnSittingError, NobodyReadyError, NotAccreditedError,
    NotAuthorisedError.
    """
    ready = [
        held
        for held in hold_as_leader(sittings, by=by, at=at)
        if held.state == SittingState.PLANNED and held.code_digest and held.opened_at is None
    ]
    if not ready:
        raise NobodyReadyError(_("Ingen ny person är incheckad och väntar på start."))
    delivered = {
        (held.centre_id, held.case.product_version.product_id, held.test_leader_id)
        for held in ready
    }
    for centre_id, product_id, leader_id in delivered:
        refuse_delivery(
            centre_id=centre_id,
            product_id=product_id,
            leader_id=leader_id,
            on=timezone.localdate(at),
        )
    for held in ready:
        held.opened_at = at
        held.save(update_fields=["opened_at"])
        _record(held, "sitting_opened", by, at)
    return ready


def enter_code(*, sitting: Sitting, code: str, by: User, at: datetime) -> Sitting:
    """Show with the code that it is the person in the room who is about to begin.

    Raises NotYoursError, WrongCodeError; after a few wrong tries only a new code helps.
    """
    # A wrong try must be counted, so its transaction is over before it is refused.
    with transaction.atomic():
        locked = lock(sitting, by=by)
        problem = _problem_with(locked, code)
        if locked.state == SittingState.PLANNED and locked.code_entered_at is None:
            _note_try(locked, is_right=not problem, by=by, at=at)
    if problem:
        raise WrongCodeError(problem)
    return locked


def _hold_planned(sitting: Sitting, by: User, at: datetime) -> Sitting:
    (held,) = hold_as_leader([sitting], by=by, at=at)
    if held.state != SittingState.PLANNED:
        raise NotRunningError(_("Provet har redan börjat eller är avslutat."))
    if held.takes_place_on != timezone.localdate(at):
        raise NotTodayError(_("Provet är planerat till en annan dag."))
    return held


def _problem_with(sitting: Sitting, code: str) -> str:
    if sitting.code_entered_at or sitting.state != SittingState.PLANNED:
        return ""
    if not sitting.code_digest:
        return _("Det finns ingen kod än. Visa din legitimation för provledaren.")
    if sitting.code_tries >= MOST_TRIES:
        return _("Koden har skrivits fel för många gånger. Be provledaren om en ny.")
    written = "".join(character for character in code.upper() if character.isalnum())
    if len(written) != CODE_LENGTH:
        return _("Koden har %(length)d tecken. Du har skrivit %(written)d.") % {
            "length": CODE_LENGTH,
            "written": len(written),
        }
    is_right = constant_time_compare(_digest(sitting, written), sitting.code_digest)
    words = _("Koden stämmer inte. Jämför med den du fick, eller be provledaren om en ny.")
    return "" if is_right else words


def _note_try(sitting: Sitting, *, is_right: bool, by: User, at: datetime) -> None:
    if is_right:
        sitting.code_entered_at = at
    elif sitting.code_digest and sitting.code_tries < MOST_TRIES:
        sitting.code_tries += 1
    sitting.save(update_fields=["code_entered_at", "code_tries"])
    _record(sitting, "sitting_code_entered" if is_right else "sitting_code_refused", by, at)


def _digest(sitting: Sitting, code: str) -> str:
    key = "kunnande.stages.testing.code"
    return salted_hmac(key, f"{sitting.pk}:{code}", algorithm="sha256").hexdigest()


def _record(sitting: Sitting, act: str, by: User, at: datetime, **facts: str) -> None:
    name = sitting.trail_name
    record(chain=name, act=act, subject=name, by=by, at=at, facts=facts)
