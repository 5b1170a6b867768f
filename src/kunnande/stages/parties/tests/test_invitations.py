import pytest

from kunnande.stages.parties import services
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_service_user,
    an_account,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def _invite(organisation, email):
    return services.invite_employee(
        organisation=organisation,
        given_name="Amina",
        family_name="Fogstråle",
        email=email,
        identity_number="198104019800",
        by=a_service_user(),
        at=NOON,
    )


def test_nobody_gets_a_link_to_a_person_whom_another_registered_first():
    first, second = an_organisation(serial=1), an_organisation(serial=2)
    _invite(first, "amina@exempel.se")

    with pytest.raises(services.KnownElsewhereError):
        _invite(second, "attacker@exempel.se")


def test_a_person_with_an_account_can_be_invited_by_a_second_employer():
    first, second = an_organisation(serial=1), an_organisation(serial=2)
    person = _invite(first, "amina@exempel.se").invitation.person
    an_account(person, "amina@exempel.se")

    again = _invite(second, "amina@exempel.se")

    assert again.invitation.person == person
