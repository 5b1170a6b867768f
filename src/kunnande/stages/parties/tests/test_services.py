from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from kunnande.stages.parties import queries, services
from kunnande.stages.parties.models import Employment, Invitation, Person
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    PASSWORD,
    TODAY,
    a_member,
    a_person,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.trail import queries as trail

pytestmark = pytest.mark.django_db

# The Tax Agency reserves birth numbers 980-999 for tests.
NUMBER = "19900101-9802"


@pytest.fixture
def company():
    return an_organisation()


def an_invited_employee(company, email="hassan@exempel.se", **details):
    return services.invite_employee(
        organisation=company,
        given_name="Hassan",
        family_name="Kilremm",
        email=email,
        by=a_service_user(),
        at=NOON,
        **details,
    )


@pytest.mark.parametrize("number", ["556036-0793", "5560360793", "16556036-0793"])
def test_an_organisation_number_is_read_in_all_its_forms(number):
    assert services.read_organisation_number(number) == "5560360793"


@pytest.mark.parametrize("number", ["556036-0794", "ABC", "", "55603607930000"])
def test_an_improper_organisation_number_is_refused_by_name(number):
    with pytest.raises(services.ImproperOrganisationNumberError, match="kontrollsiffra"):
        services.read_organisation_number(number)


def test_one_organisation_number_is_registered_once(company):
    with pytest.raises(services.OrganisationKnownError):
        services.register_organisation(
            kind="company",
            name="En till",
            organisation_number=company.organisation_number,
            by=a_service_user(),
            at=NOON,
        )


def test_the_same_identity_number_is_the_same_person():
    given = {"given_name": "Hassan", "family_name": "Kilremm", "by": a_service_user(), "at": NOON}
    first = services.register_person(identity_number=NUMBER, **given)

    again = services.register_person(identity_number=NUMBER.replace("-", ""), **given)

    assert again == first


def test_an_identity_number_is_never_stored_readable():
    person = services.register_person(
        given_name="Hassan",
        family_name="Kilremm",
        identity_number=NUMBER,
        by=a_service_user(),
        at=NOON,
    )

    kept = Person.objects.get(pk=person.pk)
    assert b"19900101" not in bytes(kept.identity_number_sealed)
    assert "19900101" not in kept.identity_number_index


def test_an_improper_identity_number_is_refused_and_nobody_is_registered(company):
    with pytest.raises(services.ImproperIdentityNumberError):
        an_invited_employee(company, identity_number="19900101-9803")

    assert not Person.objects.filter(family_name="Kilremm").exists()


def test_an_invited_employee_is_employed_and_the_link_is_kept_as_a_digest(company):
    issued = an_invited_employee(company)

    person = issued.invitation.person
    assert queries.is_employed_by(person_id=person.pk, organisation_id=company.pk, on=TODAY)
    assert issued.token not in Invitation.objects.get().token_digest


@pytest.mark.parametrize("details", [{}, {"identity_number": NUMBER}])
def test_a_double_submit_makes_one_employment(company, details):
    an_invited_employee(company, **details)

    with pytest.raises(services.AlreadyEmployedError):
        an_invited_employee(company, email=" Hassan@Exempel.se", **details)

    assert Employment.objects.count() == 1
    assert Invitation.objects.count() == 1


def test_the_same_person_under_another_address_is_known_by_the_number(company):
    an_invited_employee(company, identity_number=NUMBER)

    with pytest.raises(services.AlreadyEmployedError):
        an_invited_employee(company, email="annan@exempel.se", identity_number=NUMBER)


def test_an_address_with_an_account_is_not_given_to_somebody_else(company):
    an_account(a_person("Birgit", "Plåtberg"), "birgit@exempel.se")

    with pytest.raises(services.EmailTakenError):
        an_invited_employee(company, email="birgit@exempel.se")


def test_the_database_refuses_two_employments_at_once(company):
    person = an_employee(company)

    with pytest.raises(IntegrityError), transaction.atomic():
        Employment.objects.create(person=person, organisation=company, from_on=TODAY)


def test_after_the_last_day_a_new_employment_may_begin(company):
    person = an_employee(company)
    services.end_employment(
        employment=Employment.objects.get(), to_on=TODAY, by=a_service_user(), at=NOON
    )

    services.employ(
        person=person,
        organisation=company,
        from_on=TODAY + timedelta(days=1),
        by=a_service_user(),
        at=NOON,
    )

    assert Employment.objects.count() == 2


