from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse

from kunnande.stages.parties import services
from kunnande.stages.parties.models import Employment, Invitation, User
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    PASSWORD,
    a_member,
    a_scheme_owner,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db

# The pages read the real clock: a link made then is open whenever the tests run.
LATER = datetime(2200, 1, 1, tzinfo=UTC)
FORM = {"given_name": "Hassan", "family_name": "Kilremm", "email": "hassan@exempel.se"}


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def employer(client, company):
    client.force_login(a_member(company))
    return client


def invite(employer, company, **changes):
    address = reverse("parties:invite_employee", args=[company.pk])
    return employer.post(address, {**FORM, **changes}, follow=True)


def link_in(response):
    return re.search(r"/inbjudan/[\w-]+/", response.content.decode())[0]


def test_an_invitation_is_sent_and_its_link_shown_once(employer, company):
    response = invite(employer, company)

    assert link_in(response) in mail.outbox[0].body
    again = employer.get(reverse("parties:invited")).content.decode()
    assert "visas bara en gång" in again
    assert "/inbjudan/" not in again


def test_a_double_submit_says_so_and_keeps_what_was_typed(employer, company):
    invite(employer, company)

    page = invite(employer, company).content.decode()

    assert "redan anställd eller inbjuden" in page
    assert 'value="hassan@exempel.se"' in page
    assert Employment.objects.count() == 1


@pytest.mark.parametrize(
    "mended",
    [
        ("given_name", "x" * 101, "100"),
        ("email", "ingen adress", "e-postadress"),
        ("identity_number", "19900101-9803", "kontrollsiffra"),
        ("family_name", "", "måste"),
    ],
)
def test_what_needs_mending_is_said_at_the_field(employer, company, mended):
    field, value, told = mended

    page = invite(employer, company, **{field: value}).content.decode()

    assert told in page
    assert not Invitation.objects.exists()


def test_an_address_that_has_an_account_is_said_at_the_field(employer, company):
    an_account(an_employee(an_organisation("Andra AB")), "hassan@exempel.se")

    page = invite(employer, company).content.decode()

    assert "hör redan till ett konto" in page


def test_script_in_a_name_is_shown_as_text(employer, company):
    page = invite(employer, company, given_name="<script>alert(1)</script>").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_employer_invites_to_its_own_company_only(employer):
    other = an_organisation("Andra AB")

    response = employer.post(reverse("parties:invite_employee", args=[other.pk]), FORM)

    assert response.status_code == 404


def test_the_invited_chooses_a_password_and_is_in(employer, company, client):
    link = link_in(invite(employer, company))
    client.logout()

    asked = client.get(link).content.decode()
    response = client.post(link, {"password": PASSWORD})

    assert company.name in asked
    assert response.url == reverse("home:start")
    assert User.objects.get(email="hassan@exempel.se").check_password(PASSWORD)
    assert client.session["_auth_user_id"]


def test_a_weak_password_is_explained(employer, company, client):
    link = link_in(invite(employer, company))
    client.logout()

    page = client.post(link, {"password": "kort"}).content.decode()

    assert "10 tecken" in page


def test_the_inviter_can_not_swallow_the_invitation(employer, company):
    link = link_in(invite(employer, company))

    page = employer.post(link, {"password": PASSWORD}).content.decode()

    assert "Du är inloggad som" in page
    assert not User.objects.filter(email="hassan@exempel.se").exists()


@pytest.mark.parametrize(
    "closed",
    [
        ({"expires_at": NOON}, 410, "gått ut"),
        ({"accepted_at": NOON}, 410, "redan använd"),
        ({"token_digest": "0"}, 404, "stämmer inte"),
    ],
)
def test_a_closed_link_says_why_and_shows_a_way_on(employer, company, client, closed):
    change, status, told = closed
    link = link_in(invite(employer, company))
    Invitation.objects.update(**change)
    client.logout()

    response = client.get(link)

    assert response.status_code == status
    assert told in response.content.decode()
    assert reverse("account_login") in response.content.decode()


def test_who_has_an_account_signs_in_before_saying_yes(client, company):
    user = an_account(an_employee(company), "hassan@exempel.se")
    issued = services.invite(
        person=user.person,
        organisation=company,
        email=user.email,
        role=Role.EMPLOYER,
        by=a_service_user(),
        at=LATER,
    )
    link = reverse("parties:invitation", args=[issued.token])

    client.post(link, {"password": "nytt-lösenord-12"})
    assert not user.memberships.exists()

    client.force_login(user)
    client.post(link)
    assert user.memberships.get().role == Role.EMPLOYER


def test_a_new_link_replaces_the_old_one(employer, company, client):
    old = link_in(invite(employer, company))
    person_id = Invitation.objects.get().person_id
    address = reverse("parties:renew_invitation", args=[company.pk, person_id])

    new = link_in(employer.post(address, follow=True))

    client.logout()
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200


def test_no_new_link_is_made_for_a_stranger_or_for_who_has_an_account(employer, company):
    foreign = an_employee(an_organisation("Andra AB"), "Sara", "Annan")
    settled = an_account(an_employee(company)).person

    refused = employer.post(
        reverse("parties:renew_invitation", args=[company.pk, foreign.pk]), follow=True
    )
    told = employer.post(
        reverse("parties:renew_invitation", args=[company.pk, settled.pk]), follow=True
    )

    assert refused.status_code == 404
    assert "har redan ett konto" in told.content.decode()


def test_the_scheme_owner_invites_a_companys_contact_once(client, company):
    client.force_login(a_member(a_scheme_owner(), Role.SCHEME_OWNER))
    address = reverse("parties:invite_contact", args=[company.pk])

    first = client.post(address, FORM, follow=True)
    again = client.post(address, FORM)

    assert link_in(first)
    assert "redan inbjuden" in again.content.decode()
    listed = client.get(reverse("parties:organisations")).content.decode()
    assert "1 inbjuden" in listed


def test_a_mail_that_can_not_be_sent_leaves_the_link_on_the_page(employer, company, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    response = invite(employer, company)

    assert link_in(response)
    assert "gick inte att skicka" in response.content.decode()
