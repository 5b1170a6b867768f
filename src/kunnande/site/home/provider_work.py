"""What waits for a training provider: groups to fill, attendance to enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow
from kunnande.site.home.steps import Step
from kunnande.stages.development.queries import GroupState, list_groups
from kunnande.stages.development.queries.pooling import count_to_offer

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.development.queries import GroupRow
    from kunnande.stages.parties.queries import Viewer

_SHOWN = 50


def get_provider_section(viewer: Viewer, on: date) -> Section:
    """Return the groups that are not finished, those that have begun first."""
    going_on = [
        group
        for group in list_groups(viewer)
        if group.state in {GroupState.OPEN, GroupState.RUNNING}
    ]
    going_on.sort(key=lambda group: (group.starts_at is None, group.starts_at))
    begun = [group for group in going_on if _has_begun(group, on)]
    groups = WaitingList(
        heading=_("Grupper"),
        nothing=_("Ingen grupp är öppen."),
        what=_("Ort"),
        on=_("Börjar"),
        rows=tuple(_row(group, on) for group in going_on[:_SHOWN]),
    )
    return Section(
        kicker=_("Utbildningsanordnare"),
        step=_step_to_answer(count_to_offer(viewer)) or _step(begun),
        numbers=(
            Number(len(going_on), _("öppna grupper")),
            Number(sum(group.taken for group in going_on), _("anmälda")),
            Number(sum(group.left for group in going_on), _("lediga platser")),
        ),
        lists=(groups,),
    )


def _step_to_answer(waiting: int) -> Step | None:
    if not waiting:
        return None
    heading = ngettext(
        "%(count)d föreslagen grupp väntar på svar",
        "%(count)d föreslagna grupper väntar på svar",
        waiting,
    )
    return Step(
        heading % {"count": waiting},
        _("Flera företag behöver er kurs. Erbjud gruppen, eller säg att ni inte kan."),
        _("Till förslagen"),
        reverse("development:proposed"),
    )


def _step(begun: list[GroupRow]) -> Step:
    if begun:
        return Step(
            _("Skriv in närvaron i %(title)s") % {"title": begun[0].title},
            _("Närvaron skrivs in en gång. Den räcker för intyg, timmar och uppföljning."),
            _("Öppna gruppen"),
            reverse("development:group", args=[begun[0].group_id]),
        )
    return Step(
        _("Inget väntar på dig"),
        _("Öppna en grupp när ni vet dag och plats. Då syns den för företag och anställda."),
        _("Våra kurser"),
        reverse("development:offered"),
    )


def _has_begun(group: GroupRow, on: date) -> bool:
    return group.starts_at is not None and timezone.localdate(group.starts_at) <= on


def _row(group: GroupRow, on: date) -> WaitingRow:
    return WaitingRow(
        name=group.title,
        state=_("%(taken)d av %(seats)d platser") % {"taken": group.taken, "seats": group.seats},
        what=group.municipality,
        on=timezone.localdate(group.starts_at) if group.starts_at else on,
        action=_("Öppna"),
        address=reverse("development:group", args=[group.group_id]),
    )
