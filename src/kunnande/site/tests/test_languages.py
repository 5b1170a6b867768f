import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.parties.services import choose_language, invite_employee
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_member,
    a_person,
    an_account,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def test_a_page_is_swedish_whatever_the_browser_prefers():
    answer = Client().get("/", headers={"Accept-Language": "en-GB"})

    assert '<html lang="sv">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "sv"


def test_the_switch_makes_the_pages_english_and_stays_on_the_page():
    client = Client()

    answer = client.post("/sprak/", {"language": "en", "next": "/tillganglighet/"})

    assert answer.url == "/tillganglighet/"
    assert '<html lang="en">' in client.get("/").content.decode()


def test_a_language_we_do_not_have_is_swedish():
    client = Client()
    client.cookies["django_language"] = "tlh"

    assert client.get("/").headers["Content-Language"] == "sv"


def test_the_switch_leads_nowhere_else():
    answer = Client().post("/sprak/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer.url == "/"


def signed_in(user, client=None):
    """Sign in with a password, as on a device of one's own."""
    user.set_password("en lång fras")
    user.save()
    client = client or Client()
    client.post("/konto/logga-in/", {"login": user.email, "password": "en lång fras"})
    return client


def language_of(client):
    return client.get("/").headers["Content-Language"]


def test_a_new_device_speaks_the_language_of_the_account():
    user = an_account(a_person())
    signed_in(user).post("/sprak/", {"language": "en"})
    user.refresh_from_db()

    assert language_of(signed_in(user)) == "en"


def test_a_shared_device_does_not_keep_the_language_of_whoever_used_it_before():
    english, swedish = an_account(a_person()), an_account(a_person("Vera", "Kopplin"))
    choose_language(language="en", by=english, at=NOON)
    english.refresh_from_db()
    device = signed_in(english)
    device.post("/konto/logga-ut/")

    assert language_of(signed_in(swedish, device)) == "sv"


def test_an_account_is_made_in_the_language_its_invitation_was_read_in():
    company, client = an_organisation(), Client()
    issued = invite_employee(
        organisation=company,
        given_name="Nya",
        family_name="Anställd",
        email="ny@exempel.se",
        by=a_member(company),
        at=timezone.localtime(),
    )
    client.post("/sprak/", {"language": "en"})

    client.post(reverse("parties:invitation", args=[issued.token]), {"password": "en lång fras"})

    person = issued.invitation.person
    person.refresh_from_db()
    assert person.user.language == "en"