def test_an_accepted_invitation_opens_an_account_that_can_sign_in(company):
    issued = an_invited_employee(company)

    user = services.accept_invitation(token=issued.token, password=PASSWORD, at=NOON)

    assert user.check_password(PASSWORD)
    assert user.person == issued.invitation.person


def test_a_weak_password_leaves_the_invitation_open(company):
    issued = an_invited_employee(company)

    with pytest.raises(ValidationError):
        services.accept_invitation(token=issued.token, password="kort", at=NOON)

    assert services.get_open_invitation(token=issued.token, at=NOON)


def test_an_invitation_is_used_once(company):
    issued = an_invited_employee(company)
    services.accept_invitation(token=issued.token, password=PASSWORD, at=NOON)

    with pytest.raises(services.InvitationUsedError):
        services.accept_invitation(token=issued.token, password=PASSWORD, at=NOON)


def test_an_invitation_ends_after_its_last_day(company):
    issued = an_invited_employee(company)
    late = NOON + timedelta(days=services.INVITATION_VALID_DAYS)

    with pytest.raises(services.InvitationExpiredError):
        services.get_open_invitation(token=issued.token, at=late)


def test_a_new_link_ends_the_old_one(company):
    first = an_invited_employee(company)

    services.invite(
        person=first.invitation.person,
        organisation=company,
        email="hassan@exempel.se",
        by=a_service_user(),
        at=NOON + timedelta(hours=1),
    )

    with pytest.raises(services.InvitationExpiredError):
        services.get_open_invitation(token=first.token, at=NOON + timedelta(hours=1))


def test_a_link_nobody_sent_is_named():
    with pytest.raises(services.UnknownInvitationError):
        services.get_open_invitation(token="gissning", at=NOON)


def test_a_contact_acts_for_the_company_after_accepting(company):
    issued = services.invite_contact(
        organisation=company,
        given_name="Birgit",
        family_name="Plåtberg",
        email="birgit@exempel.se",
        role=Role.EMPLOYER,
        by=a_service_user(),
        at=NOON,
    )

    user = services.accept_invitation(token=issued.token, password=PASSWORD, at=NOON)

    viewer = queries.get_viewer(user, on=TODAY)
    assert viewer.organisations(Role.EMPLOYER) == {company.pk}


def test_a_contact_is_invited_to_a_role_once(company):
    member = a_member(company)

    with pytest.raises(services.AlreadyInvitedError):
        services.invite_contact(
            organisation=company,
            given_name="Birgit",
            family_name="Plåtberg",
            email=member.email,
            role=Role.EMPLOYER,
            by=a_service_user(),
            at=NOON,
        )


def test_who_has_an_account_keeps_it_and_its_password(company):
    account = an_account(a_person("Birgit", "Plåtberg"), "birgit@exempel.se")
    issued = services.invite_contact(
        organisation=company,
        given_name="Bibbi",
        family_name="P",
        email="birgit@exempel.se",
        role=Role.EMPLOYER,
        by=a_service_user(),
        at=NOON,
    )

    user = services.accept_invitation(token=issued.token, password="annat-lösenord-9", at=NOON)

    assert user == account
    assert user.check_password(PASSWORD)


def test_one_address_opens_one_account():
    an_account(a_person("Birgit", "Plåtberg"), "birgit@exempel.se")

    with pytest.raises(services.EmailTakenError):
        an_account(a_person(), "Birgit@exempel.se")


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_the_same_moment_make_one_employee(company):
    def submit(_number):
        try:
            return an_invited_employee(company).token
        except services.AlreadyEmployedError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        tokens = list(threads.map(submit, range(2)))

    assert tokens.count("") == 1
    assert Employment.objects.count() == 1


def test_every_act_is_in_the_trail_without_names(company):
    issued = an_invited_employee(company, identity_number=NUMBER)
    services.accept_invitation(token=issued.token, password=PASSWORD, at=NOON)

    entries = trail.list_entries(company.trail_name)

    acts = ["organisation_registered", "employed", "invited", "invitation_accepted"]
    assert [entry.act for entry in entries] == acts
    assert "Kilremm" not in str([entry.facts for entry in entries])
