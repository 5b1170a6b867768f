from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.ledger import services
from kunnande.stages.ledger.models import Ending
from kunnande.stages.ledger.queries import ProofKind, list_past
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def person(company):
    return an_employee(company)


@pytest.fixture
def examiner():
    return a_member(an_organisation("Testcentret", OrganisationKind.TEST_CENTRE), Role.EXAMINER)


def attested(person, company):
    return a_statement(person, kind=ProofKind.EMPLOYER_ATTESTED, place=company)


def withdraw(statement, by, reason="Förväxling", at=NOON):
    return services.withdraw_statement(statement_id=statement.pk, reason=reason, by=by, at=at)


def test_an_employer_withdraws_what_it_attested(company, person):
    withdraw(attested(person, company), a_member(company))

    (row,) = list_past(person.pk, on=TODAY)
    assert (row.why, row.reason) == ("withdrawn", "Förväxling")


def test_an_employer_does_not_withdraw_what_was_tested(company, person):
    with pytest.raises(services.UnknownStatementError):
        withdraw(a_statement(person), a_member(company))


def test_another_employer_does_not_withdraw_what_the_first_attested(company, person):
    stranger = a_member(an_organisation("Grannen AB"))

    with pytest.raises(services.UnknownStatementError):
        withdraw(attested(person, company), stranger)


def test_an_employer_does_not_withdraw_of_somebody_who_has_left(company, person):
    statement, employer = attested(person, company), a_member(company)
    person.employments.update(to_on=TODAY)

    with pytest.raises(services.UnknownStatementError):
        withdraw(statement, employer, at=NOON + timedelta(days=1))


def test_an_examiner_withdraws_what_was_tested(person, examiner):
    ending = withdraw(a_statement(person), examiner)

    assert Ending.objects.get() == ending


@pytest.mark.parametrize("kind", [ProofKind.SELF_RATED, ProofKind.EMPLOYER_ATTESTED])
def test_an_examiner_does_not_withdraw_what_others_say(company, person, examiner, kind):
    statement = a_statement(person, kind=kind, place=company)

    with pytest.raises(services.UnknownStatementError):
        withdraw(statement, examiner)


def test_nobody_withdraws_of_their_own(examiner):
    with pytest.raises(services.UnknownStatementError):
        withdraw(a_statement(examiner.person), examiner)


def test_the_page_withdraws_and_records_who_looked(client, person, examiner):
    client.force_login(examiner)
    address = reverse("ledger:withdraw", args=[a_statement(person).pk])

    client.get(address)
    client.post(address, {"reason": "Fel person satt vid provet"})

    assert [look.page for look in list_looks_at(person.pk)] == ["ledger:withdraw"]
    assert Ending.objects.get().reason == "Fel person satt vid provet"


def test_without_a_reason_the_page_asks_for_one(client, person, examiner):
    client.force_login(examiner)

    response = client.post(
        reverse("ledger:withdraw", args=[a_statement(person).pk]), {"reason": " "}
    )

    assert "id_reason_error" in response.content.decode()
    assert not Ending.objects.exists()


def test_the_person_reads_the_reason_where_they_see_what_they_can(client, person, examiner):
    withdraw(a_statement(person), examiner, reason="Provet rättades om", at=timezone.localtime())
    client.force_login(an_account(person))

    response = client.get(reverse("home:competence"))

    assert "Skäl: Provet rättades om" in response.content.decode()


def test_what_an_act_showed_ends_with_it(person, examiner):
    statement = a_statement(person)
    other = a_statement(person, kind=ProofKind.PRACTICALLY_ASSESSED)

    services.withdraw_shown(
        person=person, source=statement.source, reason="Upplåst", by=examiner, at=NOON
    )

    assert list(Ending.objects.values_list("statement_id", flat=True)) == [statement.pk]
    assert other.source != statement.source
