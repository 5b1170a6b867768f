from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from kunnande.stages.disclosure import queries, services
from kunnande.stages.disclosure.queries import Extent
from kunnande.stages.disclosure.tests.builders import an_agreement, an_answer
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


def test_the_usual_agreement_shows_whether_areas_are_met():
    agreement = services.ensure_agreement(
        organisation=an_organisation(), by=a_service_user(), at=NOON
    )

    assert (agreement.version, agreement.extent) == (1, Extent.AREAS_MET)


def test_an_agreement_in_force_is_not_made_again():
    company = an_organisation()
    agreement = an_agreement(company, Extent.NOTHING)

    again = services.ensure_agreement(organisation=company, by=a_service_user(), at=NOON)

    assert again == agreement


def test_an_agreement_is_in_force_from_its_day():
    company = an_organisation()
    now = an_agreement(company)
    later = an_agreement(company, from_on=TODAY + timedelta(days=7))

    assert queries.get_agreement_in_force(company.pk, on=TODAY) == now
    assert queries.get_agreement_in_force(company.pk, on=TODAY + timedelta(days=7)) == later


def test_a_company_without_an_agreement_is_told_so():
    with pytest.raises(queries.NoAgreementError):
        queries.get_agreement_in_force(an_organisation().pk, on=TODAY)


def test_the_latest_answer_counts():
    company = an_organisation()
    person, agreement = an_employee(company), an_agreement(company)
    an_answer(agreement, person, accepted=True)

    an_answer(agreement, person, accepted=False)

    assert queries.list_people_who_share(company.pk, [person.pk], on=TODAY) == frozenset()
    assert queries.find_answer(person.pk, company.pk, on=TODAY).accepted is False


def test_a_person_who_accepts_shares():
    company = an_organisation()
    person = an_employee(company)

    an_answer(an_agreement(company), person)

    assert queries.list_people_who_share(company.pk, [person.pk], on=TODAY) == {person.pk}


def test_nobody_shares_under_an_agreement_to_show_nothing():
    company = an_organisation()
    person = an_employee(company)

    an_answer(an_agreement(company, Extent.NOTHING), person)

    assert queries.list_people_who_share(company.pk, [person.pk], on=TODAY) == frozenset()


def test_a_new_agreement_asks_everybody_again():
    company = an_organisation()
    person = an_employee(company)
    an_answer(an_agreement(company), person)

    an_agreement(company)

    assert queries.find_answer(person.pk, company.pk, on=TODAY) is None
    assert queries.list_people_who_share(company.pk, [person.pk], on=TODAY) == frozenset()


def test_an_answer_to_one_company_says_nothing_to_another():
    company, other = an_organisation(), an_organisation("Grannverken AB")
    person = an_employee(company)
    an_agreement(other)

    an_answer(an_agreement(company), person)

    assert queries.list_people_who_share(other.pk, [person.pk], on=TODAY) == frozenset()


def test_nobody_shares_with_a_company_that_has_no_agreement():
    company = an_organisation()

    assert queries.list_people_who_share(company.pk, [1], on=TODAY) == frozenset()
    assert queries.find_answer(1, company.pk, on=TODAY) is None


def test_only_the_person_answers():
    company = an_organisation()
    person, chief = an_employee(company), an_employee(company, "Birgit", "Plåtberg")

    with pytest.raises(services.NotYoursToAnswerError):
        services.answer_agreement(
            agreement=an_agreement(company),
            person=person,
            accepted=True,
            by=an_account(chief),
            at=NOON,
        )

    assert queries.find_answer(person.pk, company.pk, on=TODAY) is None


def test_the_answer_is_in_the_persons_chain():
    company = an_organisation()
    person = an_employee(company)

    an_answer(an_agreement(company), person, accepted=False)

    entry = list_entries(f"person:{person.pk}")[-1]
    assert (entry.act, entry.facts) == ("agreement_answered", {"accepted": False})


@pytest.mark.django_db(transaction=True)
def test_agreements_made_at_the_same_time_get_a_version_each():
    company, clerk = an_organisation(), a_service_user()

    def make(_number: int) -> None:
        try:
            services.make_agreement(organisation=company, from_on=TODAY, by=clerk, at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(make, range(6)))

    versions = [agreement.version for agreement in queries.list_agreements(company.pk)]
    assert versions == [6, 5, 4, 3, 2, 1]
