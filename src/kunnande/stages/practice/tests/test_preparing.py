"""A practical assessment comes of a seat somebody booked, and its attendance is entered once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse

from kunnande.stages.booking import services as booking
from kunnande.stages.booking.queries import Booking, BookingState, Session, SessionKind, get_booking
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
from kunnande.stages.centres.queries import MachineKind
from kunnande.stages.centres.services import add_machine
from kunnande.stages.framework.queries import get_version
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON
from kunnande.stages.practice import services
from kunnande.stages.practice.models import Assessment, AssessmentState
from kunnande.stages.practice.queries import list_protocols_of
from kunnande.stages.practice.tests.builders import a_case_to_assess, let_practice_be_tried
from kunnande.stages.testing.tests.builders import signed_in

pytestmark = pytest.mark.django_db

MORNING = moment(NEXT_WEEK, 8, 30)


@dataclass
class Booked:
    """A practical session of next week with a machine, and one person's seat."""

    site: Site
    session: Session
    candidate: Candidate
    booking: Booking


@pytest.fixture
def site():
    site = a_site()
    let_practice_be_tried(get_version("teknik-bas", "1"))
    a_role(site.leader, site.centre, Role.TEST_LEADER)
    return site


def a_practical_session(site, **more):
    machine = add_machine(
        centre=site.centre, name="Fräs", kind=MachineKind.CNC_MILL, by=site.manager, at=NOON
    )
    return a_session(site, kind=SessionKind.PRACTICAL, **{"machines": (machine,), **more})


@pytest.fixture
def booked(site):
    session, candidate = a_practical_session(site), Candidate(*a_case_to_assess())
    return Booked(site, session, candidate, a_booking(session, candidate))


def prepare(booked, at=MORNING):
    return services.prepare_assessments(session=booked.session, by=booked.site.leader, at=at)


def test_each_booked_seat_gets_an_assessment_by_the_sessions_assessor(booked):
    made = prepare(booked)

    (assessment,) = made.assessments
    assert (assessment.booking, assessment.case) == (booked.booking, booked.candidate.case)
    assert assessment.starts_on == NEXT_WEEK
    assert [part.assessor for part in assessment.parts.all()] == [booked.site.leader]
    assert made.left_out == ()


def test_preparing_again_adds_nothing(booked):
    prepare(booked)

    assert prepare(booked).assessments == ()


def test_beginning_enters_that_the_person_came_once(booked):
    (assessment,) = prepare(booked).assessments

    for minutes in (30, 31):
        at = MORNING + timedelta(minutes=minutes)
        services.start_assessment(assessment=assessment, by=booked.site.leader, at=at)

    seat = get_booking(booked.booking.pk)
    assert (seat.state, seat.attendance.present) == (BookingState.ATTENDED, True)


def test_whoever_is_noted_as_absent_can_not_begin(booked):
    (assessment,) = prepare(booked).assessments
    booking.enter_attendance(
        booking=booked.booking, present=False, by=booked.site.leader, at=MORNING
    )

    with pytest.raises(services.AssessmentClosedError):
        services.start_assessment(assessment=assessment, by=booked.site.leader, at=MORNING)


def test_a_seat_given_back_takes_its_assessment_with_it(booked):
    prepare(booked)
    booking.cancel_booking(booking=booked.booking, by=booked.candidate.user, at=NOON)

    prepare(booked)

    assert Assessment.objects.get().state == AssessmentState.CANCELLED


def test_a_session_without_a_machine_has_no_practical_tests(site):
    session = a_practical_session(site, machines=())

    with pytest.raises(services.NotPracticalError, match="ingen maskin"):
        services.prepare_assessments(session=session, by=site.leader, at=MORNING)


def test_a_booking_is_left_out_with_the_reason_when_its_practice_is_shown(booked):
    (assessment,) = prepare(booked).assessments
    services.cancel_assessment(
        assessment=assessment, reason="Fel dag.", by=booked.site.leader, at=MORNING
    )
    services.plan_assessment(
        case=booked.candidate.case,
        protocol=list_protocols_of(booked.candidate.case.product_version_id)[0],
        centre=booked.site.centre,
        assessors=[booked.site.leader],
        starts_on=NEXT_WEEK,
        by=booked.site.leader,
        at=MORNING,
    )

    made = prepare(booked)

    ((seat, why),) = made.left_out
    assert (seat, made.assessments) == (booked.booking, ())
    assert "redan planerad" in why


def test_the_test_leader_prepares_from_the_page(booked, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)
    browser = signed_in(booked.site.leader)
    page = browser.get(reverse("practice:planning")).content.decode()
    assert reverse("practice:prepare", args=[booked.session.pk]) in page

    browser.post(reverse("practice:prepare", args=[booked.session.pk]))

    assert Assessment.objects.get().booking == booked.booking
