import pytest
from django.test import Client

from kunnande.site import demo
from kunnande.site.tests.builders import a_user, mark_simulated

pytestmark = pytest.mark.django_db

HERE = {"SERVER_NAME": "localhost", "REMOTE_ADDR": "127.0.0.1"}
PRESS = "/demo/person/"


@pytest.fixture(autouse=True)
def account():
    return a_user(email=demo.email_of("person"))


def test_one_press_signs_in_on_this_machine_among_simulated_people(account):
    mark_simulated()
    client = Client(**HERE)

    answer = client.get(PRESS)

    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(account.pk)


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
        {"HTTP_FORWARDED": "for=10.0.0.7"},
        {"SERVER_NAME": "kunnande.example"},
    ],
)
def test_nobody_signs_in_from_elsewhere(where, settings):
    settings.ALLOWED_HOSTS = ["*"]
    mark_simulated()

    answer = Client(**(HERE | where)).get(PRESS)

    assert answer.status_code == 404


def test_nobody_signs_in_among_real_people():
    assert Client(**HERE).get(PRESS).status_code == 404


def test_nobody_signs_in_on_a_public_host(settings):
    settings.PUBLIC_HOST = "kunnande.example"
    mark_simulated()

    assert Client(**HERE).get(PRESS).status_code == 404
    assert demo.sign_in_links() == []


def test_an_unknown_role_has_no_account():
    mark_simulated()

    assert Client(**HERE).get("/demo/administrator/").status_code == 404


def test_whoever_starts_the_site_gets_a_link_for_each_account():
    mark_simulated()

    assert demo.sign_in_links("http://127.0.0.1:8000") == [
        ("Anställd", "http://127.0.0.1:8000/demo/person/")
    ]


def test_the_start_page_offers_the_accounts_only_where_they_work():
    mark_simulated()

    here = Client(**HERE).get("/").content.decode()
    elsewhere = Client(**(HERE | {"REMOTE_ADDR": "10.0.0.7"})).get("/").content.decode()

    assert PRESS in here
    assert PRESS not in elsewhere
