from datetime import date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.models import OpeningException, OpeningHours
from kunnande.stages.centres.queries import Hours
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_centre,
    a_role_at,
    an_accredited_centre,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import Municipality, Role
from kunnande.stages.parties.queries.places import COORDINATES, travel_km

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
OFFICE = Hours(time(8), time(16))


@pytest.fixture
def centre():
    return a_centre()


@pytest.fixture
def acting(centre):
    return {"by": a_role_at(centre, Role.CENTRE_MANAGER), "at": noon(FIRST_DAY)}


def moment(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@pytest.mark.parametrize(
    ("times", "is_open"),
    [(((8, 0), (16, 0)), True), (((7, 59), (9, 0)), False), (((15, 0), (16, 1)), False)],
)
def test_a_centre_is_open_between_its_hours(centre, acting, times, is_open):
    services.set_opening_hours(centre=centre, week={0: OFFICE}, **acting)

    asked = queries.is_open(centre.pk, *(moment(MONDAY, *time) for time in times))

    assert asked is is_open


def test_a_day_without_hours_is_closed(centre, acting):
    services.set_opening_hours(centre=centre, week={1: OFFICE}, **acting)

    assert not queries.is_open(centre.pk, moment(MONDAY, 9), moment(MONDAY, 10))


def test_a_night_is_never_open(centre, acting):
    every_day = dict.fromkeys(range(7), Hours(time(0), time(23, 59)))
    services.set_opening_hours(centre=centre, week=every_day, **acting)

    tuesday = date(2026, 3, 3)

    assert not queries.is_open(centre.pk, moment(MONDAY, 22), moment(tuesday, 2))


def test_an_exception_goes_before_the_weekday_until_it_is_removed(centre, acting):
    services.set_opening_hours(centre=centre, week={0: OFFICE}, **acting)
    asked = (centre.pk, moment(MONDAY, 9), moment(MONDAY, 10))
    closed = services.add_opening_exception(centre=centre, on=MONDAY, reason="Mässa", **acting)
    while_closed = queries.is_open(*asked)

    services.remove_opening_exception(exception=closed, **acting)

    assert not while_closed
    assert queries.is_open(*asked)


def test_a_day_can_have_longer_hours(centre, acting):
    services.add_opening_exception(
        centre=centre, on=MONDAY, hours=Hours(time(6), time(22)), **acting
    )

    assert queries.is_open(centre.pk, moment(MONDAY, 20), moment(MONDAY, 22))


def test_a_place_closes_after_it_opens(centre, acting):
    with pytest.raises(services.ImproperHoursError):
        services.set_opening_hours(centre=centre, week={0: Hours(time(9), time(9))}, **acting)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHours.objects.create(centre=centre, weekday=0, opens=time(9), closes=time(8))
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningException.objects.create(centre=centre, on=MONDAY, opens=time(9))


def test_rooms_and_machines_out_of_use_are_not_offered(centre, acting):
    room = services.add_room(centre=centre, name="Sal 1", seats=8, **acting)
    services.add_room(centre=centre, name="Sal 2", seats=4, **acting)
    lathe = services.add_machine(centre=centre, name="Svarv", kind="cnc_lathe", room=room, **acting)

    services.change_room(room=room, name="Sal 1", seats=8, is_active=False, **acting)
    services.change_machine(
        machine=lathe, name="Svarv", kind="cnc_lathe", room=None, is_active=False, **acting
    )

    assert [one.name for one in queries.list_rooms(centre.pk)] == ["Sal 2"]
    assert queries.list_machines(centre.pk) == []
    assert len(queries.list_rooms(centre.pk, also_inactive=True)) == 2


def test_a_name_is_used_once_at_a_centre(centre, acting):
    services.add_room(centre=centre, name="Sal 1", seats=8, **acting)

    with pytest.raises(services.NameTakenError):
        services.add_room(centre=centre, name=" Sal  1 ", seats=2, **acting)


def test_without_a_description_a_centre_lies_in_the_middle_of_its_municipality(centre, acting):
    before = queries.get_place(centre.pk)

    services.describe_centre(
        centre=centre,
        description=services.Description(languages=["sv", "ar"], accessibility=["step_free"]),
        **acting,
    )

    after, middle = queries.get_place(centre.pk), COORDINATES[Municipality.VARNAMO]
    assert (before.latitude, before.longitude) == (middle.latitude, middle.longitude)
    assert (after.latitude, after.longitude) == (middle.latitude, middle.longitude)
    assert (after.languages, after.accessibility) == (["sv", "ar"], ["step_free"])


def test_the_nearest_centre_comes_first():
    product = a_published_version().product
    far = an_accredited_centre(product, name="Fjärran")
    services.describe_centre(
        centre=far,
        description=services.Description(latitude=58.02597, longitude=14.8286),
        by=a_role_at(far, Role.CENTRE_MANAGER),
        at=noon(FIRST_DAY),
    )
    an_accredited_centre(product, name="Nära")

    found = queries.list_nearest_centres(product.pk, near="0617", on=MONDAY)

    assert [near.card.name for near in found] == ["Nära", "Fjärran"]
    assert found[0].kilometres < found[1].kilometres


def test_travel_is_thirteen_tenths_of_the_great_circle():
    # Jönköping to Växjö: 101.2 km by the haversine formula on a sphere of 6,371 km.
    km = travel_km(COORDINATES[Municipality.JONKOPING], COORDINATES[Municipality.VAXJO])

    assert km == pytest.approx(1.3 * 101.2, abs=1.0)


def test_the_public_list_says_what_is_tried_where():
    product = a_published_version().product
    centre = an_accredited_centre(product)

    (card,) = queries.list_accredited_centres(product.pk, on=MONDAY)

    assert (card.centre_id, card.municipality, card.products) == (
        centre.pk,
        "Värnamo",
        ("Teknik BAS",),
    )
    assert queries.list_accredited_centres(product.pk + 1, on=MONDAY) == []


def test_the_public_list_asks_as_often_for_many_centres_as_for_one(django_assert_num_queries):
    product = a_published_version().product
    for name in "ABC":
        centre = an_accredited_centre(product, name=name)
        services.describe_centre(
            centre=centre,
            description=services.Description(),
            by=a_role_at(centre, Role.CENTRE_MANAGER),
            at=noon(FIRST_DAY),
        )

    with django_assert_num_queries(2):
        queries.list_accredited_centres(on=MONDAY)
