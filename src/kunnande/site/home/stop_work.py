"""The stops whose letters wait, for those who answer for them or help people to another time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from kunnande.site.home.sections import WaitingList, WaitingRow
from kunnande.stages.booking.queries import list_stops

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.booking.queries import Stop
    from kunnande.stages.parties.queries import Viewer

SHOWN = 10


def list_stop_work(viewer: Viewer, *, on: date) -> tuple[WaitingList, ...]:
    """Return the stops that are not over as one list, or nothing when there are none."""
    stops = list(list_stops(viewer, lasting_on=on)[:SHOWN])
    if not stops:
        return ()
    return (
        WaitingList(
            heading=_("Stoppade tider"),
            nothing="",
            what=_("Varför"),
            on=_("Från"),
            rows=tuple(_row(stop) for stop in stops),
        ),
    )


def _row(stop: Stop) -> WaitingRow:
    people = getattr(stop, "people", 0)
    words = ngettext("%(n)d person berörd", "%(n)d personer berörda", people)
    return WaitingRow(
        name=stop.centre.name,
        state=words % {"n": people},
        what=str(stop.get_cause_display()),
        on=stop.from_on,
        action=_("Öppna"),
        address=reverse("booking:stop", args=[stop.pk]),
    )
