from dataclasses import replace
from datetime import time
from types import SimpleNamespace

import pytest

from kunnande.stages.booking import services as booking
from kunnande.stages.booking.queries import SessionKind
from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.centres import services as centres
from kunnande.stages.centres.queries import Hours
from kunnande.stages.centres.tests.builders import an_accredited_centre
from kunnande.stages.credentials.services import award_certificate
from kunnande.stages.decision.services import decide
from kunnande.stages.development import services as development
from kunnande.stages.development.queries import list_own_retakes
from kunnande.stages.development.tests.builders import a_course, a_group
from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.disclosure.services import answer_agreement
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.requirements.services import assign_role
from kunnande.stages.testing import services as testing

from .acts import open_case_for, plan, questions_of, sit_through, talk
from .people import PASSWORD, an_organisation, person_of, somebody

pytestmark = pytest.mark.django_db

RETAKEN_ON = 119


@pytest.fixture(scope="module")
def here(declined, around, published, clock):
    """Another centre, where Tova leads the tests."""
    acting = {"by": around.sigrid, "at": clock.go_to(day=90)}
    centre = an_organisation(OrganisationKind.TEST_CENTRE, "Provhuset", 33, acting)
    tova = somebody("Tova Tolkmått", Role.TEST_LEADER, centre, acting)
    yrsa = somebody("Yrsa Provbänk", Role.CENTRE_MANAGER, centre, acting)
    on = clock.day(90).date()
    an_accredited_centre(published.product, on=on, centre=centre, test_leaders=[tova])
    return replace(around, centre=centre, torsten=tova, ylva=yrsa)


@pytest.fixture(scope="module")
def siv(here, company, role, published, clock):
    """A new employee, who shares what is met and has mapped herself."""
    at = clock.go_to(day=91)
    issued = parties.invite_employee(
        organisation=company.organisation,
        given_name="Siv",
        family_name="Planskiva",
        email="siv@exempelverken.invalid",
        team="Dagskiftet",
        by=company.birgit,
        at=at,
    )
    user = parties.accept_invitation(token=issued.token, password=PASSWORD, at=at)
    acting = {"by": user, "at": at}
    person = person_of(user)
    assign_role(role=role, person=person, from_on=at.date(), by=company.birgit, at=at)
    agreement = get_agreement_in_force(company.pk, on=at.date())
    answer_agreement(agreement=agreement, person=person, accepted=True, **acting)
    case = open_case_for(user, company, published, clock)
    cases.admit(case=case, **acting)
    for area in list_areas_of_case(case):
        cases.rate_area(case=case, area_version_id=area.area_version_id, level=1, **acting)
    cases.submit_self_rating(case=case, **acting)
    return SimpleNamespace(user=user, person=person, case=case)


@pytest.fixture(scope="module")
def half_met(siv, here, clock):
    """She shows one area of two."""
    first = plan(siv.case, here, on_day=94, clock=clock)
    sit_through(first, masters={"IT07"}, by=siv.user, at=clock.go_to(day=94))
    talk(siv.case, here, day=95, clock=clock)
    decide(case=siv.case, by=here.enok, at=clock.go_to(day=96))
    return first


@pytest.fixture(scope="module")
def course(half_met, here, clock):
    acting = {"by": here.sigrid, "at": clock.go_to(day=97)}
    provider = an_organisation(OrganisationKind.TRAINING_PROVIDER, "Kursverkstan", 34, acting)
    teacher = somebody("Kurt Kursdorn", Role.TRAINING_PROVIDER, provider, acting)
    closes = [{"area": "IT08", "raises_by_levels": 3, "max_level_reached": 4}]
    made = a_course(provider, teacher, clock.moment, closes=closes)
    return SimpleNamespace(course=made, teacher=teacher)


