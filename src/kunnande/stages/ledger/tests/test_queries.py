from datetime import timedelta

import pytest

from kunnande.stages.disclosure.tests.builders import an_agreement, an_answer
from kunnande.stages.framework.queries import ProofKind
from kunnande.stages.ledger import queries, services
from kunnande.stages.ledger.tests.builders import a_statement
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

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def sharer(company):
    """An employee who lets the company see what is agreed."""
    person = an_employee(company)
    an_answer(an_agreement(company), person)
    return person


def seen_by(company, person, on=TODAY):
    return [(s.kind, s.level) for s in queries.list_disclosed(company.pk, [person.pk], on=on)]


def test_a_statement_counts_through_its_last_day():
    person = a_person()
    a_statement(person, valid_until=TODAY)

    assert len(queries.list_current([person.pk], on=TODAY)) == 1
    assert queries.list_current([person.pk], on=TOMORROW) == []


def test_a_statement_of_a_case_is_held_back_until_the_talk():
    person = a_person()
    a_statement(person, release_key="case:1:1")
    before = queries.list_current([person.pk], on=TODAY)

    services.release_results(release_key="case:1:1", person=person, by=a_service_user(), at=NOON)

    after = queries.list_current([person.pk], on=TODAY)
    assert ([s.is_released for s in before], [s.is_released for s in after]) == ([False], [True])


def test_a_statement_outside_a_case_is_not_held_back():
    person = a_person()
    a_statement(person)

    assert queries.list_current([person.pk], on=TODAY)[0].is_released


def test_what_a_matrix_weighs_is_what_the_employer_sees(company, sharer):
    a_statement(sharer, level=3, valid_until=TOMORROW)
    a_statement(sharer, kind=ProofKind.SELF_RATED)
    a_statement(sharer, area="IT08", release_key="case:1:1")

    seen = queries.list_disclosed(company.pk, [sharer.pk], on=TODAY)
    weighed = queries.list_disclosed_levels(company.pk, [sharer.pk], on=TODAY)

    columns = queries.DisclosedLevel._fields
    assert [tuple(getattr(s, c) for c in columns) for s in seen] == weighed
    assert [(w.level, w.stated_on, w.valid_until) for w in weighed] == [(3, TODAY, TOMORROW)]


def test_an_employer_sees_what_is_released_and_agreed(company, sharer):
    a_statement(sharer, level=3)

    assert seen_by(company, sharer) == [("theory_tested", 3)]


def test_an_employer_does_not_see_what_is_not_released(company, sharer):
    a_statement(sharer, release_key="case:1:1")

    assert seen_by(company, sharer) == []


def test_an_employer_sees_nothing_of_somebody_who_has_not_answered(company):
    person = an_employee(company)
    an_agreement(company)
    a_statement(person)

    assert seen_by(company, person) == []


def test_an_employer_sees_nothing_of_somebody_who_declined(company):
    person = an_employee(company)
    an_answer(an_agreement(company), person, accepted=False)
    a_statement(person)

    assert seen_by(company, person) == []


def test_an_employer_never_sees_own_ratings(company, sharer):
    a_statement(sharer, kind=ProofKind.SELF_RATED)

    assert seen_by(company, sharer) == []


def test_an_employer_sees_what_it_attested_itself_even_of_somebody_who_declined(company):
    person = an_employee(company)
    an_answer(an_agreement(company), person, accepted=False)
    a_statement(person, kind=ProofKind.EMPLOYER_ATTESTED, place=company)
    a_statement(person, kind=ProofKind.EMPLOYER_ATTESTED, area="IT08", place=an_organisation("B"))

    assert len(seen_by(company, person)) == 1


def test_an_employer_sees_nothing_once_the_employment_has_ended(company, sharer):
    a_statement(sharer)
    a_statement(sharer, kind=ProofKind.EMPLOYER_ATTESTED, place=company)
    end_employment(
        employment=Employment.objects.get(person=sharer), to_on=TODAY, by=a_service_user(), at=NOON
    )

    assert len(seen_by(company, sharer, on=TODAY)) == 2
    assert seen_by(company, sharer, on=TOMORROW) == []


def test_another_employer_sees_nothing(sharer):
    a_statement(sharer)

    assert seen_by(an_organisation("Grannverken AB"), sharer) == []


def test_what_an_employer_sees_costs_the_same_for_any_number_of_people(
    company, django_assert_num_queries
):
    agreement = an_agreement(company)
    people = [an_employee(company, f"Nils{n}") for n in range(12)]
    for person in people:
        an_answer(agreement, person)
        a_statement(person)

    with django_assert_num_queries(4):
        seen = queries.list_disclosed(company.pk, [p.pk for p in people], on=TODAY)

    assert len(seen) == 12
