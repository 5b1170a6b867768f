from __future__ import annotations

from collections import Counter

import pytest

from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.itembank import queries, services
from kunnande.stages.itembank.models import Exposure, Item, ItemVersion, Media
from kunnande.stages.itembank.tests.builders import (
    a_bank,
    a_form,
    some_blueprints,
    some_items,
    the_item_files,
)
from kunnande.stages.parties.tests.builders import NOON, a_person, a_service_user

pytestmark = pytest.mark.django_db


def draw(blueprint, person, *, seed=1, source="sitting:1", areas=()):
    return services.draw_form(
        blueprint=blueprint,
        person_id=person.pk,
        area_version_ids=areas,
        seed=seed,
        source=source,
        by=a_service_user(),
        at=NOON,
    )


def test_the_sample_items_enter_the_bank_in_both_languages():
    a_published_version()

    some_items()

    assert Item.objects.count() == 24
    assert all(
        set(v.texts.values_list("language", flat=True)) == {"sv", "en"}
        for v in ItemVersion.objects.all()
    )


def test_importing_the_same_items_again_makes_no_new_wording():
    a_bank()

    made = services.import_items(folder=the_item_files(), by=a_service_user(), at=NOON)

    assert made == ()
    assert ItemVersion.objects.count() == 24


def test_a_changed_wording_becomes_a_new_version():
    a_bank()
    name = "IT07-04.sv.xml"
    changed = the_item_files()[name].replace(b"</qti-item-body>", b"<p>Mer.</p></qti-item-body>")

    made = services.import_items(
        folder=the_item_files() | {name: changed}, by=a_service_user(), at=NOON
    )

    assert [(v.item.code, v.version) for v in made] == [("IT07-04", 2)]


def test_a_broken_item_is_refused_by_name_and_nothing_is_half_saved():
    a_published_version()
    folder = the_item_files() | {"IT08-01.sv.xml": b"<qti-assessment-item>"}

    with pytest.raises(services.UnfitItemError, match="IT08-01"):
        services.import_items(folder=folder, by=a_service_user(), at=NOON)

    assert not Item.objects.exists()


def test_a_picture_that_is_no_picture_is_refused_by_name():
    a_published_version()
    folder = the_item_files() | {"IT07-02.svg": b"MZ this is a program"}

    with pytest.raises(services.UnfitItemError, match=r"IT07-02\.svg"):
        services.import_items(folder=folder, by=a_service_user(), at=NOON)


def test_a_drawing_loses_everything_that_is_not_on_the_list():
    a_published_version()
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)">'
        b"<script>alert(1)</script><foreignObject><b/></foreignObject>"
        b'<rect width="9" height="9" fill="url(http://evil.example/x)" style="x"/></svg>'
    )

    services.import_items(
        folder=the_item_files() | {"IT07-02.svg": drawing}, by=a_service_user(), at=NOON
    )

    kept = bytes(Media.objects.get(name="IT07-02.svg").content)
    assert b"<rect" in kept
    assert not any(word in kept for word in (b"script", b"alert", b"evil", b"style", b"foreign"))


def test_a_drawing_with_a_doctype_is_refused():
    a_published_version()
    drawing = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'

    with pytest.raises(services.UnfitItemError, match=r"IT07-02\.svg"):
        services.import_items(
            folder=the_item_files() | {"IT07-02.svg": drawing}, by=a_service_user(), at=NOON
        )


def test_a_package_without_a_catalogue_is_refused():
    with pytest.raises(services.UnfitItemError, match="förteckning"):
        services.import_items(folder={}, by=a_service_user(), at=NOON)


def test_a_blueprint_whose_quotas_do_not_add_up_is_refused():
    a_published_version()
    form = a_form()
    form["items_per_area"][0]["cognitive"] = {"apply": 4}

    with pytest.raises(services.UnfitBlueprintError, match="IT07"):
        some_blueprints(form)


def test_blueprints_are_stored_once():
    blueprint = a_bank()

    again = some_blueprints()

    assert again == [blueprint]


def test_a_form_holds_the_items_the_blueprint_asks_for():
    blueprint = a_bank()

    drawn = draw(blueprint, a_person())

    assert set(Counter(item.area_version_id for item in drawn).values()) == {5}
    assert len({item.item_version_id for item in drawn}) == 10


def test_a_form_follows_the_quotas_of_cognition():
    blueprint = a_bank(a_form(items=4, understand=1, apply=3))

    drawn = draw(blueprint, a_person())

    kinds = Counter(
        ItemVersion.objects.get(pk=item.item_version_id).item.cognition for item in drawn
    )
    assert kinds == {"understand": 2, "apply": 6}


def test_the_same_seed_gives_two_people_the_same_form_and_another_seed_another():
    blueprint = a_bank()

    one, same, other = (draw(blueprint, a_person(), seed=seed) for seed in (7, 7, 8))

    assert one == same
    assert one != other


def test_nobody_is_given_an_item_twice():
    blueprint = a_bank()
    person = a_person()

    first = {item.item_version_id for item in draw(blueprint, person, source="sitting:1")}
    second = {item.item_version_id for item in draw(blueprint, person, source="sitting:2")}

    assert not first & second
    assert Exposure.objects.filter(person=person).count() == 20


def test_an_exhausted_bank_is_named_with_what_is_left():
    blueprint = a_bank()
    person = a_person()
    draw(blueprint, person, source="sitting:1")
    draw(blueprint, person, source="sitting:2")

    with pytest.raises(services.BankExhaustedError, match="IT07 har 2 av 5") as caught:
        draw(blueprint, person, source="sitting:3")

    assert [(area.code, area.available) for area in caught.value.shortages] == [
        ("IT07", 2),
        ("IT08", 2),
    ]


def test_a_bank_too_small_for_the_blueprint_is_named():
    blueprint = a_bank(a_form("long", items=19))

    with pytest.raises(services.BankTooSmallError, match="IT07 har 12 av 19"):
        draw(blueprint, a_person())

    assert not Exposure.objects.exists()


def test_only_the_areas_asked_for_are_drawn():
    blueprint = a_bank()
    area = queries.list_blueprint_areas(blueprint.pk)[0]

    drawn = draw(blueprint, a_person(), areas=[area.area_version_id])

    assert {item.area_version_id for item in drawn} == {area.area_version_id}
