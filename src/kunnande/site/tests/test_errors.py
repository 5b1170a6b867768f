import pytest
from django.test import Client, RequestFactory

from kunnande.site import errors
from kunnande.site.tests.builders import a_user, signed_in

pytestmark = pytest.mark.django_db


def test_a_form_left_open_too_long_can_be_sent_again():
    client = signed_in(a_user(), enforce_csrf_checks=True)

    answer = client.post(
        "/sprak/", {"note": "min text", "language": "en"}, headers={"Origin": "http://testserver"}
    )

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Sidan har legat öppen för länge" in page
    assert "min text</textarea>" in page


def test_a_form_on_somebody_elses_page_is_not_offered_again():
    client = signed_in(a_user(), enforce_csrf_checks=True)

    answer = client.post(
        "/sprak/", {"note": "deras text"}, headers={"Origin": "http://elsewhere.example"}
    )

    assert "deras text" not in answer.content.decode()


def test_a_password_is_never_written_back_to_the_page():
    answer = Client(enforce_csrf_checks=True).post(
        "/konto/logga-in/",
        {"login": "a@exempel.se", "password": "hemligt-ord"},
        headers={"Origin": "http://testserver"},
    )

    assert "hemligt-ord" not in answer.content.decode()
    assert "Öppna sidan igen" in answer.content.decode()


def test_an_expired_form_speaks_english_to_who_has_chosen_it():
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"

    answer = client.post("/sprak/", {})

    assert answer.headers["Content-Language"] == "en"


def test_an_unknown_address_gets_a_page_with_a_way_on():
    answer = Client().get("/finns-inte/")

    assert answer.status_code == 404
    assert "Till startsidan" in answer.content.decode()


def test_too_large_a_form_gets_a_page_that_says_so(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    answer = Client().post("/sprak/", {"note": "x" * 100})

    assert answer.status_code == 413
    assert "för stort" in answer.content.decode()


def test_the_page_of_a_breakdown_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = errors.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "Till startsidan" in answer.content.decode()
