"""Nothing that fits in an address or a form breaks the site, however strange."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from .pages import PAGES
from .routes import (
    arguments_of,
    ask,
    list_routes,
    opener,
    openers,
)

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
NUMBERS = (0, 2**63 - 1, 2**63, 10**25)
STRANGE = (
    "", "0", "-1", "٣", "1.5", "9" * 30, str(2**31), str(2**63), "\0", "a\0b", "nan", "1e999",
    "0001-01-01", "9999-12-31", "2026-02-30", "<script>", "å" * 3000, "../../etc/passwd", "%s%n{0}",
    "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{PILE OF POO}" * 50,
)  # fmt: skip
STRANGE_PARTS = {
    "IntConverter": st.sampled_from(NUMBERS),
    "StringConverter": st.text(
        st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=20
    ),
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_too_large_for_the_table_is_not_found(world, number):
    answers = [
        ask(route, viewer, reverse(route, kwargs={**arguments, **dict.fromkeys([name], number)}))
        for route, pattern in list_routes()
        if route in PAGES
        for arguments in [arguments_of(route, world, world.sides["A"].stories[PAGES[route].about])]
        for name, converter in pattern.pattern.converters.items()
        if type(converter).__name__ == "IntConverter"
        for viewer in openers(world, route)[:1]
    ]

    assert {
        (one.route, one.status) for one in answers if one.status not in {302, 403, 404}
    } == set()


@pytest.mark.parametrize("text", ["٣", "-1", "1e3", "+1", " 1"])
def test_only_plain_digits_are_a_number(text):
    answer = Client(SERVER_NAME="localhost").get(f"/mitt-arende/{quote(text)}/lamna-in/")

    assert answer.status_code == 404


@pytest.mark.parametrize("text", ["a\0b", "9" * 500, "1e999999", "x" * 20_000])
def test_no_answer_to_any_question_breaks_a_test(world, fields, text):
    sitting = world.sides["A"].stories["running"].sitting
    posted = urlencode(dict.fromkeys(fields, text))
    addresses = [
        reverse("testing:save", args=[sitting.pk, position])
        for position in range(1, sitting.items.count() + 1)
    ]

    answers = [
        ask("testing:save", opener(world, "testing:save"), address, data=posted, content_type=FORM)
        for address in addresses
    ]

    assert len(answers) == 24
    assert max(one.status for one in answers) < 500


@hypothesis_settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_address_no_question_and_no_form_breaks_the_site(world, fields, data):
    route = data.draw(st.sampled_from(sorted(PAGES)))
    viewer = data.draw(st.sampled_from(openers(world, route)))
    strange = st.sampled_from(STRANGE) | st.text(max_size=40)
    address = data.draw(addresses(world, route))
    query = urlencode(data.draw(st.dictionaries(st.sampled_from(fields), strange, max_size=3)))
    posted = urlencode(data.draw(st.dictionaries(st.sampled_from(fields), strange, max_size=12)))

    asked = ask(route, viewer, f"{address}?{query}", "GET")
    form = ask(route, viewer, address, "POST", data=posted, content_type=FORM)

    assert max(asked.status, form.status) < 500


def addresses(world, route):
    """Return addresses of a route: the right one, and others with strange parts."""
    pattern = dict(list_routes())[route].pattern
    story = world.sides["A"].stories[PAGES[route].about]
    right = arguments_of(route, world, story)
    kinds = {name: type(found).__name__ for name, found in pattern.converters.items()}
    parts = {
        name: st.just(value) | STRANGE_PARTS.get(kinds.get(name, ""), st.nothing())
        for name, value in right.items()
    }
    return st.fixed_dictionaries(parts).map(lambda kwargs: reverse(route, kwargs=kwargs))
