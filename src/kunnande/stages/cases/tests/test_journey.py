from datetime import timedelta

import pytest

from kunnande.stages.cases import queries, services
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.tests.builders import WAY, a_case, a_case_in, a_version_id
from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.disclosure.tests.builders import an_agreement, an_answer
from kunnande.stages.parties.queries import Employment
from kunnande.stages.parties.services import end_employment
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_employee,
    an_organisation,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db

ALLOWED = {
    ("registered", "admitted"),
    ("registered", "closed"),
    ("admitted", "mapped"),
    ("admitted", "closed"),
    ("mapped", "test_planned"),
    ("mapped", "closed"),
    ("test_planned", "testing"),
    ("test_planned", "mapped"),
    ("test_planned", "closed"),
    ("testing", "tested"),
    ("testing", "mapped"),
    ("tested", "feedback_given"),
    ("feedback_given", "decided"),
    ("decided", "mapped"),
    ("decided", "closed"),
}
REFUSED = {(now, then) for now in CaseState.values for then in CaseState.values} - ALLOWED


@pytest.mark.parametrize(("now", "then"), sorted(ALLOWED))
def test_a_case_moves_on_its_way(now, then):
    case = a_case_in(now)

    services.move_case(case=case, to=then, by=a_service_user(), at=NOON)

    kept = queries.find_case_by_id(case.pk)
    assert (case.state, kept.state) == (then, then)


@pytest.mark.parametrize(("now", "then"), sorted(REFUSED))
def test_a_case_does_not_leave_its_way(now, then):
    case = a_case_in(now)

    with pytest.raises(services.WrongStateError):
        services.move_case(case=case, to=then, by=a_service_user(), at=NOON)

    assert queries.find_case_by_id(case.pk).state == now


def test_a_move_is_recorded_with_where_it_came_from():
    case = a_case_in(CaseState.MAPPED)

    entry = list_entries(case.trail_name)[-1]
    assert (entry.act, entry.facts) == ("case_moved", {"from": "admitted", "to": "mapped"})


def test_an_old_copy_of_a_case_does_not_move_it_twice():
    case = a_case()
    old_tab = queries.find_case_by_id(case.pk)
    services.move_case(case=case, to=CaseState.ADMITTED, by=a_service_user(), at=NOON)

    with pytest.raises(services.WrongStateError):
        services.move_case(case=old_tab, to=CaseState.ADMITTED, by=a_service_user(), at=NOON)


def test_only_a_retake_begins_a_new_round():
    case = a_case_in(CaseState.DECIDED)
    before = case.round

    services.move_case(case=case, to=CaseState.MAPPED, by=a_service_user(), at=NOON)

    assert (before, case.round) == (1, 2)
    assert case.release_key == f"case:{case.pk}:2"


def test_a_person_has_one_open_case_for_a_validation():
    case = a_case()

    with pytest.raises(services.CaseAlreadyOpenError):
        a_case(case.person)


def test_a_closed_case_makes_room_for_a_new_one():
    case = a_case_in(WAY[-1])

    assert a_case(case.person).pk != case.pk


def test_an_employer_without_an_agreement_gets_the_usual_one_before_the_case():
    company = an_organisation()

    a_case(employer=company)

    assert get_agreement_in_force(company.pk, on=TODAY).version == 1


def test_nobody_is_admitted_before_they_have_answered():
    case = a_case(employer=an_organisation())

    with pytest.raises(services.DisclosureUnansweredError):
        services.admit(case=case, by=a_service_user(), at=NOON)

    assert queries.find_case_by_id(case.pk).state == CaseState.REGISTERED


@pytest.mark.parametrize("accepted", [True, False])
def test_yes_and_no_both_let_the_person_go_on(accepted):
    company = an_organisation()
    case = a_case(employer=company)
    an_answer(get_agreement_in_force(company.pk, on=TODAY), case.person, accepted=accepted)

    services.admit(case=case, by=a_service_user(), at=NOON)

    assert case.state == CaseState.ADMITTED


def test_an_answer_to_an_earlier_agreement_is_not_enough():
    company = an_organisation()
    case = a_case(employer=company)
    an_answer(get_agreement_in_force(company.pk, on=TODAY), case.person)
    an_agreement(company)

    with pytest.raises(services.DisclosureUnansweredError):
        services.admit(case=case, by=a_service_user(), at=NOON)


def test_somebody_who_applies_alone_has_nothing_to_answer():
    case = a_case()

    services.admit(case=case, by=a_service_user(), at=NOON)

    assert case.state == CaseState.ADMITTED


def test_somebody_who_has_left_the_employer_has_nothing_to_answer():
    company = an_organisation()
    case = a_case(an_employee(company), company)
    end_employment(
        employment=Employment.objects.get(person=case.person),
        to_on=TODAY,
        by=a_service_user(),
        at=NOON,
    )

    services.admit(case=case, by=a_service_user(), at=NOON + timedelta(days=1))

    assert case.state == CaseState.ADMITTED


def test_the_trail_of_a_case_begins_with_who_opened_it():
    case = services.open_case(
        person=a_person(), product_version_id=a_version_id(), by=a_service_user(), at=NOON
    )

    entry = list_entries(case.trail_name)[0]
    assert (entry.act, entry.actor) == ("case_opened", a_service_user().trail_name)
