import pytest
from django.test import Client

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
