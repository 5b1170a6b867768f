"""What waits for a node coordinator: courses that are needed, and sessions with seats left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow
from kunnande.site.home.steps import Step
from kunnande.site.home.stop_work import list_stop_work
from kunnande.stages.booking.queries import (
    count_waiting,
    find_session_that_fits,
    list_sessions_visible_to,
)
from kunnande.stages.booking.queries.demand import (
    PlaceDemand,
    WeekDemand,
    list_demand_of_places,
    list_demand_of_weeks,
)
from kunnande.stages.development.queries.numbers import list_demand
from kunnande.stages.development.queries.pooling import list_proposals_of_node
from kunnande.stages.development.web.demand_map import DemandMap, draw_dots
from kunnande.stages.programme.queries.node_board import list_coordinated

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.booking.queries import SessionRow
    from kunnande.stages.development.queries.numbers import DemandRow
    from kunnande.stages.development.queries.pooling import ProposalRow
    from kunnande.stages.parties.queries import Viewer

SHOWN = 50
# The nearest sessions; whoever fits none of them is found from the list of sessions.
LOOKED_THROUGH = 10


@dataclass(frozen=True)
class Demand:
    """Who waits against the seats there are: on a map, by municipality and by week."""

    map: DemandMap
    places: list[PlaceDemand]
    weeks: list[WeekDemand]


@dataclass(frozen=True)
class NodeSection(Section):
    demand: Demand | None = None


def get_node_section(viewer: Viewer, on: date) -> NodeSection:
    """Return the sessions a node can fill; never who waits, only how many."""
    begins = timezone.make_aware(datetime.combine(on, time.min))
    rows = list_sessions_visible_to(viewer, since=begins, at=begins, only_open=True)
    with_room = [row for row in rows if row.free]
    waiting = count_waiting()
    demand, proposals = list_demand(), list_proposals_of_node(viewer)
    sessions = WaitingList(
        heading=_("Tillfällen med lediga platser"),
        nothing=_("Inget öppet tillfälle har lediga platser."),
        what=_("Prov"),
        on=_("Dag"),
        rows=tuple(_row(row) for row in with_room[:SHOWN]),
    )
    return NodeSection(
        kicker=_("Nodsamordnare"),
        step=_step_of_demand(demand, proposals) or _step(with_room, waiting),
        numbers=(
            Number(len(rows), _("öppna tillfällen")),
            Number(sum(row.free for row in rows), _("lediga platser")),
            Number(waiting, _("väntar på en plats")),
            Number(len(demand), _("kurser som behövs på en ort")),
        ),
        lists=(
            *list_stop_work(viewer, on=on),
            _proposed(proposals),
            sessions,
            *_programmes(viewer, on),
        ),
        demand=_demand(rows, waiting, on),
    )


def _demand(rows: list[SessionRow], waiting: int, on: date) -> Demand:
    places = list_demand_of_places(rows, on=on)
    return Demand(
        map=draw_dots({one.code: one.waiting for one in places if one.waiting}),
        places=places,
        weeks=list_demand_of_weeks(rows, waiting=waiting, on=on),
    )


def _step_of_demand(demand: list[DemandRow], proposals: list[ProposalRow]) -> Step | None:
    """Return the step of gathering companies round the course most needed, unless one waits."""
    if not demand or any(one.is_waiting for one in proposals):
        return None
    most = demand[0]
    heading = _("Minst %(count)d behöver %(course)s i %(place)s")
    address = reverse("development:propose_group")
    return Step(
        heading % {"count": most.at_least, "course": most.course, "place": most.municipality},
        _("Föreslå en grupp för flera företag. Du ser hur många, aldrig vem eller var de jobbar."),
        _("Föreslå en grupp"),
        f"{address}?kurs={most.course_id}&ort={most.municipality_code}",
    )


def _proposed(proposals: list[ProposalRow]) -> WaitingList:
    return WaitingList(
        heading=_("Grupper du har föreslagit"),
        nothing=_("Ingen föreslagen grupp väntar på svar."),
        what=_("Ort"),
        on=_("Sista svarsdag"),
        rows=tuple(
            WaitingRow(
                name=one.title,
                state=one.state_in_words,
                what=one.municipality,
                on=one.answer_by_on,
                action=_("Läs"),
                address=reverse("development:demand"),
            )
            for one in proposals
            if one.is_waiting
        ),
    )


def _programmes(viewer: Viewer, on: date) -> list[WaitingList]:
    """Return the way to how the node's companies stand; nothing for a node outside programmes."""
    rows = tuple(
        WaitingRow(
            name=one.name,
            state=_("Pågår"),
            what=_("Nodens företag mot målen"),
            on=one.to_on,
            action=_("Öppna"),
            address=reverse("programme:node_steering", args=[one.pk]),
        )
        for one in list_coordinated(viewer, on=on)
    )
    heading, nothing = _("Program"), _("Noden är inte med i något program.")
    return [WaitingList(heading, nothing, _("Vad"), _("Till och med"), rows)] if rows else []


def _step(with_room: list[SessionRow], waiting: int) -> Step:
    nearest = {row.session.pk: row for row in with_room[:LOOKED_THROUGH]} if waiting else {}
    session = find_session_that_fits(row.session for row in nearest.values())
    if session:
        heading = ngettext(
            "%(count)d person väntar på en plats", "%(count)d personer väntar på en plats", waiting
        )
        return Step(
            heading % {"count": waiting},
            _("Erbjud platserna till dem som har väntat längst. Du ser hur många, inte vem."),
            _("Fyll tillfället: %(place)s") % {"place": nearest[session.pk].place},
            reverse("booking:session", args=[session.pk]),
        )
    unfit, none = _("Ingen ledig plats passar dem som väntar"), _("Ingen väntar på en plats")
    return Step(
        unfit if waiting else none,
        _("Här syns alla tillfällen som testcentren har öppnat, och hur fulla de är."),
        _("Till tillfällena"),
        reverse("booking:sessions"),
    )


def _row(row: SessionRow) -> WaitingRow:
    return WaitingRow(
        name=f"{row.place}, {row.municipality}",
        state=_("%(taken)d av %(seats)d tagna") % {"taken": row.taken, "seats": row.seats},
        what=row.product_name,
        on=timezone.localdate(row.session.starts_at),
        action=_("Öppna"),
        address=reverse("booking:session", args=[row.session.pk]),
    )
