from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.centres import queries
from kunnande.stages.centres.models import (
    Accreditation,
    AccreditationDecision,
    AccreditationState,
    AuditVisit,
    DecisionOutcome,
    Suspension,
)
from kunnande.stages.centres.services.refusals import RefusalError
from kunnande.stages.framework.queries import add_months
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User


class NotReadyForDecisionError(RefusalError, ValueError):
    """There is no protocol yet, or the accreditation has been decided."""


class AuditorDecidesError(RefusalError, PermissionError):
    """Whoever decides has neither audited the centre nor has ties to it."""


class FindingsOpenError(RefusalError, ValueError):
    """A centre is accredited when every finding is mended."""


class NotHeldError(RefusalError, ValueError):
    """The accreditation does not hold on the day."""


class AlreadySuspendedError(RefusalError, ValueError):
    """The accreditation already rests during those days."""


class NotSuspendedError(RefusalError, ValueError):
    """Nothing rests that could be lifted."""


class BackdatedError(RefusalError, ValueError):
    """What stops a centre begins today or later: what was done in good faith stands."""


@transaction.atomic
def decide_accreditation(
    *, accreditation: Accreditation, outcome: str, grounds: str, by: User, at: datetime
) -> AccreditationDecision:
    """Accredit a centre for the months the checklist gives, or decline, with grounds.

    Raises NotReadyForDecisionError, AuditorDecidesError, FindingsOpenError.
    """
    locked = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    on = timezone.localdate(at)
    visit = AuditVisit.objects.filter(accreditation=locked, protocol_at__isnull=False).first()
    if visit is None or not locked.is_open:
        raise NotReadyForDecisionError(_("Beslutet fattas en gång, när protokollet är skrivet."))
    if queries.has_audited(by, locked) or queries.has_conflict(by, locked, on=on):
        raise AuditorDecidesError(
            _("Beslutet fattas av någon som varken har granskat testcentret eller hör till det.")
        )
    if outcome == DecisionOutcome.ACCREDITED:
        if visit.findings.filter(resolved_at__isnull=True).exists():
            raise FindingsOpenError(_("Alla avvikelser behöver vara åtgärdade först."))
        locked.accredited_from, locked.accredited_to = _days_of(locked, on)
    locked.state = (
        AccreditationState.ACCREDITED
        if outcome == DecisionOutcome.ACCREDITED
        else AccreditationState.DECLINED
    )
    locked.save(update_fields=["state", "accredited_from", "accredited_to"])
    decision = AccreditationDecision.objects.create(
        accreditation=locked, outcome=outcome, grounds=grounds.strip(), decided_by=by, decided_at=at
    )
    begins = {"from": locked.accredited_from.isoformat()} if locked.accredited_from else {}
    _record(locked, "accreditation_decided", by, at, outcome=str(outcome), **begins)
    return decision


@transaction.atomic
def suspend_accreditation(
    *, accreditation: Accreditation, from_on: date, reason: str, by: User, at: datetime
) -> Suspension:
    """Let an accreditation rest from a day on, until it is lifted.

    Raises BackdatedError, NotHeldError, AlreadySuspendedError.
    """
    locked = _lock_held(accreditation, from_on, at)
    try:
        with transaction.atomic():
            suspension = Suspension.objects.create(
                accreditation=locked, from_on=from_on, reason=reason, by=by
            )
    except IntegrityError as error:
        raise AlreadySuspendedError(_("Ackrediteringen är redan vilande då.")) from error
    facts = {"from": from_on.isoformat(), "reason": str(reason)}
    _record(locked, "accreditation_suspended", by, at, **facts)
    return suspension


@transaction.atomic
def lift_suspension(
    *, accreditation: Accreditation, to_on: date, by: User, at: datetime
) -> Suspension:
    """Set the last day an accreditation rests. Raises NotSuspendedError."""
    locked = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    suspension = locked.suspensions.filter(to_on__isnull=True).first()
    if suspension is None or to_on < suspension.from_on:
        raise NotSuspendedError(_("Ackrediteringen är inte vilande den dagen."))
    suspension.to_on = to_on
    suspension.save(update_fields=["to_on"])
    _record(locked, "suspension_lifted", by, at, last=to_on.isoformat())
    return suspension


@transaction.atomic
def withdraw_accreditation(
    *, accreditation: Accreditation, on: date, reason: str, by: User, at: datetime
) -> None:
    """End an accreditation and what has been decided to follow it; `on` is the first day without.

    Raises BackdatedError, NotHeldError.
    """
    locked = _lock_held(accreditation, on, at)
    Accreditation.objects.filter(
        centre=locked.centre_id,
        product=locked.product_id,
        state=AccreditationState.ACCREDITED,
        withdrawn_on__isnull=True,
        accredited_to__gte=on,
    ).update(withdrawn_on=on, withdrawn_reason=reason)
    facts = {"from": on.isoformat(), "reason": str(reason)}
    _record(locked, "accreditation_withdrawn", by, at, **facts)


def _days_of(accreditation: Accreditation, on: date) -> tuple[date, date]:
    """Return the first and the last day; a renewal begins when what it renews ends."""
    held, checklist = accreditation.renews, accreditation.checklist
    goes_on = held is not None and held.withdrawn_on is None and held.accredited_to is not None
    start = on
    if held and held.accredited_to and goes_on:
        start = max(on, held.accredited_to + timedelta(days=1))
    months = checklist.renewed_months if goes_on else checklist.first_months
    return start, add_months(start, months) - timedelta(days=1)


def _lock_held(accreditation: Accreditation, on: date, at: datetime) -> Accreditation:
    locked = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    if on < timezone.localdate(at):
        raise BackdatedError(_("Välj i dag eller en senare dag. Det som redan är gjort står kvar."))
    first, last = locked.accredited_from, locked.accredited_to
    if first is None or last is None or locked.withdrawn_on or not first <= on <= last:
        raise NotHeldError(_("Testcentret är inte ackrediterat den dagen."))
    return locked


def _record(accreditation: Accreditation, act: str, by: User, at: datetime, **facts: str) -> None:
    record(
        chain=f"organisation:{accreditation.centre_id}",
        act=act,
        subject=accreditation.trail_name,
        by=by,
        at=at,
        facts={"product": accreditation.product_id, **facts},
    )
