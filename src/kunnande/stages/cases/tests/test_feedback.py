import pytest

from kunnande.stages.cases import queries, services
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.tests.builders import a_case_in, area_ids
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return an_account(a_person("Vera", "Kopplin"))


def hold(case, by, proposals=None, summary="Vi gick igenom allt."):
    return services.hold_feedback_talk(
        case=case, summary=summary, proposals=proposals or {}, by=by, at=NOON
    )


def released(case):
    return [s.is_released for s in list_current([case.person_id], on=TODAY)]


def move(case, *states):
    for state in states:
        services.move_case(case=case, to=state, by=a_service_user(), at=NOON)


def test_the_talk_releases_what_the_round_showed(leader):
    case = a_case_in(CaseState.TESTED)
    a_statement(case.person, release_key=case.release_key)
    before = released(case)

    hold(case, leader)

    assert (before, released(case)) == ([False], [True])
    assert case.state == CaseState.FEEDBACK_GIVEN


def test_a_retake_is_held_back_until_its_own_talk(leader):
    case = a_case_in(CaseState.TESTED)
    a_statement(case.person, level=1, release_key=case.release_key)
    hold(case, leader)
    move(case, CaseState.DECIDED, CaseState.MAPPED, CaseState.TEST_PLANNED)
    move(case, CaseState.TESTING, CaseState.TESTED)
    a_statement(case.person, level=2, release_key=case.release_key)
    before = released(case)

    hold(case, leader, summary="Nu återstår inget.")

    assert (before, released(case)) == ([False], [True])
    assert queries.find_feedback_talk(case.pk).summary == "Nu återstår inget."


def test_nobody_holds_the_talk_with_themselves():
    case = a_case_in(CaseState.TESTED)

    with pytest.raises(services.NotYourOwnResultError):
        hold(case, an_account(case.person))

    assert queries.find_feedback_talk(case.pk) is None


def test_there_is_nothing_to_talk_about_before_the_test(leader):
    case = a_case_in(CaseState.MAPPED)

    with pytest.raises(services.WrongStateError):
        hold(case, leader)

    assert queries.find_feedback_talk(case.pk) is None


def test_what_was_proposed_is_kept_for_each_area(leader):
    case = a_case_in(CaseState.TESTED)
    first, second = area_ids(case)

    hold(case, leader, {first: " Läs ritningar med Rut. ", second: "  "})

    proposals = [(p.area_version_id, p.text) for p in queries.list_proposals(case.pk)]
    assert proposals == [(first, "Läs ritningar med Rut.")]


def test_a_proposal_concerns_an_area_of_the_case(leader):
    case = a_case_in(CaseState.TESTED)

    with pytest.raises(services.UnknownAreaError):
        hold(case, leader, {find_area_version("CN01").pk: "Gå en kurs."})


def test_what_was_said_stays_out_of_the_trail(leader):
    case = a_case_in(CaseState.TESTED)

    hold(case, leader, {area_ids(case)[0]: "Läs ritningar med Rut."})

    entry = list_entries(case.trail_name)[-1]
    assert (entry.act, entry.facts) == ("feedback_given", {"proposals": 1})


def test_before_the_first_talk_nothing_is_proposed():
    assert queries.list_proposals(a_case_in(CaseState.TESTED).pk) == []
