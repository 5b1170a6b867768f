"""The simulated sessions at the centres: who books, changes their mind, stays away, comes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.site.simulation.parties import Acting
from kunnande.site.simulation.slots import LASTS, list_free
from kunnande.stages.booking import services
from kunnande.stages.booking.queries import SessionKind
from kunnande.stages.testing.queries import IdentityDocument
from kunnande.stages.testing.services import (
    check_identity,
    enter_code,
    issue_code,
    open_start,
    prepare_sittings,
)

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np

    from kunnande.site.simulation.centres import Centre
    from kunnande.site.simulation.slots import Slot
    from kunnande.site.simulation.walk import Acts, Story
    from kunnande.site.simulation.world import Company, World
    from kunnande.stages.booking.queries import Booking, Session
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.testing.queries import Sitting

# Weeks of coming sessions that nobody of the simulation has asked for: what is listed to book.
_WEEKS_AHEAD = 8
# One centre in so many has opened its coming weeks.
_OPENS_AHEAD = 3
_WAITS_WITHIN_KM = 40
_OPENED_BEFORE = timedelta(days=21)
_PREPARED_BEFORE = timedelta(days=8)
_ASKED_BEFORE = timedelta(hours=20)
_A_WEEK, _A_DAY = timedelta(days=7), timedelta(days=1)
# The shares of people who first had another time, and gave it back, or did not come to it.
_MOVES, _CANCELS, _STAYS_AWAY = 0.06, 0.11, 0.16
_RELEASED_PERCENT = 50
# Smaller companies let everybody go at once.
_RELEASES_PART = 5
_BOOK_ALONE = 0.12
_MOST_SEATS = 200


@dataclass
class CompanySessions:
    """The sessions that one company's people sit at, opened when somebody asks for one."""

    company: Company
    size: int
    slot: Slot
    world: World
    opened: dict[datetime, Session] = field(default_factory=dict)
    seeds: dict[int, int] = field(default_factory=dict)
    sittings: dict[int, Sitting] = field(default_factory=dict)
    has_share: bool = False

    @property
    def centre(self) -> Centre:
        return self.world.centres[self.slot.centre]

    def seat(
        self, story: Story, case: Case, sits_at: datetime, generator: np.random.Generator
    ) -> Acts[Sitting]:
        """Book a seat, some after a detour, and let the test leader prepare the sitting."""
        detour = float(generator.random())
        books_alone = float(generator.random()) < _BOOK_ALONE
        # Somebody who comes back has another sitting than the one they know.
        self.sittings.pop(case.pk, None)
        self.seeds[case.pk] = int(generator.integers(2**40))
        prepared_at = sits_at - _PREPARED_BEFORE
        if story.is_over and detour < _STAYS_AWAY:
            prepared_at = yield from self._book_after_detour(story, case, sits_at, detour)
        else:
            yield sits_at - 9 * _A_DAY
            self._book_at_once(story, case, sits_at, is_alone=books_alone)
        yield prepared_at
        if case.pk not in self.sittings:
            self._prepare(self._session_at(sits_at), prepared_at)
        return self.sittings[case.pk]

    def check_in(self, story: Story, sitting: Sitting, at: datetime) -> None:
        """Let the leader see who it is, which enters the attendance, and open the test."""
        leader = Acting(by=self.centre.test_leader, at=at)
        check_identity(sitting=sitting, document=IdentityDocument.ID_CARD, **leader)
        code = issue_code(sitting=sitting, **leader).code
        enter_code(sitting=sitting, code=code, by=story.user, at=at)
        open_start(sittings=[sitting], **leader)

    def look_ahead(self, story: Story, case: Case, now: datetime, *, books: bool) -> None:
        """Let somebody who is mapped book a coming time, or wait for one."""
        if books:
            session = self._session_at(self.slot.last_before(now + 15 * _A_DAY))
            _book(session, story, case, now - _ASKED_BEFORE)
        else:
            self.wait(story, case, SessionKind.THEORY, now)

    def wait(self, story: Story, case: Case, kind: SessionKind, now: datetime) -> None:
        """Let somebody wait for the next seat near their company."""
        wish = services.Wish(
            self.company.organisation.municipality_code, within_km=_WAITS_WITHIN_KM
        )
        services.join_waiting_list(
            case=case, kind=kind, wish=wish, by=story.user, at=now - _ASKED_BEFORE
        )

    def _session_at(self, starts_at: datetime) -> Session:
        if starts_at not in self.opened:
            # A company with many people has the test leader come to them.
            room = self.centre.room if self.size <= 2 * self.centre.room.seats else None
            company = None if room else self.company.organisation
            seats = room.seats if room else min(self.size, _MOST_SEATS)
            plan = _plan(self.world, self.centre, starts_at, seats)
            plan = replace(plan, room=room, at_company=company)
            self.opened[starts_at] = services.open_session(
                plan=plan, by=self.centre.manager, at=starts_at - _OPENED_BEFORE
            )
        return self.opened[starts_at]

    def _prepare(self, session: Session, at: datetime) -> None:
        leader = self.centre.test_leader
        prepared = prepare_sittings(session=session, seeds=self.seeds, by=leader, at=at)
        self.sittings |= {sitting.case_id: sitting for sitting in prepared.sittings}

    def _book_at_once(self, story: Story, case: Case, sits_at: datetime, *, is_alone: bool) -> None:
        """Let the employer book in working time; some book by themselves, in their own."""
        session, at = self._session_at(sits_at), sits_at - 9 * _A_DAY
        if is_alone:
            _book(session, story, case, at)
            return
        company, acting = self.company.organisation, Acting(by=self.company.employer, at=at)
        if not self.has_share:
            percent = _RELEASED_PERCENT if self.size >= _RELEASES_PART else 100
            services.set_release_share(
                company=company, percent=percent, from_on=localdate(at), **acting
            )
            self.has_share = True
        try:
            services.book_for_employees(session=session, cases=[case], company=company, **acting)
        except (services.ShareExceededError, services.CanNotBeBookedError):
            _book(session, story, case, at)

    def _book_after_detour(
        self, story: Story, case: Case, sits_at: datetime, detour: float
    ) -> Acts[datetime]:
        """Book the week before, then this one instead; return when the sitting is prepared.

        The first seat is asked for when the sittings of its session have been prepared.
        """
        yield sits_at - 11 * _A_DAY
        session, earlier = self._session_at(sits_at), self._session_at(sits_at - _A_WEEK)
        first = _book(earlier, story, case, sits_at - 11 * _A_DAY)
        if detour >= _CANCELS:
            yield from self._stay_away(first, earlier.starts_at)
            yield sits_at - 6 * _A_DAY
            _book(session, story, case, sits_at - 6 * _A_DAY)
            return sits_at - 5 * _A_DAY
        changes = Acting(by=story.user, at=sits_at - 10 * _A_DAY)
        yield changes["at"]
        if detour < _MOVES:
            services.move_booking(booking=first, session=session, **changes)
        else:
            services.cancel_booking(booking=first, **changes)
            _book(session, story, case, changes["at"] + timedelta(minutes=5))
        return sits_at - _PREPARED_BEFORE

    def _stay_away(self, booking: Booking, starts_at: datetime) -> Acts[None]:
        """Let the leader note that somebody did not come, and let them book again."""
        leader = self.centre.test_leader
        noted_at = starts_at + timedelta(minutes=30)
        yield noted_at
        services.enter_attendance(booking=booking, present=False, by=leader, at=noted_at)
        services.allow_rebooking(booking=booking, by=leader, at=noted_at + LASTS)


