from datetime import timedelta

import pytest

from kunnande.stages.ledger.queries import ProofKind, list_past
from kunnande.stages.ledger.services import withdraw_statement
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, a_service_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_person()


def test_what_counts_is_not_past(person):
    a_statement(person)

    assert list_past(person.pk, on=TODAY) == []


def test_what_a_later_proof_replaced_is_past(person):
    a_statement(person, level=1)
    a_statement(person, level=2)

    (row,) = list_past(person.pk, on=TODAY)

    assert (row.level, row.why) == (1, "superseded")


def test_what_was_withdrawn_says_why(person):
    statement = a_statement(person)
    reason = "Fel person satt vid provet"
    withdraw_statement(statement_id=statement.pk, reason=reason, by=a_service_user(), at=NOON)

    (row,) = list_past(person.pk, on=TODAY)

    assert (row.why, row.reason) == ("withdrawn", reason)


def test_what_has_passed_its_last_day_has_lapsed(person):
    a_statement(person, valid_until=TODAY)

    (row,) = list_past(person.pk, on=TODAY + timedelta(days=1))

    assert (row.why, row.ended_on) == ("lapsed", TODAY)


def test_own_ratings_leave_no_history(person):
    a_statement(person, kind=ProofKind.SELF_RATED, level=1)
    a_statement(person, kind=ProofKind.SELF_RATED, level=2)

    assert list_past(person.pk, on=TODAY) == []