@pytest.fixture(scope="module")
def agreed_plan(course, siv, company, here, clock):
    """What remains for her role becomes a plan that all three say yes to."""
    at = clock.go_to(day=98)
    drafted = development.draft_plan(
        person=siv.person, company=company.organisation, case=siv.case, by=siv.user, at=at
    )
    proposed = development.propose_plan(plan=drafted, by=siv.user, at=at)
    development.agree_plan(plan=proposed, by=company.birgit, at=at)
    return development.agree_plan(plan=proposed, by=here.torsten, at=at)


@pytest.fixture(scope="module")
def completed(agreed_plan, course, siv, company, clock):
    """The company pays for the course, and she goes through both mornings."""
    at = clock.go_to(day=99)
    group = a_group(course.course, course.teacher, at)
    seat = development.enrol(
        group=group, person=siv.person, company=company.organisation, by=company.birgit, at=at
    )
    acting = {"by": course.teacher, "at": clock.go_to(day=108)}
    for occasion in group.occasions.all():
        development.enter_occasion(occasion=occasion, minutes=[(seat.pk, 240)], **acting)
    group.refresh_from_db()
    return development.finish_group(group=group, **acting)


@pytest.fixture(scope="module")
def offered(completed, siv, clock):
    return list_own_retakes(siv.person.pk, at=clock.moment)


@pytest.fixture(scope="module")
def retaken(offered, siv, here, published, clock):
    """She books a seat; her questions are drawn when the day is prepared."""
    own = {"centre": here.centre, "by": here.ylva, "at": clock.go_to(day=109)}
    centres.describe_centre(description=centres.Description(), **own)
    centres.set_opening_hours(week=dict.fromkeys(range(7), Hours(time(7), time(18))), **own)
    session = booking.open_session(
        plan=booking.SessionPlan(
            centre=here.centre,
            product=published.product,
            kind=SessionKind.THEORY,
            starts_at=clock.day(RETAKEN_ON),
            ends_at=clock.day(RETAKEN_ON, hour=12),
            seats=1,
            leader=here.torsten,
            room=centres.add_room(name="Provsalen", seats=2, **own),
        ),
        by=here.ylva,
        at=clock.moment,
    )
    siv.case.refresh_from_db()
    acting = {"by": siv.user, "at": clock.moment}
    held = booking.hold_seat(session=session, case=siv.case, **acting)
    booking.confirm_booking(booking=held, **acting)
    at = clock.go_to(day=RETAKEN_ON, hour=8)
    (sitting,) = testing.prepare_sittings(session=session, by=here.torsten, at=at).sittings
    leading = {"by": here.torsten, "at": clock.go_to(day=RETAKEN_ON)}
    testing.check_identity(sitting=sitting, document="id_card", **leading)
    code = testing.issue_code(sitting=sitting, **leading).code
    testing.open_start(sittings=[sitting], **leading)
    testing.enter_code(sitting=sitting, code=code, by=siv.user, at=clock.moment)
    return sit_through(sitting, masters={"IT07", "IT08"}, by=siv.user, at=clock.moment)


def test_all_three_agree_on_a_course_in_what_remains(agreed_plan, course):
    step = agreed_plan.steps.get(area_version__area__code="IT08")

    assert (agreed_plan.state, step.course) == ("agreed", course.course)


def test_after_the_course_only_the_missing_area_is_offered(offered):
    (retake,) = offered

    assert (len(retake.areas), retake.can_be_booked) == (1, True)


def test_the_retake_asks_of_that_area_what_she_has_not_seen(retaken, half_met):
    again = questions_of(retaken)
    seen = {placed.item_version.item_id for placed in questions_of(half_met)}

    assert {placed.area_version.area.code for placed in again} == {"IT08"}
    assert seen.isdisjoint(placed.item_version.item_id for placed in again)


def test_with_the_course_behind_her_she_has_the_certificate(retaken, siv, here, clock):
    talk(siv.case, here, day=RETAKEN_ON + 1, clock=clock)

    decision = decide(case=siv.case, by=here.enok, at=clock.go_to(day=RETAKEN_ON + 2))

    certificate = award_certificate(decision=decision, by=here.enok, at=clock.moment)
    assert certificate.kind == "certificate"
