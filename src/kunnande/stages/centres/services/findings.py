from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.centres.models import Finding
from kunnande.stages.centres.services.audits import NotYourAuditError
from kunnande.stages.centres.services.refusals import RefusalError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User


class AlreadyResolvedError(RefusalError, ValueError):
    """The finding has been judged mended."""


class NotAnsweredError(RefusalError, ValueError):
    """The centre has not said what it has done."""


class EarlierDeadlineError(RefusalError, ValueError):
    """A deadline is only ever moved forward."""


@transaction.atomic
def answer_finding(*, finding: Finding, corrective_action: str, by: User, at: datetime) -> Finding:
    """Say what the centre has done about a finding. Raises AlreadyResolvedError."""
    locked = _lock(finding)
    if not corrective_action.strip():
        raise NotAnsweredError(_("Skriv vad ni har gjort."))
    locked.corrective_action, locked.answered_at = corrective_action.strip(), at
    locked.save(update_fields=["corrective_action", "answered_at"])
    _record(locked, "finding_answered", by, at)
    return locked


@transaction.atomic
def resolve_finding(*, finding: Finding, by: User, at: datetime) -> Finding:
    """Judge a finding mended. Raises NotYourAuditError, NotAnsweredError, AlreadyResolvedError."""
    locked = _lock(finding)
    if not locked.visit.assignments.filter(auditor=by).exists():
        raise NotYourAuditError(_("Bara besökets två granskare gör det här."))
    if locked.answered_at is None:
        raise NotAnsweredError(_("Testcentret har inte svarat på avvikelsen än."))
    locked.resolved_at, locked.resolved_by = at, by
    locked.save(update_fields=["resolved_at", "resolved_by"])
    _record(locked, "finding_resolved", by, at)
    return locked


@transaction.atomic
def postpone_finding(*, finding: Finding, due_on: date, by: User, at: datetime) -> Finding:
    """Give a centre more time. Raises AlreadyResolvedError, EarlierDeadlineError."""
    locked = _lock(finding)
    if due_on <= locked.due_on:
        raise EarlierDeadlineError(_("Den nya dagen ligger efter den förra."))
    locked.due_on = due_on
    locked.save(update_fields=["due_on"])
    _record(locked, "finding_postponed", by, at, due=due_on.isoformat())
    return locked


def _lock(finding: Finding) -> Finding:
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if locked.resolved_at:
        raise AlreadyResolvedError(_("Avvikelsen är redan åtgärdad."))
    return locked


def _record(finding: Finding, act: str, by: User, at: datetime, **facts: str) -> None:
    record(
        chain=f"organisation:{finding.visit.accreditation.centre_id}",
        act=act,
        subject=finding.trail_name,
        by=by,
        at=at,
        facts=facts,
    )
