"""Every route, asked for by everybody, answers as the hand-written table expects."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from kunnande.site import access, urls

from .expectations import VISITOR
from .pages import PAGES
from .routes import ask, list_routes, viewers_of

pytestmark = pytest.mark.django_db


class UrlsWithOneMore:
    urlpatterns = (*urls.urlpatterns, path("olistad/", lambda _request: HttpResponse("ut")))


def test_every_route_is_expected_and_every_expected_route_is_there():
    routes = {name for name, _pattern in list_routes()}

    assert routes == set(PAGES)


def test_the_access_table_lists_the_routes_that_are_there_and_no_others():
    routes = {name for name, _pattern in list_routes()}

    assert routes == {name for name in access.ROUTES if not name.startswith("api:")}


@pytest.mark.parametrize("route", PAGES)
def test_a_route_opens_to_whom_the_table_says_and_to_nobody_else(route, asked):
    opened = {one.viewer.name for one in asked if one.route == route and one.is_open}

    assert opened == PAGES[route].opens_to


def test_a_refusal_says_nothing_but_no(asked):
    refused = [one for one in asked if not one.is_open and one.viewer.name != VISITOR]

    assert {one.status for one in refused} <= {403, 404}


def test_a_visitor_is_asked_to_sign_in_wherever_signing_in_may_help(asked):
    refused = [one for one in asked if not one.is_open and one.viewer.name == VISITOR]

    assert all(
        one.is_asked_to_sign_in if PAGES[one.route].method == "GET" else one.status == 403
        for one in refused
    )


def test_an_address_in_no_table_is_closed_to_everybody(world):
    with override_settings(ROOT_URLCONF=UrlsWithOneMore):
        viewers = viewers_of(world, world.sides["A"].stories["awarded"])
        answers = [ask("", viewer, "/olistad/", "GET") for viewer in viewers]

    assert {answer.status for answer in answers} == {403}
