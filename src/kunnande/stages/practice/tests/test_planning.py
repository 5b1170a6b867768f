from datetime import timedelta

import pytest

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import WrongStateError, move_case
from kunnande.stages.ledger.services import Proof, state_competence
from kunnande.stages.parties.queries import OrganisationKind, Role, get_viewer
from kunnande.stages.parties.services import employ, give_membership
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_organisation,
)
from kunnande.stages.practice import services
from kunnande.stages.practice.queries import list_cases_to_assess
from kunnande.stages.practice.tests.builders import (
    HALF,
    a_planned_assessment,
    a_talked_through_assessment,
    an_assessor,
    plan,
)

pytestmark = pytest.mark.django_db


def cancelled(**more):
    """Return an assessment called off, so that another can be planned."""
    practice = a_planned_assessment(**more)
    services.cancel_assessment(
        assessment=practice.assessment, reason="Sjuk", by=practice.leader, at=NOON
    )
    practice.case.refresh_from_db()
    return practice


def test_planning_moves_a_mapped_case_and_calling_off_moves_it_back():
    practice = a_planned_assessment()
    practice.case.refresh_from_db()
    planned = practice.case.state

    services.cancel_assessment(
        assessment=practice.assessment, reason="Sjuk", by=practice.leader, at=NOON
    )

    practice.case.refresh_from_db()
    assert (planned, practice.case.state) == (CaseState.TEST_PLANNED, CaseState.MAPPED)


def test_a_case_has_one_open_assessment():
    practice = a_planned_assessment()

    with pytest.raises(services.AssessmentOpenError):
        plan(practice)


def test_the_candidate_does_not_assess_themselves():
    practice = cancelled()
    give_membership(
        user=practice.candidate,
        organisation=practice.centre,
        role=Role.ASSESSOR,
        by=a_service_user(),
        at=NOON,
    )

    with pytest.raises(services.DependentAssessorError, match="sig själv"):
        plan(practice, assessors=[practice.candidate])


def test_whoever_trained_the_candidate_does_not_assess_them():
    practice = cancelled()
    state_competence(
        person=practice.case.person,
        area_version_id=practice.areas["IT07"],
        level=2,
        proof=Proof("course_completed", "course:1"),
        by=practice.assessors[0],
        at=NOON,
    )

    with pytest.raises(services.DependentAssessorError, match="utbildat"):
        plan(practice)


def test_an_assessor_with_the_same_employer_does_not_assess():
    practice = cancelled()
    company = an_organisation("Fabriken AB")
    for person in (practice.case.person, practice.assessors[0].person):
        employ(person=person, organisation=company, from_on=TODAY, by=a_service_user(), at=NOON)

    with pytest.raises(services.DependentAssessorError, match="arbetsgivare"):
        plan(practice)


def test_independence_is_asked_again_when_the_assessment_begins():
    practice = a_planned_assessment()
    company = an_organisation("Fabriken AB")
    for person in (practice.case.person, practice.assessors[0].person):
        employ(person=person, organisation=company, from_on=TODAY, by=a_service_user(), at=NOON)

    with pytest.raises(services.DependentAssessorError):
        services.start_assessment(assessment=practice.assessment, by=practice.assessors[0], at=NOON)


def test_an_assessor_belongs_to_the_centre():
    practice = cancelled()
    elsewhere = an_organisation("Annat testcenter", OrganisationKind.TEST_CENTRE)

    with pytest.raises(services.ForeignCentreError):
        plan(practice, assessors=[an_assessor(elsewhere)])


def test_only_the_centres_test_leaders_plan():
    practice = cancelled()

    with pytest.raises(services.ForeignCentreError):
        plan(practice, by=practice.assessors[0])


@pytest.mark.parametrize("number", [1, 3])
def test_a_protocol_says_how_many_assessors_there_are(number):
    practice = cancelled(assessors=2)
    more = [an_assessor(practice.centre, "Tre")]

    with pytest.raises(services.WrongNumberOfAssessorsError):
        plan(practice, assessors=(practice.assessors + more)[:number])


def test_nothing_is_planned_for_a_day_that_has_been():
    practice = cancelled()

    with pytest.raises(services.PastAssessmentError):
        plan(practice, starts_on=TODAY - timedelta(days=1))


def test_a_case_that_is_being_tested_waits():
    practice = cancelled()
    by = a_service_user()
    for state in (CaseState.TEST_PLANNED, CaseState.TESTING):
        move_case(case=practice.case, to=state, by=by, at=NOON)

    with pytest.raises(WrongStateError):
        plan(practice)


def test_what_has_been_shown_is_never_assessed_again():
    practice = a_talked_through_assessment()
    decide_without_grounds(practice)

    with pytest.raises(services.PracticeShownError):
        plan(practice, starts_on=TODAY + timedelta(days=30))


def test_a_new_attempt_keeps_to_the_pass_rule():
    practice = a_talked_through_assessment(HALF)
    decide_without_grounds(practice)

    with pytest.raises(services.AttemptTooSoonError):
        plan(practice, starts_on=TODAY + timedelta(days=13))


def test_a_new_attempt_takes_the_decided_case_up_again():
    practice = a_talked_through_assessment(HALF)
    decide_without_grounds(practice)

    again = plan(practice, starts_on=TODAY + timedelta(days=14))

    practice.case.refresh_from_db()
    assert (again.attempt, practice.case.round) == (2, 2)


def test_only_cases_of_products_with_a_protocol_wait_for_practice():
    practice = cancelled()
    viewer = get_viewer(practice.leader, on=TODAY)

    assert [case.pk for case in list_cases_to_assess(viewer)] == [practice.case.pk]
    assert not list_cases_to_assess(get_viewer(a_member(practice.centre), on=TODAY)).exists()


def decide_without_grounds(practice):
    """Bring the case to where a decision does, which is a later room's."""
    move_case(case=practice.case, to=CaseState.DECIDED, by=a_service_user(), at=NOON)
