from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.centres import queries
from kunnande.stages.centres.models import (
    Accreditation,
    AccreditationState,
    AuditorAssignment,
    AuditVisit,
    Finding,
)
from kunnande.stages.centres.services.applications import UnknownRequirementError
from kunnande.stages.centres.services.refusals import RefusalError
from kunnande.stages.framework.queries import add_months
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User

AUDITORS = 2


class NotReadyForAuditError(RefusalError, ValueError):
    """The application has not been handed in, or its audit is already over."""


class TwoAuditorsError(RefusalError, ValueError):
    """An audit is made by two different people."""


class ConflictOfInterestError(RefusalError, ValueError):
    """Somebody who audits has, or lately had, ties to the centre."""


class NotYourAuditError(RefusalError, PermissionError):
    """Only the visit's own auditors do this."""


class ProtocolNotDueError(RefusalError, ValueError):
    """The protocol is written after the visit, once, when both have declared themselves."""


@dataclass(frozen=True)
class Found:
    """Something a visit found remaining."""

    requirement_id: int
    severity: str
    text: str


@transaction.atomic
def plan_audit(
    *, accreditation: Accreditation, on: date, auditors: Sequence[User], by: User, at: datetime
) -> AuditVisit:
    """Set the day and the two auditors of a visit, or change them until the protocol is written.

    Raises NotReadyForAuditError, TwoAuditorsError, ConflictOfInterestError.
    """
    locked = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    visit = AuditVisit.objects.filter(accreditation=locked).first()
    if not locked.submitted_at or not locked.is_open or (visit and visit.protocol_at):
        raise NotReadyForAuditError(
            _("Ett besök planeras när ansökan är inlämnad, och ändras tills protokollet finns.")
        )
    if len({auditor.pk for auditor in auditors}) != AUDITORS:
        raise TwoAuditorsError(_("Ett besök görs av två olika granskare."))
    for auditor in auditors:
        _refuse_tied(auditor, locked, timezone.localdate(at))
    due = add_months(on, locked.checklist.protocol_months)
    visit, _made = AuditVisit.objects.update_or_create(
        accreditation=locked, defaults={"on": on, "protocol_due_on": due}
    )
    _seat(visit, auditors)
    _move(locked, AccreditationState.IN_AUDIT)
    _record(visit, "audit_planned", by, at)
    return visit


@transaction.atomic
def declare_no_conflict(*, visit: AuditVisit, by: User, at: datetime) -> None:
    """Declare that nothing ties oneself to the centre.

    Raises NotYourAuditError, ConflictOfInterestError.
    """
    mine = _get_place(visit, by)
    _refuse_tied(by, visit.accreditation, timezone.localdate(at))
    if mine.declared_at is None:
        mine.declared_at = at
        mine.save(update_fields=["declared_at"])
        _record(visit, "no_conflict_declared", by, at)


@transaction.atomic
def write_protocol(
    *, visit: AuditVisit, protocol: str, findings: Sequence[Found], by: User, at: datetime
) -> AuditVisit:
    """Write what a visit found; each finding is to be mended in the months the checklist gives.

    Raises NotYourAuditError, ProtocolNotDueError, UnknownRequirementError.
    """
    _get_place(visit, by)
    locked = AuditVisit.objects.select_for_update().get(pk=visit.pk)
    on = timezone.localdate(at)
    undeclared = locked.assignments.filter(declared_at__isnull=True).exists()
    if locked.protocol_at or undeclared or on < locked.on or not protocol.strip():
        raise ProtocolNotDueError(
            _("Protokollet skrivs en gång, efter besöket, när båda har intygat opartiskhet.")
        )
    accreditation = locked.accreditation
    known = set(accreditation.checklist.requirements.values_list("pk", flat=True))
    if not {found.requirement_id for found in findings} <= known:
        raise UnknownRequirementError(_("Kravet hör inte till den här checklistan."))
    locked.protocol, locked.protocol_by, locked.protocol_at = protocol.strip(), by, at
    locked.save(update_fields=["protocol", "protocol_by", "protocol_at"])
    due = add_months(on, accreditation.checklist.correction_months)
    Finding.objects.bulk_create(
        Finding(
            visit=locked,
            requirement_id=found.requirement_id,
            severity=found.severity,
            text=found.text.strip(),
            due_on=due,
        )
        for found in findings
    )
    if findings:
        _move(accreditation, AccreditationState.CORRECTIONS)
    _record(locked, "protocol_written", by, at, findings=len(findings))
    return locked


def _seat(visit: AuditVisit, auditors: Sequence[User]) -> None:
    """Give the two places; whoever keeps theirs has not to declare anything again."""
    declared = dict(visit.assignments.values_list("auditor_id", "declared_at"))
    visit.assignments.all().delete()
    AuditorAssignment.objects.bulk_create(
        AuditorAssignment(
            visit=visit, place=place, auditor=auditor, declared_at=declared.get(auditor.pk)
        )
        for place, auditor in enumerate(auditors, start=1)
    )


def _refuse_tied(auditor: User, accreditation: Accreditation, on: date) -> None:
    if queries.has_conflict(auditor, accreditation, on=on):
        months = accreditation.checklist.independence_months
        raise ConflictOfInterestError(
            _("%(name)s hör till testcentret, eller har gjort det de senaste %(months)d månaderna.")
            % {"name": auditor, "months": months}
        )


def _get_place(visit: AuditVisit, by: User) -> AuditorAssignment:
    place = visit.assignments.filter(auditor=by).first()
    if place is None:
        raise NotYourAuditError(_("Bara besökets två granskare gör det här."))
    return place


def _move(accreditation: Accreditation, state: str) -> None:
    accreditation.state = state
    accreditation.save(update_fields=["state"])


def _record(visit: AuditVisit, act: str, by: User, at: datetime, **facts: int) -> None:
    record(
        chain=f"organisation:{visit.accreditation.centre_id}",
        act=act,
        subject=visit.trail_name,
        by=by,
        at=at,
        facts=facts,
    )
