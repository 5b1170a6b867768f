"""What a coach does next: whoever let them in, the next meeting, measures that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow
from kunnande.site.home.steps import Step
from kunnande.stages.supply.queries.plans import list_coached_rows, list_due_measures

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Viewer
    from kunnande.stages.supply.queries.plans import CoachedRow, DueMeasure

SHOWN = 20


def get_coach_section(viewer: Viewer, on: date) -> Section:
    """Return the companies a coach supports and what their plans have a last day for."""
    companies = list_coached_rows(viewer)
    due = list_due_measures(viewer)
    return Section(
        kicker=_("Kompetenscoach"),
        step=_step(companies, on),
        numbers=(
            Number(len(companies), _("företag du stöder")),
            Number(len(due), _("åtgärder med en sista dag")),
            Number(sum(one.due_on < on for one in due), _("efter sista dagen")),
        ),
        lists=(
            WaitingList(
                heading=_("Företag du stöder"),
                nothing=_("Inget företag har släppt in dig än."),
                what=_("Nästa steg"),
                on=_("När"),
                rows=tuple(_company(row, on) for row in companies[:SHOWN]),
            ),
            WaitingList(
                heading=_("Åtgärder i planerna"),
                nothing=_("Ingen åtgärd i en antagen plan väntar på att bli klar."),
                what=_("Företag"),
                on=_("Sista dag"),
                rows=tuple(_measure(one, on) for one in due[:SHOWN]),
            ),
        ),
    )


def _step(companies: list[CoachedRow], on: date) -> Step:
    if not companies:
        text = _("Be dem gå till Plan för kompetens, Coach och logg, och skriva din e-post.")
        return Step(_("Inget företag har släppt in dig än"), text)
    first = companies[0]
    address = reverse("supply:log", args=[first.company.pk])
    name = {"name": first.company.name}
    if first.next_on is None:
        return Step(
            _("Bestäm nästa möte med %(name)s") % name,
            _("Skriv i loggen vad ni kom fram till och när ni ses igen."),
            _("Till loggen"),
            address,
        )
    when = {**name, "day": date_format(first.next_on, "j F")}
    if first.next_on < on:
        heading = _("%(name)s: mötet den %(day)s är inte skrivet i loggen") % when
        return Step(heading, first.next_step, _("Skriv i loggen"), address)
    heading = _("Nästa möte: %(name)s den %(day)s") % when
    return Step(heading, first.next_step, _("Till loggen"), address)


def _company(row: CoachedRow, on: date) -> WaitingRow:
    if row.next_on is None:
        state = _("Inget möte bestämt")
    else:
        state = _("Passerad") if row.next_on < on else _("Kommer")
    return WaitingRow(
        name=row.company.name,
        state=state,
        what=row.next_step or "–",
        on=row.next_on,
        action=_("Planen"),
        address=reverse("supply:plan", args=[row.company.pk]),
    )


def _measure(one: DueMeasure, on: date) -> WaitingRow:
    return WaitingRow(
        name=one.name,
        state=_("Passerad") if one.due_on < on else one.kind_words,
        what=one.company,
        on=one.due_on,
        action=_("Öppna"),
        address=reverse("supply:plan", args=[one.company_id]),
    )
