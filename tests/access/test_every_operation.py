"""Every operation of the API, asked for by everybody, opens as the hand-written table expects."""

from __future__ import annotations

import json

import pytest

from kunnande.site.access import ROUTES

from . import sights
from .operations import NAME, OPERATIONS, ask_everybody, is_open, list_names
from .test_canaries import is_for_a_retake, relation_of

# The page that shows the same to whoever has been given its address.
SHOWN_BY_NUMBER = {
    "get_credential": sights.SHOWN_BY_ADDRESS["credentials:document"],
    "get_certificate_form": sights.SHOWN_BY_ADDRESS["credentials:form"],
    "get_certificate_paper": sights.SHOWN_BY_ADDRESS["credentials:paper"],
    "open_share": sights.SHOWN_BY_ADDRESS["home:shared"],
    "verify_certificate": sights.SHOWN_BY_ADDRESS["credentials:verify"],
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def called(world):
    """What everybody was answered by every operation."""
    return ask_everybody(world)


def test_every_operation_has_its_own_name_and_is_expected():
    names = list_names()

    assert len(names) == len(set(names))
    assert set(names) == set(OPERATIONS)


def test_the_access_table_lists_the_operations_that_are_there_and_no_others():
    listed = {name.removeprefix(NAME) for name in ROUTES if name.startswith(NAME)}

    assert listed == set(list_names())


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_opens_to_whom_the_table_says_and_to_nobody_else(name, called):
    opened = {one.viewer.name for one in called if one.route == name and is_open(one)}

    assert opened == OPERATIONS[name].opens_to


def test_no_operation_breaks(called):
    assert [(one.route, one.viewer.name) for one in called if one.status >= 500] == []


def test_every_refusal_is_a_problem_document(called):
    refused = [one for one in called if one.status >= 400]

    told = [json.loads(one.body) for one in refused]
    assert {one.headers["Content-Type"] for one in refused} == {"application/problem+json"}
    assert all(body["status"] == one.status for body, one in zip(told, refused, strict=True))
    assert all(body["type"] and body["title"] for body in told)


def test_a_refusal_says_nothing_but_no(called):
    refused = [one for one in called if not is_open(one)]

    assert {one.status for one in refused if one.viewer.user is None} == {401}
    assert {one.status for one in refused if one.viewer.user} <= {403, 404}


@pytest.mark.parametrize("kind", sights.MAY_SEE)
def test_a_value_is_in_no_answer_to_whoever_may_not_see_it(kind, called, world):
    marks = [mark for mark in world.marks if mark.kind == kind]

    leaks = {
        (one.route, one.viewer.name, mark.text)
        for one in called
        for mark in found_in(one, marks)
        if relation_of(one.viewer, mark, world) not in sights.MAY_SEE[mark.kind]
        if not is_told_to_whoever_has_the_number(one, mark)
        if not (one.route == "show_retakes" and is_for_a_retake(mark, one, "testing:leading"))
        if mark.kind not in sights.SHOWN_TO_ALL.get(one.route, ())
    }

    assert leaks == set()


def found_in(one, marks):
    everything = f"{one.headers}\n".encode().lower() + one.body.lower()
    return [mark for mark in marks if mark.text.lower().encode() in everything]


def is_told_to_whoever_has_the_number(one, mark):
    is_subject = mark.side == "A" and mark.story in {"", OPERATIONS[one.route].about}
    return is_subject and mark.kind in SHOWN_BY_NUMBER.get(one.route, ())


def test_the_search_finds_values_where_they_are_shown(called, world):
    shown = {mark.kind for one in called for mark in found_in(one, world.marks)}

    assert shown >= {"given", "email", "summary", "grounds", "filecontent", "company", "role"}
