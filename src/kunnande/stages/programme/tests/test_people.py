from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    an_organisation,
)
from kunnande.stages.programme import services
from kunnande.stages.programme.models import Participation
from kunnande.stages.programme.queries import (
    Leaving,
    Step,
    count_reached,
    engagements_visible_to,
    find_participation,
    participations_visible_to,
    programmes_visible_to,
)
from kunnande.stages.programme.tests.builders import BEGINS, ENDS, FEMALE, MALE, Funded

pytestmark = pytest.mark.django_db


@pytest.fixture
def funded():
    return Funded()


def test_somebody_enters_as_they_are_that_day(funded):
    entered = funded.enter(funded.employee(MALE))

    assert (entered.gender, entered.age_at_entry) == ("man", 44)


def test_nobody_is_in_two_programmes_at_once(funded):
    participation, _user = funded.participant()
    other = services.register_programme(
        code="P2", name="Ett till", owner=funded.owner, from_on=BEGINS, to_on=ENDS, **funded.acting
    )
    engagement = services.engage_company(
        programme=other, company=funded.company, employees=40, on=BEGINS, **funded.acting
    )
    for step in (Step.AID_CHECKED, Step.AGREED):
        engagement = funded.step(engagement, step)

    with pytest.raises(services.InAnotherProgrammeError):
        funded.enter(participation.person, programme=other, on=TODAY)
    assert Participation.objects.count() == 1


def test_the_database_itself_refuses_two_at_once(funded):
    first, _user = funded.participant()

    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        Participation.objects.create(
            programme=funded.programme,
            person=first.person,
            company=funded.company,
            entered_on=TODAY,
            entered_at=NOON,
        )


def test_whoever_has_left_may_enter_again_the_day_after(funded):
    first, _user = funded.participant()
    services.leave_programme(
        participation=first, on=date(2026, 3, 1), reason=Leaving.LEAVE, **funded.acting
    )

    again = funded.enter(first.person, on=date(2026, 3, 2))

    assert find_participation(first.person_id, on=date(2026, 3, 1)) == first
    assert find_participation(first.person_id, on=date(2026, 3, 2)) == again
    assert count_reached(funded.programme, on=TODAY).people == 1


@pytest.mark.parametrize(
    "told", [{"reason": ""}, {"reason": "vet inte"}, {"on": BEGINS - timedelta(days=1)}]
)
def test_leaving_takes_a_reason_and_a_day(funded, told):
    participation, _user = funded.participant()

    with pytest.raises(services.ImproperLeavingError):
        services.leave_programme(
            participation=participation,
            **{"on": TODAY, "reason": Leaving.NEW_JOB, **funded.acting, **told},
        )


def test_a_company_without_agreement_sends_nobody(funded):
    company = an_organisation("Stål AB")
    funded.engage(company, until=Step.CONTACT)
    person = funded.employee(company=company)

    with pytest.raises(services.ClosedCompanyError, match="Stål AB"):
        funded.enter(person, company=company)


def test_a_company_that_has_dropped_out_sends_nobody_more(funded):
    funded.step(funded.engagement, Step.DROPPED_OUT, on=date(2026, 5, 1))
    person = funded.employee()

    with pytest.raises(services.ClosedCompanyError, match="2026-05-01"):
        funded.enter(person, on=date(2026, 5, 2))
    assert funded.enter(person, on=date(2026, 5, 1))


def test_whoever_works_elsewhere_does_not_enter(funded):
    person = funded.employee(company=an_organisation("Stål AB"))

    with pytest.raises(services.NotEmployedThereError):
        funded.enter(person)


def test_nobody_enters_outside_the_days_of_the_programme(funded):
    person = funded.employee()

    with pytest.raises(services.OutsideProgrammeError):
        funded.enter(person, on=ENDS + timedelta(days=1))


def test_another_employer_enters_nobody(funded):
    person = funded.employee()

    with pytest.raises(services.NotYourParticipantError):
        funded.enter(person, by=a_member(an_organisation("Grannen AB"), Role.EMPLOYER))


def test_those_reached_are_counted_by_gender_and_size(funded):
    funded.participant(FEMALE)
    funded.participant(MALE)

    reached = count_reached(funded.programme, on=TODAY)

    assert (reached.people, reached.women, reached.men, reached.others) == (2, 1, 1, 0)
    assert (reached.companies, dict(reached.by_size)["Litet"]) == (1, 1)


def test_everybody_sees_their_own_part_of_a_programme(funded):
    participation, user = funded.participant()
    stranger = a_member(an_organisation("Grannen AB"), Role.EMPLOYER)
    sees = (user, funded.employer, funded.leader, funded.economist)

    def shown(viewer):
        return list(participations_visible_to(get_viewer(viewer, on=TODAY)))

    assert all(shown(viewer) == [participation] for viewer in sees)
    assert not any(shown(viewer) for viewer in (stranger, funded.coordinator))


def test_a_node_sees_its_companies_and_no_others(funded):
    viewer = get_viewer(funded.coordinator, on=TODAY)
    services.engage_company(
        programme=funded.programme,
        company=an_organisation("Stål AB"),
        employees=5,
        on=BEGINS,
        **funded.acting,
    )

    assert list(engagements_visible_to(viewer)) == [funded.engagement]
    assert list(programmes_visible_to(viewer)) == [funded.programme]
    assert engagements_visible_to(get_viewer(funded.leader, on=TODAY)).count() == 2
