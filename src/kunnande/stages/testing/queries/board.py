"""Everybody who is tested at a centre on a day, as the test leader needs to see them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Count, F, Func, Value
from django.utils.translation import gettext_lazy as _

from kunnande.stages.booking.queries import SessionKind, SessionState, sessions_visible_to
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role
from kunnande.stages.testing.models import (
    OPEN_STATES,
    Answer,
    Incident,
    Sitting,
    SittingItem,
    SittingState,
)
from kunnande.stages.testing.queries.clock import seconds_left
from kunnande.stages.testing.queries.sittings import sittings_visible_to

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from django.utils.functional import _StrPromise

    from kunnande.stages.booking.queries import Session
    from kunnande.stages.parties.queries import Viewer

# Three heartbeats of a page; one of them may be lost without anybody being called away.
LOST_AFTER = timedelta(seconds=50)
MOST_INCIDENTS = 100

# In the order in which they need the test leader.
STATUSES: Mapping[str, _StrPromise] = {
    "lost": _("Ingen kontakt"),
    "not_checked_in": _("Inte incheckad"),
    "checked_in": _("Har fått kod"),
    "connected": _("Ansluten"),
    "answering": _("Svarar"),
    "paused": _("Pausad"),
    "finished": _("Klar"),
}


@dataclass(frozen=True)
class Seat:
    """One sitting on the board; says how far somebody has come, never what they answered."""

    sitting: Sitting
    product_name: str
    status: str
    answered: int
    questions: int
    minutes_left: int
    unseen_minutes: int

    @property
    def number(self) -> int | None:
        """The seat that is booked; a sitting planned without a session has none."""
        return self.sitting.booking.seat.number if self.sitting.booking else None

    @property
    def status_name(self) -> _StrPromise:
        return STATUSES[self.status]

    @property
    def is_running(self) -> bool:
        return self.sitting.state == SittingState.RUNNING

    @property
    def may_be_opened(self) -> bool:
        return self.status in {"checked_in", "connected"} and self.sitting.opened_at is None

    @property
    def may_be_paused(self) -> bool:
        return self.status in {"answering", "lost"}


@dataclass(frozen=True)
class Board:
    """A centre's day: a seat for each sitting, and what has been noted in the log."""

    on: date
    seats: tuple[Seat, ...]
    incidents: tuple[Incident, ...]
    sessions: tuple[Session, ...]

    @property
    def counts(self) -> list[tuple[str, _StrPromise, int]]:
        """How many there are of each status, those that need the test leader first."""
        found = Counter(seat.status for seat in self.seats)
        return [(status, name, found[status]) for status, name in STATUSES.items()]

    def showing(self, status: str) -> tuple[Seat, ...]:
        """Return the seats of one status, or all where no such status is asked for."""
        if status not in STATUSES:
            return self.seats
        return tuple(seat for seat in self.seats if seat.status == status)


def get_board(
    viewer: Viewer, centre_id: int, *, at: datetime, on: date, session_id: int | None = None
) -> Board:
    """Return the board of a centre where the viewer is test leader; empty for everybody else."""
    centre_ids = viewer.organisations(Role.TEST_LEADER) & {centre_id}
    planned = sittings_visible_to(viewer).filter(centre_id__in=centre_ids, takes_place_on=on)
    if session_id is not None:
        planned = planned.filter(booking__seat__session_id=session_id)
    sittings = list(
        planned.order_by(
            "booking__starts_at", "booking__seat__number", "case__person__sort_key", "id"
        )
    )
    ids = [sitting.pk for sitting in sittings]
    answered, placed = count_answered(ids), _count_placed(ids)
    seats = (
        Seat(
            sitting=sitting,
            product_name=localised(sitting.case.product_version.product, "name"),
            status=status_of(sitting, at),
            answered=answered.get(sitting.pk, 0),
            questions=placed.get(sitting.pk, 0),
            minutes_left=-(-seconds_left(sitting, at) // 60),
            unseen_minutes=_minutes_since(sitting.last_seen_at, at),
        )
        for sitting in sittings
    )
    incidents = list_incidents(viewer, centre_id, on=on)[:MOST_INCIDENTS]
    sessions = (
        sessions_visible_to(viewer)
        .filter(centre_id__in=centre_ids, kind=SessionKind.THEORY, starts_at__date=on)
        .exclude(state=SessionState.CANCELLED)
        .order_by("starts_at", "pk")
    )
    return Board(on=on, seats=tuple(seats), incidents=tuple(incidents), sessions=tuple(sessions))


def list_incidents(viewer: Viewer, centre_id: int, *, on: date) -> list[Incident]:
    """Return what has been noted at a centre where the viewer is test leader, latest first."""
    centre_ids = viewer.organisations(Role.TEST_LEADER) & {centre_id}
    return list(
        Incident.objects.filter(centre_id__in=centre_ids, happened_on=on).select_related(
            "sitting__case__person", "noted_by__person"
        )
    )


def status_of(sitting: Sitting, at: datetime) -> str:
    """Return which of STATUSES a sitting has; who is heard of is told from the latest request."""
    if sitting.state not in OPEN_STATES:
        return "finished"
    is_heard_of = sitting.last_seen_at is not None and at - sitting.last_seen_at <= LOST_AFTER
    if sitting.state == SittingState.RUNNING:
        if sitting.paused_at:
            return "paused"
        return "answering" if is_heard_of else "lost"
    if sitting.identity_checked_at is None:
        return "not_checked_in"
    return "connected" if is_heard_of else "checked_in"


def count_answered(sitting_ids: Collection[int]) -> dict[int, int]:
    """Return how many questions have an answer, by sitting; a cleared answer is none."""
    # As translate.is_answered says it: some value, or some place of a list, is not empty.
    something = Func(
        F("responses"),
        Value('$.*[*] ? (@ != null && @ != "")'),
        template="jsonb_path_exists(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )
    answers = Answer.objects.filter(sitting_item__sitting_id__in=sitting_ids)
    counted = answers.alias(something=something).filter(something=True)
    by_sitting = counted.values("sitting_item__sitting_id").annotate(count=Count("pk"))
    return dict(by_sitting.values_list("sitting_item__sitting_id", "count"))


def _count_placed(sitting_ids: Collection[int]) -> dict[int, int]:
    items = SittingItem.objects.filter(sitting_id__in=sitting_ids).order_by()
    by_sitting = items.values("sitting_id").annotate(count=Count("pk"))
    return dict(by_sitting.values_list("sitting_id", "count"))


def _minutes_since(moment: datetime | None, at: datetime) -> int:
    return int((at - moment).total_seconds() // 60) if moment else 0
