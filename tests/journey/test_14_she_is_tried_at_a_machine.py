from datetime import time, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from kunnande.site.content.publish import PRACTICAL, publish_sample_scheme
from kunnande.stages.booking import services as booking
from kunnande.stages.booking.queries import BookingState, SessionKind, get_booking
from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.centres import services as centres
from kunnande.stages.centres.queries import Hours
from kunnande.stages.centres.tests.builders import an_accredited_centre
from kunnande.stages.credentials.services import award_certificate
from kunnande.stages.decision.services import decide
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.practice import services as practice
from kunnande.stages.practice.queries import get_standing

from .acts import open_case_for
from .people import an_organisation, somebody

pytestmark = pytest.mark.django_db

TRIED_ON = 84


@pytest.fixture(scope="module")
def workshop(declined, around, clock):
    """A centre with a lathe, its manager, its test leader and its assessor."""
    acting = {"by": around.sigrid, "at": clock.go_to(day=70)}
    version = publish_sample_scheme(owner=around.owner, versions=[PRACTICAL], **acting)
    centre = an_organisation(OrganisationKind.TEST_CENTRE, "Svarvhallen", 32, acting)
    maja = somebody("Maja Dubbdocka", Role.CENTRE_MANAGER, centre, acting)
    tage = somebody("Tage Spindel", Role.TEST_LEADER, centre, acting)
    alva = somebody("Alva Gängtapp", Role.ASSESSOR, centre, acting)
    on = clock.day(70).date()
    an_accredited_centre(
        version.product, on=on, centre=centre, test_leaders=[tage], assessors=[alva]
    )
    own = {"centre": centre, "by": maja, "at": clock.go_to(day=71)}
    centres.describe_centre(description=centres.Description(), **own)
    week = dict.fromkeys(range(7), Hours(time(7), time(18)))
    centres.set_opening_hours(week=week, **own)
    room = centres.add_room(name="Verkstaden", seats=2, **own)
    lathe = centres.add_machine(name="Svarv 1", kind="lathe", room=room, **own)
    return SimpleNamespace(
        centre=centre, maja=maja, tage=tage, alva=alva, version=version, room=room, lathe=lathe
    )


@pytest.fixture(scope="module")
def machine_case(workshop, agreed, amina, company, clock):
    """Amina's case for the practical product, which she has mapped."""
    clock.go_to(day=72)
    case = open_case_for(amina, company, workshop.version, clock)
    acting = {"case": case, "by": amina, "at": clock.moment}
    cases.admit(**acting)
    for area in list_areas_of_case(case):
        cases.rate_area(area_version_id=area.area_version_id, level=2, **acting)
    cases.submit_self_rating(**acting)
    return case


@pytest.fixture(scope="module")
def booked(machine_case, workshop, amina, clock):
    at = clock.go_to(day=73)
    plan = booking.SessionPlan(
        centre=workshop.centre,
        product=workshop.version.product,
        kind=SessionKind.PRACTICAL,
        starts_at=clock.day(TRIED_ON),
        ends_at=clock.day(TRIED_ON, hour=13),
        seats=1,
        leader=workshop.alva,
        room=workshop.room,
        machines=(workshop.lathe,),
    )
    session = booking.open_session(plan=plan, by=workshop.maja, at=at)
    held = booking.hold_seat(session=session, case=machine_case, by=amina, at=at)
    return booking.confirm_booking(booking=held, by=amina, at=at + timedelta(minutes=2))


@pytest.fixture(scope="module")
def started(booked, workshop, clock):
    """The test leader prepares what is booked; on the day the assessor begins."""
    prepared = practice.prepare_assessments(
        session=booked.seat.session, by=workshop.tage, at=clock.go_to(day=TRIED_ON - 1)
    )
    (assessment,) = prepared.assessments
    return practice.start_assessment(
        assessment=assessment, by=workshop.alva, at=clock.go_to(day=TRIED_ON)
    )


@pytest.fixture(scope="module")
def signed_by_assessor(started, workshop, clock):
    """Every criterion is scored 3 of 3, and every area judged met."""
    at = clock.go_to(day=TRIED_ON, hour=12)
    acting = {"assessment": started, "by": workshop.alva, "at": at}
    practice.note_entries(
        entries=[
            practice.Entry(uuid4(), "score", at, criterion_id=row.pk, value=3)
            for row in get_standing(started).criteria
        ],
        **acting,
    )
    practice.note_entries(
        entries=[
            practice.Entry(uuid4(), "verdict", at, area_version_id=area, value=1)
            for area in get_standing(started).unjudged(workshop.alva.pk)
        ],
        **acting,
    )
    practice.sign_assessment(**acting)
    started.refresh_from_db()
    return SimpleNamespace(assessment=started, locked_before=started.lockings)


@pytest.fixture(scope="module")
def locked(signed_by_assessor, amina, clock):
    at = clock.go_to(day=TRIED_ON, hour=12, minute=10)
    assessment = signed_by_assessor.assessment
    practice.sign_own_assessment(assessment=assessment, by=amina, at=at)
    assessment.refresh_from_db()
    return assessment


@pytest.fixture(scope="module")
def decided(locked, machine_case, workshop, around, clock):
    at = clock.go_to(day=TRIED_ON, hour=13)
    talk = {"summary": "Vi gick igenom moment för moment.", "proposals": {}}
    practice.hold_practical_talk(assessment=locked, by=workshop.alva, at=at, **talk)
    machine_case.refresh_from_db()
    return decide(case=machine_case, by=around.enok, at=clock.go_to(day=TRIED_ON + 1))


def test_to_begin_at_the_machine_enters_the_attendance(started, booked):
    assert get_booking(booked.pk).state == BookingState.ATTENDED


def test_the_protocol_is_locked_when_both_have_signed(signed_by_assessor, locked):
    assert (signed_by_assessor.locked_before, locked.lockings) == (0, 1)


def test_nothing_is_added_to_a_locked_protocol(locked, workshop, clock):
    criterion = get_standing(locked).criteria[0].pk
    entry = practice.Entry(uuid4(), "score", clock.moment, criterion_id=criterion, value=1)

    with pytest.raises(practice.AssessmentClosedError):
        practice.note_entries(assessment=locked, entries=[entry], by=workshop.alva, at=clock.moment)


def test_what_is_shown_at_the_machine_gives_the_certificate(decided, around, clock):
    certificate = award_certificate(decision=decided, by=around.enok, at=clock.moment)

    assert (decided.outcome, certificate.kind) == ("certificate", "certificate")