def open_coming(world: World, slots: list[Slot], *, now: datetime) -> None:
    """Open a session a week at some centres for whoever asks, at times no company has.

    Near the others people wait: that is what a node has sessions proposed for.
    """
    for number, centre in enumerate(world.centres):
        if number % _OPENS_AHEAD:
            continue
        free = list_free(slots, number)
        for week in range(1, _WEEKS_AHEAD + 1):
            slot = free[(4 * week + number) % len(free)]
            starts_at = slot.last_before(now + week * _A_WEEK)
            if starts_at <= now + _A_DAY:
                continue
            plan = replace(_plan(world, centre, starts_at, centre.room.seats), room=centre.room)
            services.open_session(plan=plan, by=centre.manager, at=now - _A_DAY)


def _plan(world: World, centre: Centre, starts_at: datetime, seats: int) -> services.SessionPlan:
    return services.SessionPlan(
        centre=centre.organisation,
        product=world.accreditors.product,
        kind=SessionKind.THEORY,
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        seats=seats,
        leader=centre.test_leader,
    )


def _book(session: Session, story: Story, case: Case, at: datetime) -> Booking:
    held = services.hold_seat(session=session, case=case, by=story.user, at=at)
    return services.confirm_booking(booking=held, by=story.user, at=at + timedelta(minutes=2))
