from datetime import date

import pytest
from django.urls import reverse

from kunnande.stages.cases.tests.builders import signed_in, words_of
from kunnande.stages.centres import queries
from kunnande.stages.centres.tests.builders import FIRST_DAY, a_centre, a_role_at, noon
from kunnande.stages.parties.queries import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon(FIRST_DAY))


@pytest.fixture
def centre():
    return a_centre()


@pytest.fixture
def manager(centre):
    return signed_in(a_role_at(centre, Role.CENTRE_MANAGER))


def post(manager, view, *args, **form):
    return manager.post(reverse(f"centres:{view}", args=args), form, follow=True)


def test_a_manager_describes_the_centre(centre, manager):
    answer = post(
        manager,
        "describe",
        centre.pk,
        street_address="Storgatan 1",
        languages=["sv", "pl"],
        travels="on",
    )

    place = queries.get_place(centre.pk)
    assert "Storgatan 1" in words_of(answer)
    assert (place.languages, place.travels) == (["sv", "pl"], True)


def test_rooms_and_machines_come_and_change(centre, manager):
    post(manager, "add_room", centre.pk, name="Sal 1", seats=8)
    (room,) = queries.list_rooms(centre.pk)
    post(manager, "add_machine", centre.pk, name="Svarven", kind="cnc_lathe", room=room.pk)
    (machine,) = queries.list_machines(centre.pk)
    post(manager, "change_room", centre.pk, room.pk, name="Sal 1", seats=12, is_active="on")

    answer = post(
        manager, "change_machine", centre.pk, machine.pk, name="Svarven", kind="cnc_lathe"
    )

    assert "12 platser i rummen" in words_of(answer)
    assert queries.list_machines(centre.pk) == []


def test_a_name_in_use_is_told_beside_the_form(centre, manager):
    post(manager, "add_room", centre.pk, name="Sal 1", seats=8)

    answer = post(manager, "add_room", centre.pk, name="Sal 1", seats=8)

    assert answer.status_code == 422
    assert "Det namnet finns redan på testcentret." in words_of(answer)


def test_hours_and_days_with_other_hours(centre, manager):
    half = post(manager, "hours", centre.pk, opens_0="08:00")
    post(manager, "hours", centre.pk, opens_0="08:00", closes_0="16:00")
    shown = words_of(post(manager, "add_exception", centre.pk, on="2026-12-24", reason="Jul"))
    (day,) = queries.list_opening_exceptions(centre.pk, since=FIRST_DAY)

    post(manager, "remove_exception", centre.pk, day.pk)

    assert "Skriv båda tiderna, eller ingen." in words_of(half)
    assert "08.00–16.00" in shown
    assert "24 december 2026" in shown
    assert queries.find_hours_on(centre.pk, date(2026, 12, 24)) is None
    assert queries.list_opening_exceptions(centre.pk, since=FIRST_DAY) == []


def test_another_centres_place_is_not_there(manager):
    other = a_centre("Annat")

    assert manager.get(reverse("centres:place", args=[other.pk])).status_code == 404
