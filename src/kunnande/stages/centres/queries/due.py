"""What soon expires or is due: accreditations, authorisations, findings and protocols."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kunnande.stages.centres.models import (
    OPEN_STATES,
    Accreditation,
    AccreditationState,
    AuditVisit,
    Finding,
    StaffKind,
)
from kunnande.stages.centres.queries.checklists import list_checklists_in_force
from kunnande.stages.centres.queries.staff import authorisations_visible_to
from kunnande.stages.centres.queries.standing import accreditations_visible_to
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Viewer


@dataclass(frozen=True)
class DueRow:
    """One thing with a last day: what it is, of whom, for what, and whether the day has passed."""

    kind: str
    what: str
    who: str
    product: str
    due_on: date
    is_overdue: bool
    accreditation_id: int | None = None


def list_due(viewer: Viewer, *, on: date) -> list[DueRow]:
    """Return what the viewer should see to, the first day first."""
    rows = [
        *_accreditations(viewer, on),
        *_authorisations(viewer, on),
        *_findings(viewer, on),
        *_protocols(viewer, on),
    ]
    return sorted(rows, key=lambda row: (row.due_on, row.who, row.what, row.accreditation_id or 0))


def _accreditations(viewer: Viewer, on: date) -> list[DueRow]:
    # Somebody who has another day ahead need not be reminded of this one.
    later = Accreditation.objects.filter(
        Q(accredited_to__gt=OuterRef("accredited_to")) | Q(state__in=OPEN_STATES),
        centre=OuterRef("centre"),
        product=OuterRef("product"),
    )
    ending = (
        accreditations_visible_to(viewer)
        .filter(~Exists(later), state=AccreditationState.ACCREDITED, withdrawn_on__isnull=True)
        .exclude(accredited_to__lt=on)
    )
    return [
        DueRow(
            kind="accreditation",
            what=_("Ackrediteringen går ut"),
            who=one.centre.name,
            product=localised(one.product, "name"),
            due_on=one.accredited_to,
            is_overdue=False,
            accreditation_id=one.pk,
        )
        for one in ending
        if one.accredited_to and _is_soon(one.accredited_to, on, one.checklist.warning_days)
    ]


def _authorisations(viewer: Viewer, on: date) -> list[DueRow]:
    warning = {c.product_id: c.warning_days for c in list_checklists_in_force(on=on)}
    last = on + timedelta(days=max(warning.values(), default=0))
    ending = authorisations_visible_to(viewer).filter(
        Q(centre_id__in=viewer.organisations(Role.CENTRE_MANAGER))
        | Q(product__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER)),
        ended_on__isnull=True,
        to_on__range=(on, last),
    )
    return [
        DueRow(
            kind="authorisation",
            what=_("Behörigheten som %(kind)s går ut")
            % {"kind": str(StaffKind(one.kind).label).lower()},
            who=f"{one.user}, {one.centre.name}",
            product=localised(one.product, "name"),
            due_on=one.to_on,
            is_overdue=False,
        )
        for one in ending
        if _is_soon(one.to_on, on, warning.get(one.product_id, 0))
    ]


def _findings(viewer: Viewer, on: date) -> list[DueRow]:
    remaining = Finding.objects.filter(
        visit__accreditation__in=accreditations_visible_to(viewer).filter(state__in=OPEN_STATES),
        resolved_at__isnull=True,
    ).select_related("requirement", "visit__accreditation__centre", "visit__accreditation__product")
    return [
        DueRow(
            kind="finding",
            what=_("Avvikelse %(code)s väntar på granskarna") % {"code": one.requirement.code}
            if one.answered_at
            else _("Avvikelse %(code)s ska åtgärdas") % {"code": one.requirement.code},
            who=one.visit.accreditation.centre.name,
            product=localised(one.visit.accreditation.product, "name"),
            due_on=one.due_on,
            is_overdue=one.due_on < on,
            accreditation_id=one.visit.accreditation_id,
        )
        for one in remaining
    ]


def _protocols(viewer: Viewer, on: date) -> list[DueRow]:
    waiting = AuditVisit.objects.filter(
        accreditation__in=accreditations_visible_to(viewer), protocol_at__isnull=True
    ).select_related("accreditation__centre", "accreditation__product")
    return [
        DueRow(
            kind="protocol",
            what=_("Protokollet ska vara skrivet"),
            who=one.accreditation.centre.name,
            product=localised(one.accreditation.product, "name"),
            due_on=one.protocol_due_on,
            is_overdue=one.protocol_due_on < on,
            accreditation_id=one.accreditation_id,
        )
        for one in waiting
    ]


def _is_soon(last: date, on: date, warning_days: int) -> bool:
    return last - timedelta(days=warning_days) <= on <= last
