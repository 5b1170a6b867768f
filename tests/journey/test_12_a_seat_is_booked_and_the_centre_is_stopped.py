from dataclasses import replace
from datetime import time, timedelta
from types import SimpleNamespace

import pytest

from kunnande.site.journey import pass_on
from kunnande.stages.booking import services as booking
from kunnande.stages.booking.queries import (
    BookingState,
    SessionKind,
    get_booking,
    list_entries_that_fit,
    list_stop_letters,
    list_stops,
)
from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.centres import services as centres
from kunnande.stages.centres.queries import Hours, find_latest
from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.disclosure.services import answer_agreement
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.testing import services as testing

from .acts import open_case_for
from .people import PASSWORD, Browser, person_of

pytestmark = pytest.mark.django_db

SITS_ON, LATER_ON = 49, 56


@pytest.fixture(scope="module")
def session_plan(declined, around, published, clock):
    """The centre is open on weekdays and has a room; the story goes on after six weeks."""
    acting = {"by": around.ylva, "at": clock.go_to(day=43)}
    week = dict.fromkeys(range(5), Hours(time(8), time(17)))
    centres.describe_centre(centre=around.centre, description=centres.Description(), **acting)
    centres.set_opening_hours(centre=around.centre, week=week, **acting)
    room = centres.add_room(centre=around.centre, name="Provsalen", seats=4, **acting)
    return booking.SessionPlan(
        centre=around.centre,
        product=published.product,
        kind=SessionKind.THEORY,
        starts_at=clock.day(SITS_ON),
        ends_at=clock.day(SITS_ON, hour=12),
        seats=1,
        leader=around.torsten,
        room=room,
    )


@pytest.fixture(scope="module")
def session(session_plan, around, clock):
    return booking.open_session(plan=session_plan, by=around.ylva, at=clock.moment)


@pytest.fixture(scope="module")
def newcomers(session, company, published, clock):
    """Two more employees, who have mapped themselves."""
    acting = {"by": company.birgit, "at": clock.moment}
    found = {}
    for name in ("Sara", "Nils"):
        issued = parties.invite_employee(
            organisation=company.organisation,
            given_name=name,
            family_name="Spånskär",
            email=f"{name.lower()}@exempelverken.invalid",
            team="Dagskiftet",
            **acting,
        )
        user = parties.accept_invitation(token=issued.token, password=PASSWORD, at=clock.moment)
        case = open_case_for(user, company, published, clock)
        map_by_services(case, user, company, clock)
        found[name] = SimpleNamespace(user=user, case=case)
    return found


def map_by_services(case, user, company, clock):
    acting = {"by": user, "at": clock.moment}
    agreement = get_agreement_in_force(company.pk, on=clock.moment.date())
    answer_agreement(agreement=agreement, person=person_of(user), accepted=True, **acting)
    cases.admit(case=case, **acting)
    for area in list_areas_of_case(case):
        cases.rate_area(case=case, area_version_id=area.area_version_id, level=1, **acting)
    cases.submit_self_rating(case=case, **acting)


@pytest.fixture(scope="module")
def sara(session, newcomers):
    return newcomers["Sara"]


@pytest.fixture(scope="module")
def booked(sara, session, company, clock):
    """The company says how much of a shift it releases, and books Sara's seat."""
    acting = {"company": company.organisation, "by": company.birgit, "at": clock.moment}
    booking.set_release_share(percent=100, from_on=clock.moment.date(), **acting)
    (seat,) = booking.book_for_employees(session=session, cases=[sara.case], **acting)
    return seat


@pytest.fixture(scope="module")
def waiting(booked, newcomers, clock):
    """Nils finds the session full, and waits for a seat near home."""
    nils = newcomers["Nils"]
    return booking.join_waiting_list(
        case=nils.case,
        kind=SessionKind.THEORY,
        wish=booking.Wish("0617", within_km=200),
        by=nils.user,
        at=clock.moment,
    )


@pytest.fixture(scope="module")
def checked_in(waiting, session, around, clock):
    """On the day the test leader sees who Sara is; the sitting was prepared from her seat."""
    prepared = testing.prepare_sittings(
        session=session, by=around.torsten, at=clock.go_to(day=SITS_ON, hour=8)
    )
    (sitting,) = prepared.sittings
    clock.go_to(day=SITS_ON)
    return testing.check_identity(
        sitting=sitting, document="id_card", by=around.torsten, at=clock.moment
    )


@pytest.fixture(scope="module")
def stopped(checked_in, session_plan, waiting, around, published, clock):
    """Nils is offered the next session and takes it; then the centre's accreditation rests."""
    at = clock.go_to(day=SITS_ON, hour=14)
    later = replace(
        session_plan,
        starts_at=clock.day(LATER_ON),
        ends_at=clock.day(LATER_ON) + timedelta(hours=3),
    )
    second = booking.open_session(plan=later, by=around.ylva, at=at)
    offer = booking.offer_seat(session=second, entry=waiting, by=around.ylva, at=at)
    booking.accept_offer(offer=offer, by=waiting.person.user, at=at)
    centres.suspend_accreditation(
        accreditation=find_latest(around.centre.pk, published.product_id),
        from_on=clock.day(LATER_ON - 1).date(),
        reason="premises_unfit",
        by=around.sigrid,
        at=at,
    )
    pass_on(by=around.sigrid, at=at)
    return second


def test_the_employer_books_a_seat(booked):
    assert booked.state == BookingState.CONFIRMED


def test_whoever_finds_no_seat_is_first_in_line_for_the_next(waiting, session):
    assert list_entries_that_fit(session) == [waiting]


def test_the_identity_check_enters_the_attendance(checked_in, booked):
    assert get_booking(booked.pk).state == BookingState.ATTENDED


def test_the_board_shows_who_is_checked_in(checked_in, around):
    board = Browser(around.torsten).read("testing:board", around.centre.pk)

    assert checked_in.case.person.name in board


def test_a_stop_closes_what_lies_ahead_and_drafts_a_letter(stopped, waiting, around, clock):
    stopped.refresh_from_db()
    viewer = get_viewer(around.ylva, on=clock.moment.date())

    (stop,) = list_stops(viewer)
    (letter,) = list_stop_letters(stop, viewer)

    assert (stopped.state, letter.person) == ("closed", waiting.person)


def test_what_was_done_before_the_stop_stands(stopped, checked_in):
    checked_in.refresh_from_db()

    assert checked_in.state == "planned"
    assert checked_in.identity_checked_at is not None
