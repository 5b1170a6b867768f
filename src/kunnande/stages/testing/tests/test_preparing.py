from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from kunnande.stages.booking import services as booking
from kunnande.stages.booking.queries import BookingState, get_booking
from kunnande.stages.booking.tests.builders import (
    NEXT_WEEK,
    Candidate,
    Site,
    a_booking,
    a_role,
    a_session,
    a_site,
    moment,
)
from kunnande.stages.cases.services import move_case
from kunnande.stages.centres.queries import Accreditation
from kunnande.stages.centres.services import NotAccreditedError, suspend_accreditation
from kunnande.stages.itembank.tests.builders import a_bank
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON, a_person, a_service_user, an_account
from kunnande.stages.testing import queries, services
from kunnande.stages.testing.models import ExtraTime, Sitting, SittingState
from kunnande.stages.testing.tests.builders import a_centre, a_mapped_case, signed_in

if TYPE_CHECKING:
    from kunnande.stages.booking.queries import Booking, Session

pytestmark = pytest.mark.django_db

MORNING = moment(NEXT_WEEK, 8, 30)


@dataclass
class Booked:
    """A session of next week with two seats, one of them booked."""

    site: Site
    session: Session
    candidate: Candidate
    booking: Booking


def a_mapped_candidate(given_name="Elin"):
    return Candidate(*a_mapped_case(an_account(a_person(given_name, "Stickmått"))))


@pytest.fixture
def booked():
    a_bank()
    site = a_site()
    a_role(site.leader, site.centre, Role.TEST_LEADER)
    session, candidate = a_session(site), a_mapped_candidate()
    return Booked(site, session, candidate, a_booking(session, candidate))


def prepare(booked, by=None, at=MORNING):
    return services.prepare_sittings(session=booked.session, by=by or booked.site.leader, at=at)


def test_each_confirmed_booking_gets_a_sitting(booked):
    made = prepare(booked)

    (sitting,) = made.sittings
    assert (sitting.booking, sitting.case) == (booked.booking, booked.candidate.case)
    assert (sitting.centre, sitting.takes_place_on) == (booked.site.centre, NEXT_WEEK)
    assert sitting.test_leader == booked.site.leader
    assert made.left_out == ()


def test_a_booked_sitting_keeps_the_day_of_its_session(booked):
    (sitting,) = prepare(booked).sittings
    next_day = NEXT_WEEK + timedelta(days=1)

    with pytest.raises(services.BookedSittingError, match="Flytta bokningen"):
        services.replan_sitting(
            sitting=sitting, takes_place_on=next_day, by=booked.site.leader, at=MORNING
        )

    assert Sitting.objects.get().takes_place_on == NEXT_WEEK


def test_preparing_again_adds_only_who_has_booked_since(booked):
    prepare(booked)
    later = a_booking(booked.session, a_mapped_candidate("Bo"))

    again = prepare(booked)

    assert [sitting.booking for sitting in again.sittings] == [later]
    assert Sitting.objects.count() == 2


def test_a_booking_that_can_have_no_test_is_left_out_and_told(booked):
    planned = services.plan_sitting(
        case=booked.candidate.case,
        blueprint=queries.list_form_choices(booked.candidate.case, on=NEXT_WEEK)[0].blueprint,
        centre=booked.site.centre,
        takes_place_on=NEXT_WEEK,
        by=booked.site.leader,
        at=NOON,
    )

    made = prepare(booked)

    ((left_out, why),) = made.left_out
    assert left_out == booked.booking
    assert "kan inte bli" in why
    assert Sitting.objects.get() == planned


def test_granted_extra_time_comes_with_the_booking():
    a_bank()
    site = a_site()
    a_role(site.leader, site.centre, Role.TEST_LEADER)
    candidate = a_mapped_candidate()
    booking.add_accommodation(
        person=candidate.case.person, kind="extra_time", minutes=20, by=candidate.user, at=NOON
    )
    session = a_session(site, extra_minutes=30)
    a_booking(session, candidate)

    made = services.prepare_sittings(session=session, by=site.leader, at=MORNING)

    assert made.sittings[0].extra_minutes == 20
    assert ExtraTime.objects.get().reason == "adaptation"


def test_a_sitting_of_a_session_does_not_begin_without_a_code(booked):
    (sitting,) = prepare(booked).sittings

    with pytest.raises(services.CodeNotEnteredError):
        services.start_sitting(sitting=sitting, by=booked.candidate.user, at=MORNING)


def test_checking_in_enters_the_attendance_once(booked):
    (sitting,) = prepare(booked).sittings
    acting = {"sitting": sitting, "by": booked.site.leader, "at": MORNING}

    services.check_identity(document="passport", **acting)
    services.check_identity(document="id_card", **acting)

    entered = get_booking(booked.booking.pk)
    assert entered.state == BookingState.ATTENDED
    assert entered.attendance.present


def test_ending_for_absence_enters_that_too(booked):
    (sitting,) = prepare(booked).sittings

    services.terminate_sitting(sitting=sitting, reason="absent", by=booked.site.leader, at=MORNING)

    assert get_booking(booked.booking.pk).state == BookingState.ABSENT


def test_a_cancelled_seat_ends_its_sitting_at_the_next_preparing(booked):
    (sitting,) = prepare(booked, at=NOON).sittings
    booking.cancel_booking(booking=booked.booking, by=booked.candidate.user, at=NOON)

    again = prepare(booked)

    sitting.refresh_from_db()
    assert (sitting.state, sitting.termination_reason) == (SittingState.TERMINATED, "rebooked")
    assert again.sittings == ()


def test_nothing_is_prepared_where_the_centre_is_suspended_on_the_day(booked):
    suspend_accreditation(
        accreditation=Accreditation.objects.get(centre=booked.site.centre),
        from_on=NEXT_WEEK,
        reason="other",
        by=a_service_user(),
        at=NOON,
    )

    with pytest.raises(NotAccreditedError):
        prepare(booked)


def test_a_test_leader_of_another_centre_prepares_nothing(booked):
    _centre, stranger = a_centre("Grannens testcenter")

    with pytest.raises(services.NotYourCentreError):
        prepare(booked, by=stranger)


def test_a_session_that_has_been_is_not_prepared(booked):
    with pytest.raises(services.PastDateError):
        prepare(booked, at=MORNING + timedelta(days=1))


def test_the_test_leader_prepares_from_the_board_and_narrows_it_to_a_session(booked, clock):
    clock.now = MORNING
    client = signed_in(booked.site.leader)
    board = reverse("testing:board", args=[booked.site.centre.pk])
    before = client.get(board).content.decode()

    client.post(reverse("testing:prepare", args=[booked.session.pk]))

    shown = client.get(board, {"tillfalle": booked.session.pk}).content.decode()
    other = client.get(board, {"tillfalle": booked.session.pk + 1}).content.decode()
    assert "Förbered proven" in before
    assert "<strong>Elin Stickmått</strong>" in shown
    assert "<strong>Elin Stickmått</strong>" not in other


def test_the_board_says_for_whom_there_could_be_no_test(booked, clock):
    clock.now = MORNING
    move_case(case=booked.candidate.case, to="closed", by=a_service_user(), at=NOON)

    page = signed_in(booked.site.leader).post(
        reverse("testing:prepare", args=[booked.session.pk]), follow=True
    )

    assert "Elin Stickmått: Ärendet är avslutad" in page.content.decode()
