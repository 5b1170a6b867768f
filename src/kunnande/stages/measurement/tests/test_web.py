import pytest
from django.urls import reverse

from kunnande.stages.itembank.models import ItemVersion
from kunnande.stages.itembank.queries import ParametersOrigin, ParametersStatus
from kunnande.stages.itembank.services import Parameters, store_parameters
from kunnande.stages.measurement import services
from kunnande.stages.measurement.tests.builders import many_sittings
from kunnande.stages.parties.queries import OrganisationKind, Role, list_organisations
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_member,
    a_service_user,
    an_organisation,
)
from kunnande.stages.testing.tests.builders import a_finished_sitting, signed_in

pytestmark = pytest.mark.django_db


def an_owner():
    (organisation,) = list_organisations(OrganisationKind.SCHEME_OWNER)
    return signed_in(a_member(organisation, Role.SCHEME_OWNER))


def calibrate():
    services.calibrate_bank(by=a_service_user(), at=NOON)


def item_page(planned, client):
    version = ItemVersion.objects.get(
        pk=planned.sitting.items.order_by("position")[0].item_version_id
    )
    address = reverse("itembank:preview", args=[version.item.code, "sv"])
    return version, client.get(address).content.decode()


def test_the_page_tells_of_each_area_how_many_items_have_a_difficulty():
    many_sittings(60)
    calibrate()

    page = an_owner().get(reverse("measurement:scales")).content.decode()

    assert page.count('data-label="Har fått en svårighet">5</td>') == 2


def test_the_owner_of_another_scheme_sees_no_area():
    a_finished_sitting()
    calibrate()
    other = an_organisation("Andra", OrganisationKind.SCHEME_OWNER)

    page = signed_in(a_member(other, Role.SCHEME_OWNER)).get(reverse("measurement:scales"))

    assert "IT07" not in page.content.decode()


def test_an_order_is_answered_in_words_and_a_second_one_too():
    a_finished_sitting()
    owner = an_owner()
    address = reverse("measurement:order")

    first, second = (owner.post(address, follow=True).content.decode() for _ in range(2))

    assert "Den görs i bakgrunden" in first
    assert "Beräkningen står redan på tur" in second


def test_the_page_of_an_item_says_that_it_has_too_few_answers():
    planned = a_finished_sitting()
    calibrate()

    _version, page = item_page(planned, an_owner())

    assert "För få svar än" in page
    assert "Medelfel" not in page


def test_the_page_of_an_item_shows_what_was_found_beside_what_was_simulated():
    planned = many_sittings(60)
    calibrate()
    version = planned.sitting.items.order_by("position")[0].item_version_id
    known = Parameters(
        item_version_id=version,
        model="rasch",
        status=ParametersStatus.GIVEN,
        answers=0,
        a=1,
        b=-9.5,
    )
    store_parameters(
        parameters=[known],
        origin=ParametersOrigin.SIMULATION,
        source="simulation",
        by=a_service_user(),
        at=NOON,
    )

    _version, page = item_page(planned, an_owner())

    assert "Simuleringen använde" in page
    assert "9,50" in page
    assert "60 svar" in page


def test_a_program_reads_the_same_as_the_page():
    planned = many_sittings(60)
    calibrate()
    client = an_owner()
    version, _page = item_page(planned, client)

    scales = client.get(reverse("api:list_calibrations")).json()
    item = client.get(reverse("api:get_item", args=[version.item.code, "sv"])).json()

    assert [scale["found"] for scale in scales["items"]] == [5, 5]
    assert item["parameters"][0]["standard_errors"]["b"] > 0


def test_a_program_orders_a_calibration_and_is_told_that_one_is_waiting():
    a_finished_sitting()
    client = an_owner()

    answers = [client.post(reverse("api:order_calibration")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [202, 409]
