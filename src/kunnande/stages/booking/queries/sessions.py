"""Sessions with how many of their seats are taken, for those who work with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kunnande.stages.booking.models import (
    Booking,
    BookingState,
    Seat,
    Session,
    SessionKind,
    SessionState,
)
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role, name_of_municipality

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model, QuerySet

    from kunnande.stages.parties.queries import User, Viewer

# Who works at a centre's sessions of each kind; the names there are theirs to see.
CENTRE_ROLES = {
    SessionKind.THEORY: (Role.CENTRE_MANAGER, Role.TEST_LEADER),
    SessionKind.PRACTICAL: (Role.CENTRE_MANAGER, Role.TEST_LEADER, Role.ASSESSOR),
}


@dataclass(frozen=True)
class SessionRow:
    """A session in a list: what, when, where, and how many seats are taken."""

    session: Session
    product_name: str
    place: str
    municipality: str
    seats: int
    taken: int

    @property
    def free(self) -> int:
        return self.seats - self.taken


def taking(at: datetime) -> Q:
    """Return the condition that a booking holds its seat at a moment."""
    settled = (BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.ABSENT)
    return Q(state__in=settled) | Q(state=BookingState.HELD, held_until__gt=at)


def with_seats(sessions: QuerySet[Session], *, at: datetime) -> QuerySet[Session]:
    """Add `seat_count` and `taken_count`."""
    seats = Seat.objects.filter(session=OuterRef("pk"))
    taken = Booking.objects.filter(taking(at), seat__session=OuterRef("pk"))
    return sessions.annotate(
        seat_count=_count(seats, "session"), taken_count=_count(taken, "seat__session")
    )


def with_free_seats(sessions: QuerySet[Session], *, at: datetime) -> QuerySet[Session]:
    """Keep the sessions with a seat that is free at a moment."""
    return with_seats(sessions, at=at).filter(Q(seat_count__gt=F("taken_count")))


def centres_of(viewer: Viewer, kind: str) -> frozenset[int]:
    """Return the centres where somebody works with sessions of a kind."""
    roles = CENTRE_ROLES[SessionKind(kind)]
    return frozenset().union(*(viewer.organisations(role) for role in roles))


def works_where(viewer: Viewer, session: str = "") -> Q:
    """Return the condition that somebody works at a session, reached by the path to it."""
    return Q(
        *(
            Q(**{f"{session}kind": kind, f"{session}centre_id__in": centres_of(viewer, kind)})
            for kind in SessionKind
        ),
        _connector=Q.OR,
    )


def sessions_visible_to(viewer: Viewer) -> QuerySet[Session]:
    """Return the sessions of the viewer's centres; a node coordinator sees them all."""
    sessions = Session.objects.select_related(
        "centre", "room", "at_company", "product", "test_leader__person"
    )
    if viewer.organisations(Role.NODE_COORDINATOR):
        return sessions
    return sessions.filter(works_where(viewer))


def get_session(session_id: int, viewer: Viewer) -> Session:
    """Return one session the viewer may see. Raises Session.DoesNotExist."""
    return sessions_visible_to(viewer).get(pk=session_id)


def get_session_of_centre(session_id: int, viewer: Viewer) -> Session:
    """Return one session where the viewer works. Raises Session.DoesNotExist."""
    return sessions_visible_to(viewer).get(works_where(viewer), pk=session_id)


def get_open_session(session_id: int) -> Session:
    """Return one session that is open for booking. Raises Session.DoesNotExist."""
    return Session.objects.select_related("centre", "room", "at_company", "product").get(
        pk=session_id, state=SessionState.OPEN
    )


def list_sessions_visible_to(
    viewer: Viewer, *, since: datetime, at: datetime, only_open: bool = False
) -> list[SessionRow]:
    """Return the sessions that end after a moment, the next first."""
    sessions = with_seats(sessions_visible_to(viewer), at=at).filter(ends_at__gte=since)
    if only_open:
        sessions = sessions.filter(state=SessionState.OPEN)
    return [row_of(session) for session in sessions.order_by("starts_at", "pk")]


def get_session_row(session: Session, *, at: datetime) -> SessionRow:
    sessions = Session.objects.select_related("centre", "room", "at_company", "product")
    return row_of(with_seats(sessions, at=at).get(pk=session.pk))


def row_of(session: Session) -> SessionRow:
    """Return the row of a session that `with_seats` has counted."""
    return SessionRow(
        session=session,
        product_name=localised(session.product, "name"),
        place=place_of(session),
        municipality=name_of_municipality(session.municipality_code),
        seats=getattr(session, "seat_count", 0),
        taken=getattr(session, "taken_count", 0),
    )


def list_assessors_at(session: Session) -> list[User]:
    """Return who assesses at a practical session, whoever leads it first."""
    at_work = session.staff.filter(as_kind=Role.ASSESSOR).select_related("user__person")
    people = [row.user for row in at_work.order_by("pk")]
    return sorted(people, key=lambda user: user.pk != session.test_leader_id)


def list_practical_sessions(viewer: Viewer, *, on: date) -> list[SessionRow]:
    """Return the practical sessions of a test leader's centres from a day on, with who is booked.

    The next comes first.
    """
    own = viewer.organisations(Role.TEST_LEADER)
    settled = (BookingState.CONFIRMED, BookingState.ATTENDED)
    booked = Booking.objects.filter(seat__session=OuterRef("pk"), state__in=settled)
    sessions = with_seats(
        sessions_visible_to(viewer), at=timezone.make_aware(datetime.combine(on, time.min))
    ).filter(
        Exists(booked),
        kind=SessionKind.PRACTICAL,
        centre_id__in=own,
        state__in=(SessionState.OPEN, SessionState.CLOSED, SessionState.HELD),
        starts_at__date__gte=on,
    )
    return [row_of(session) for session in sessions.order_by("starts_at", "pk")]


def place_of(session: Session) -> str:
    """Return where a session is, as one says it: the centre and its room, or the company."""
    if session.at_company:
        return session.at_company.name
    return f"{session.centre.name}, {session.room}" if session.room else session.centre.name


def _count(rows: QuerySet[Model], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
