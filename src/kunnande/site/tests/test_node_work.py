import pytest

from kunnande.site.home.node_work import get_node_section
from kunnande.site.home.steps import get_step
from kunnande.stages.booking.tests.builders import (
    a_booking,
    a_candidate,
    a_node_coordinator,
    a_session,
    a_site,
    somebody_waiting,
)
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import TODAY
from kunnande.stages.programme.tests.builders import Funded

pytestmark = pytest.mark.django_db


def section():
    return get_node_section(get_viewer(a_node_coordinator(), on=TODAY), TODAY)


def test_a_node_is_led_to_the_first_session_with_room():
    a_session(a_site())
    somebody_waiting(a_candidate())

    found = section()

    assert found.step.heading == "1 person väntar på en plats"
    assert found.step.action == "Fyll tillfället: Testcenter Väst, Sal 1"
    assert [number.value for number in found.numbers] == [1, 2, 1, 0]


def test_a_node_reads_how_full_sessions_are_and_no_name():
    session, candidate = a_session(a_site()), a_candidate()
    a_booking(session, candidate)

    *_proposed, sessions = section().lists

    assert [(row.name, row.state) for row in sessions.rows] == [
        ("Testcenter Väst, Sal 1, Värnamo", "1 av 2 tagna")
    ]


def test_a_node_with_nothing_to_fill_is_told_so():
    assert section().step.heading == "Ingen väntar på en plats"


def test_whoever_has_booked_reads_when_and_where():
    candidate = a_candidate()
    a_booking(a_session(a_site()), candidate)

    step = get_step(candidate.case, on=TODAY)

    assert step.heading == "Teoriprov den 27 november 2026"
    assert step.facts[1].words == "Testcenter Väst, Sal 1"


def test_the_first_page_of_a_node_draws_where_and_when_without_a_style_of_its_own(client):
    a_session(a_site())
    somebody_waiting(a_candidate())
    client.force_login(a_node_coordinator())

    page = client.get("/").content.decode()

    drawing = page.partition("chart--map")[2].partition("</svg>")[0]
    assert drawing.count("<circle") == 21
    assert "färre än fem" in page
    assert "style=" not in page


def test_a_node_is_led_to_how_its_companies_stand():
    funded = Funded()

    found = get_node_section(get_viewer(funded.coordinator, on=TODAY), TODAY)

    (row,) = found.lists[-1].rows
    assert (row.name, row.address) == ("Framtiden", f"/program/{funded.programme.pk}/noden/")
