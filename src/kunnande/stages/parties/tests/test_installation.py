import pytest

from kunnande.stages.parties import queries, services
from kunnande.stages.parties.tests.builders import NOON, a_service_user

pytestmark = pytest.mark.django_db


def test_a_service_account_is_one_and_can_not_sign_in():
    first, again = a_service_user(), a_service_user()

    assert first == again
    assert not first.has_usable_password()


def test_a_database_marked_as_simulated_says_so():
    services.mark_simulated(by=a_service_user(), at=NOON)

    assert queries.is_simulated()
