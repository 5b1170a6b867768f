"""What a node has asked to be planned, and what is proposed to the centres."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from kunnande.engines.planning import gap
from kunnande.stages.booking.models import (
    UNFINISHED,
    ProposedSession,
    Schedule,
    ScheduleState,
    SessionKind,
)
from kunnande.stages.booking.queries.sessions import centres_of
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Organisation, Role, name_of_municipality

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from kunnande.stages.parties.queries import Viewer

# The engine's obstacles in the words of whoever has to do something about them.
REASONS: Mapping[str, _StrPromise] = MappingProxyType(
    {
        "session": gettext_lazy("Tillfällena är fulla, eller så leder provledarna andra prov"),
        "stations": gettext_lazy("Alla platser eller maskiner är tagna"),
        "company": gettext_lazy("Företaget kan inte undvara fler från skiftet samma dag"),
        "second_visit": gettext_lazy("Personen har en annan tid samma dag"),
        "not_held": gettext_lazy("Ingen får leda provet de veckorna"),
        "out_of_reach": gettext_lazy("Inget testcenter inom avståndet kan hålla provet"),
        "blocked": gettext_lazy("Personen kan inte någon av dagarna"),
        "needs_talk": gettext_lazy("Behöver ett samtal om anpassning först"),
        "other": gettext_lazy("Annat"),
    }
)


@dataclass(frozen=True)
class ProposedRow:
    """A proposed time: where, when, what, and how many come; never who."""

    proposed: ProposedSession
    centre: str
    municipality: str
    product: str
    people: int


@dataclass(frozen=True)
class SchedulePage:
    """A schedule, what it is worth, and what stands in the way of the rest."""

    schedule: Schedule
    rows: list[ProposedRow]
    reasons: list[tuple[str, int]]

    @property
    def gap(self) -> float | None:
        """How far above the bound the plan is at most; None before there is a plan or a bound."""
        cost, bound = self.schedule.cost, self.schedule.bound
        return gap(cost, bound) if cost is not None and (bound or not cost) else None

    @property
    def gap_percent(self) -> float | None:
        return None if self.gap is None else 100 * self.gap

    @property
    def is_under_way(self) -> bool:
        return self.schedule.state in UNFINISHED

    @property
    def can_be_sent(self) -> bool:
        return self.schedule.state == ScheduleState.READY and bool(self.rows)

    @property
    def served(self) -> int:
        return self.schedule.tests - self.schedule.unserved


def schedules_visible_to(viewer: Viewer) -> QuerySet[Schedule]:
    """Return the schedules of the viewer's own nodes, the latest first."""
    own = viewer.organisations(Role.NODE_COORDINATOR)
    return Schedule.objects.filter(node_id__in=own).order_by("-asked_at", "-pk")


def get_schedule(schedule_id: int, viewer: Viewer) -> Schedule:
    """Return a schedule of an own node. Raises Schedule.DoesNotExist."""
    return schedules_visible_to(viewer).get(pk=schedule_id)


def nodes_of(viewer: Viewer) -> list[Organisation]:
    """Return the nodes that somebody coordinates, by name."""
    own = viewer.organisations(Role.NODE_COORDINATOR)
    return list(Organisation.objects.filter(pk__in=own).order_by("name", "pk"))


def get_schedule_page(schedule: Schedule) -> SchedulePage:
    """Return a schedule with what it proposes, by day and centre."""
    reasons = [(str(REASONS[reason]), count) for reason, count in schedule.reasons.items()]
    return SchedulePage(
        schedule=schedule,
        rows=_rows(ProposedSession.objects.filter(schedule=schedule)),
        reasons=sorted(reasons, key=lambda row: (-row[1], row[0])),
    )


def proposals_visible_to(viewer: Viewer) -> QuerySet[ProposedSession]:
    """Return what nodes have sent to the centres where somebody opens sessions."""
    own = centres_of(viewer, SessionKind.THEORY)
    return ProposedSession.objects.filter(centre_id__in=own, schedule__state=ScheduleState.SENT)


def list_proposals(viewer: Viewer, *, at: datetime) -> list[ProposedRow]:
    """Return the proposed times that can still be opened, the first first."""
    coming = Q(session__isnull=True, starts_at__gt=at)
    return _rows(proposals_visible_to(viewer).filter(coming))


def get_proposal(proposed_id: int, viewer: Viewer) -> ProposedSession:
    """Return a time proposed to an own centre. Raises ProposedSession.DoesNotExist."""
    return proposals_visible_to(viewer).get(pk=proposed_id)


def _rows(proposals: QuerySet[ProposedSession]) -> list[ProposedRow]:
    found = (
        proposals.annotate(people=Count("seats"))
        .select_related("centre", "product", "leader__person", "session")
        .order_by("starts_at", "centre__name", "pk")
    )
    return [
        ProposedRow(
            proposed=one,
            centre=one.centre.name,
            municipality=name_of_municipality(one.centre.municipality_code),
            product=localised(one.product, "name"),
            people=getattr(one, "people", 0),
        )
        for one in found
    ]
