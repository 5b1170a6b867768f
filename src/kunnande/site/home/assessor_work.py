"""What waits for an assessor."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow
from kunnande.site.home.steps import Step
from kunnande.stages.framework.queries import localised
from kunnande.stages.practice.queries import (
    AssessmentState,
    list_assessments_to_make,
)

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Viewer
    from kunnande.stages.practice.queries import Assessment

# The start page shows what comes first; the room's own list is paged.
_SHOWN = 25


def get_assessor_section(viewer: Viewer, on: date) -> Section:
    assessments = list_assessments_to_make(viewer)
    to_make = assessments.exclude(state=AssessmentState.LOCKED)
    rows = tuple(_row(assessment) for assessment in islice(to_make, _SHOWN))
    today = to_make.filter(starts_on=on).count()
    text = _("Du bedömer mot beskrivningarna, ett moment i taget. Allt sparas direkt.")
    step = Step(_("Inget praktiskt prov väntar på dig"), text)
    if rows:
        heading = ngettext(
            "%(count)d praktiskt prov att bedöma", "%(count)d praktiska prov att bedöma", len(rows)
        )
        action = _("Öppna protokollet: %(name)s") % {"name": rows[0].name}
        step = Step(heading % {"count": len(rows)}, text, action, rows[0].address)
    waiting = WaitingList(
        heading=_("Att bedöma"),
        nothing=_("Inget praktiskt prov är planerat för dig."),
        what=_("Protokoll"),
        on=_("Dag"),
        rows=rows,
    )
    return Section(
        kicker=_("Bedömare"),
        step=step,
        numbers=(Number(today, _("i dag")),),
        lists=(waiting,),
    )


def _row(assessment: Assessment) -> WaitingRow:
    return WaitingRow(
        name=assessment.case.person.name,
        state=str(AssessmentState(assessment.state).label),
        what=localised(assessment.protocol_version, "name"),
        on=assessment.starts_on,
        action=_("Öppna protokollet"),
        address=reverse("practice:protocol", args=[assessment.pk]),
    )
