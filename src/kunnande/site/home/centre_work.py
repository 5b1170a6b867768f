"""What waits for those who answer for a test centre, and for those who audit one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow
from kunnande.site.home.steps import Step
from kunnande.site.home.stop_work import list_stop_work
from kunnande.stages.booking.queries.schedules import list_proposals
from kunnande.stages.centres.queries import (
    AccreditationState,
    count_authorised,
    list_accreditations,
    list_audits_to_make,
    list_due,
)
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.centres.queries import AuditToMake, DueRow
    from kunnande.stages.parties.queries import Viewer


# The nearest; the page of proposals holds them all.
SHOWN = 10


def get_centre_section(viewer: Viewer, on: date) -> Section:
    """Return what a centre's manager should see to, and how the centre stands."""
    rows = tuple(_due(row) for row in list_due(viewer, on=on))
    centres = viewer.organisations(Role.CENTRE_MANAGER)
    own = [one for one in list_accreditations(viewer, on=on) if one.centre_id in centres]
    holding = [one for one in own if one.standing == AccreditationState.ACCREDITED]
    drafts = [one for one in own if one.is_open and one.submitted_at is None]
    page = reverse("centres:accreditations")
    if drafts:
        step = Step(
            _("En ansökan är påbörjad"),
            _("Svara på checklistan och lämna in, så bestäms en dag för besöket."),
            _("Fortsätt ansökan"),
            reverse("centres:accreditation", args=[drafts[0].pk]),
        )
    elif rows:
        heading = ngettext("%(n)d sak har en sista dag", "%(n)d saker har en sista dag", len(rows))
        text = _("Börja med den som kommer först.")
        step = Step(heading % {"n": len(rows)}, text, rows[0].name, rows[0].address)
    elif not own:
        text = _("Ansök om ackreditering för det ni vill pröva.")
        step = Step(_("Ni är inte ackrediterade ännu"), text, _("Till ansökan"), page)
    else:
        text = _("Ackrediteringar, behörigheter och avvikelser är i sin ordning.")
        step = Step(_("Inget väntar på dig"), text, _("Till testcentret"), page)
    return Section(
        kicker=_("Testcenteransvarig"),
        step=step,
        numbers=(
            Number(len(holding), _("gällande ackrediteringar")),
            Number(count_authorised(centres, on=on), _("gällande behörigheter")),
            Number(len(rows), _("sista dagar att se till")),
        ),
        lists=(*list_stop_work(viewer, on=on), *_proposed(viewer), _list_of_due(rows)),
    )


def get_auditor_section(viewer: Viewer, on: date) -> Section:
    """Return the visits an auditor has to make or finish."""
    audits = list_audits_to_make(viewer)
    rows = tuple(_audit(audit) for audit in audits)
    text = _("Två granskare utan band till testcentret gör besöket tillsammans.")
    step = Step(_("Ingen granskning väntar på dig"), text)
    if rows:
        heading = ngettext(
            "%(n)d granskning väntar på dig", "%(n)d granskningar väntar på dig", len(rows)
        )
        action = _("%(act)s: %(name)s") % {"act": rows[0].action, "name": rows[0].name}
        step = Step(heading % {"n": len(rows)}, text, action, rows[0].address)
    visits = WaitingList(
        heading=_("Granskningar"),
        nothing=_("Inga besök är planerade för dig."),
        what=_("Validering"),
        on=_("Sista dag"),
        rows=rows,
    )
    overdue = sum(audit.due_on < on for audit in audits)
    numbers = (Number(len(rows), _("granskningar")), Number(overdue, _("efter sista dagen")))
    return Section(kicker=_("Granskare"), step=step, numbers=numbers, lists=(visits,))


def _proposed(viewer: Viewer) -> tuple[WaitingList, ...]:
    found = list_proposals(viewer, at=timezone.now())
    if not found:
        return ()
    rows = tuple(
        WaitingRow(
            name=row.product,
            state=ngettext("%(n)d person", "%(n)d personer", row.people) % {"n": row.people},
            what=row.proposed.get_kind_display(),
            on=timezone.localdate(row.proposed.starts_at),
            action=_("Läs och öppna"),
            address=reverse("booking:proposals"),
        )
        for row in found[:SHOWN]
    )
    return (
        WaitingList(
            heading=_("Tider som noden föreslår"),
            nothing="",
            what=_("Prov"),
            on=_("Dag"),
            rows=rows,
        ),
    )


def _audit(audit: AuditToMake) -> WaitingRow:
    words = {
        "declare": (_("Ska intygas"), _("Intyga opartiskhet")),
        "protocol": (_("Protokoll återstår"), _("Skriv protokollet")),
        "findings": (_("Svar att läsa"), _("Läs svaren")),
    }
    state, action = words[audit.act]
    return WaitingRow(
        name=audit.accreditation.centre.name,
        state=state,
        what=localised(audit.accreditation.product, "name"),
        on=audit.due_on,
        action=action,
        address=reverse("centres:accreditation", args=[audit.accreditation.pk]),
    )


def _due(row: DueRow) -> WaitingRow:
    address = (
        reverse("centres:accreditation", args=[row.accreditation_id])
        if row.accreditation_id
        else reverse("centres:authorisations")
    )
    return WaitingRow(
        name=row.what,
        state=_("Passerad") if row.is_overdue else _("Snart"),
        what=f"{row.product}, {row.who}",
        on=row.due_on,
        action=_("Öppna"),
        address=address,
    )


def _list_of_due(rows: tuple[WaitingRow, ...]) -> WaitingList:
    return WaitingList(
        heading=_("Sista dagar"),
        nothing=_("Inget går ut snart."),
        what=_("Gäller"),
        on=_("Sista dag"),
        rows=rows[:20],
    )
