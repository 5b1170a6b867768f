import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from kunnande.site import access, urls
from kunnande.site.access import EVERYBODY, PERSON, VISITOR, roles_of
from kunnande.site.navigation import ENTRIES
from kunnande.site.tests.builders import a_user, an_employer, signed_in
from kunnande.stages.parties.queries import Viewer

pytestmark = pytest.mark.django_db


def unlisted(_request):
    return HttpResponse("out")


class UrlsWithAnUnlistedRoute:
    urlpatterns = (*urls.urlpatterns, path("olistad/", unlisted, name="unlisted"))


def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_page():
    answer = Client().get("/vem-har-sett/?sida=2")

    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next=%2Fvem-har-sett%2F%3Fsida%3D2"


def test_a_page_that_nobody_listed_is_closed_to_everybody():
    with override_settings(ROOT_URLCONF=UrlsWithAnUnlistedRoute):
        answers = [Client().get("/olistad/"), signed_in(a_user()).get("/olistad/")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not any(b"out" in answer.content.split() for answer in answers)


def test_a_role_that_is_not_named_gets_a_page_that_says_so(monkeypatch):
    monkeypatch.setitem(access.ROUTES, "home:competence", frozenset({access.EXAMINER}))

    answer = signed_in(a_user()).get("/min-kompetens/")

    assert answer.status_code == 403
    assert "Sidan är inte öppen för dig" in answer.content.decode()


def test_a_form_sent_after_the_session_ended_can_be_sent_again():
    answer = Client().post("/min-kompetens/", {"text": "tre <b>ord</b>"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "hunnit bli utloggad" in page
    assert "tre &lt;b&gt;ord&lt;/b&gt;</textarea>" in page


def test_a_part_of_a_page_asked_for_after_the_session_ended_moves_the_whole_page():
    answer = Client().get(
        "/min-kompetens/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/min-kompetens/"},
    )

    assert answer.headers["HX-Redirect"].startswith("/konto/logga-in/?next=")


def test_the_viewer_acts_for_the_organisations_of_today():
    client = signed_in(an_employer())

    viewer = client.get("/tillganglighet/").wsgi_request.viewer

    assert roles_of(viewer) == {PERSON, "employer"}


def test_a_visitor_has_one_role():
    assert roles_of(Viewer(user_id=0, person_id=None)) == {VISITOR}


def test_what_everybody_may_open_is_little():
    # Each addition is a decision: these pages are read by strangers.
    opened = {name for name, roles in access.ROUTES.items() if roles == EVERYBODY}

    assert {name for name in opened if name.partition(":")[0] in {"cases", "supply"}} == set()


def test_every_link_of_the_bar_leads_to_a_listed_page():
    names = {name for entries in ENTRIES.values() for name, _words, _icon in entries}

    assert names <= set(access.ROUTES)
