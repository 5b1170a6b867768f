from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.framework import queries, services
from kunnande.stages.framework.models import Criterion, PassRule, ProductArea, ProductVersion
from kunnande.stages.framework.tests import builders
from kunnande.stages.parties.tests.builders import NOON, a_scheme_owner, a_service_user
from kunnande.stages.trail import queries as trail

pytestmark = pytest.mark.django_db


def problems_of(package):
    with pytest.raises(services.ImproperSchemeError) as caught:
        builders.an_imported_scheme(package)
    return "\n".join(caught.value.problems)


def product_of(package):
    return package["products"]["products"][0]


def test_an_imported_scheme_has_its_products_as_drafts():
    builders.an_imported_scheme()

    version = queries.get_version("teknik-bas", "1")

    assert version.state == "draft"
    assert [area.code for area in queries.list_areas_of(version.pk)] == ["IT07", "IT08"]


def test_an_import_is_in_the_trail_of_the_scheme():
    builders.an_imported_scheme()

    assert [entry.act for entry in trail.list_entries("scheme:provmodell")] == ["scheme_imported"]


def test_importing_the_same_again_changes_nothing():
    owner = a_scheme_owner()
    builders.an_imported_scheme(owner=owner)

    builders.an_imported_scheme(owner=owner)

    assert len(trail.list_entries("scheme:provmodell")) == 1
    assert Criterion.objects.count() == 9


def test_a_criterion_left_out_of_a_draft_is_removed():
    owner = a_scheme_owner()
    builders.an_imported_scheme(owner=owner)
    shorter = builders.a_package()
    del shorter["areas"]["areas"][0]["criteria"][0]

    builders.an_imported_scheme(shorter, owner)

    assert not Criterion.objects.filter(code="IT07.1").exists()


def test_a_met_area_shows_level_two_or_three_for_cnc_unless_the_version_says():
    package = builders.a_package()
    product_of(package)["versions"] = [builders.a_version("1", ("IT07", "CN01"))]
    product_of(package)["versions"][0]["areas"] += [
        {"area": "IT08", "weight": 20, "level_shown": 4}
    ]
    for row, weight in zip(product_of(package)["versions"][0]["areas"], (40, 40), strict=False):
        row["weight"] = weight

    builders.an_imported_scheme(package)

    areas = queries.list_areas_of(queries.get_version("teknik-bas", "1").pk)
    assert [area.shown_level for area in areas] == [2, 3, 4]


def test_an_unknown_area_is_named_with_its_path():
    package = builders.a_package()
    product_of(package)["versions"][0]["areas"][0]["area"] = "XX99"

    assert "products.products[teknik-bas].versions[1].areas[XX99]" in problems_of(package)


def test_weights_that_miss_a_hundred_are_named():
    package = builders.a_package()
    product_of(package)["versions"][0]["areas"][0]["weight"] = 40

    assert "90" in problems_of(package)


def test_a_missing_language_is_named_with_its_path():
    package = builders.a_package()
    del package["areas"]["areas"][1]["criteria"][0]["text"]["en"]

    assert "areas.areas[IT08].criteria[IT08.1].text.en" in problems_of(package)


@pytest.mark.parametrize("level", [5, -1, "2", True, None])
def test_a_level_outside_the_scale_is_named(level):
    package = builders.a_package()
    product_of(package)["versions"][0]["areas"][0]["level_shown"] = level

    assert "areas[IT07].level_shown" in problems_of(package)


def test_a_code_used_twice_is_named():
    package = builders.a_package()
    package["areas"]["areas"].append(builders.an_area("IT07"))

    assert "IT07 (1) står mer än en gång" in problems_of(package)


def test_versions_in_force_on_the_same_day_are_named():
    package = builders.a_package()
    product_of(package)["versions"].append(builders.a_version("2"))

    assert "2026-07-01" in problems_of(package)


def test_a_sample_version_may_run_beside_another():
    package = builders.a_package()
    product_of(package)["versions"].append({**builders.a_version("2"), "sample": True})

    builders.an_imported_scheme(package)

    assert queries.get_version("teknik-bas", "2").is_sample


def test_every_problem_of_an_empty_package_is_named_at_once():
    found = problems_of({"areas": {}, "products": []})

    assert {"levels: saknas", "areas.areas: saknas", "products: saknas"} <= set(found.split("\n"))


def test_rows_dates_and_texts_of_the_wrong_kind_are_named():
    package = builders.a_package()
    version = product_of(package)["versions"][0]
    version["valid_from"] = "i somras"
    version["areas"].append("IT09")
    version["version"] = "x" * 33
    package["levels"]["scale"]["levels"].pop()
    area = package["areas"]["areas"][0]
    area["self_rating"].pop()
    area["criteria"][0]["dimension"] = "tur"

    found = problems_of(package)

    for path in ("valid_from", "areas[2]", "].version", "levels.scale.levels", "self_rating"):
        assert f"{path}:" in found
    assert "knowledge, skill" in found


def test_a_package_with_problems_stores_nothing():
    package = builders.a_package()
    product_of(package)["versions"][0]["valid_to"] = "2020-01-01"

    problems_of(package)

    assert queries.list_areas() == []


def test_publishing_is_in_the_trail_with_product_and_version():
    builders.a_published_version()

    entry = trail.list_entries("scheme:provmodell")[-1]

    assert entry.act == "version_published"
    assert entry.facts == {"product": "teknik-bas", "version": "1"}


def test_a_version_is_published_once():
    version = builders.a_published_version()

    with pytest.raises(services.AlreadyPublishedError):
        services.publish_version(version=version, by=a_service_user(), at=NOON)


def test_a_draft_without_rule_criteria_or_full_weights_is_not_published():
    builders.an_imported_scheme()
    draft = queries.get_version("teknik-bas", "1")
    PassRule.objects.all().delete()
    Criterion.objects.filter(code__startswith="IT07").delete()
    ProductArea.objects.filter(position=2).update(weight=49)

    with pytest.raises(services.ImproperSchemeError) as caught:
        services.publish_version(version=draft, by=a_service_user(), at=NOON)

    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda: ProductVersion.objects.update(valid_from="2020-01-01"),
        lambda: ProductVersion.objects.update(state="draft"),
        lambda: ProductVersion.objects.update(certificate_validity_months=1),
        lambda: ProductArea.objects.update(weight=1),
        lambda: ProductArea.objects.all().delete(),
        lambda: PassRule.objects.update(area_minimum_percent=1),
        lambda: PassRule.objects.all().delete(),
        lambda: Criterion.objects.filter(code="IT07.1").update(text_sv="Annat."),
        lambda: Criterion.objects.filter(code="IT07.1").delete(),
        lambda: queries.AreaVersion.objects.filter(area__code="IT07").update(name_sv="Annat"),
        lambda: queries.Level.objects.update(name_sv="Annan"),
    ],
)
def test_the_database_refuses_to_change_what_is_published(change):
    builders.a_published_version()

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        change()


def test_the_database_refuses_to_add_to_what_is_published():
    version = builders.a_published_version()
    other = queries.AreaVersion.objects.get(area__code="CN01")

    with pytest.raises(IntegrityError, match="frozen"):
        ProductArea.objects.create(
            product_version=version, area_version=other, position=3, weight=1, shown_level=2
        )


def test_a_published_version_can_be_given_a_last_day():
    version = builders.a_published_version()

    ProductVersion.objects.filter(pk=version.pk).update(valid_to=NOON.date(), state="retired")

    assert queries.get_version_by_id(version.pk).state == "retired"


def test_an_import_that_would_change_what_is_published_is_refused_by_name():
    owner = a_scheme_owner()
    builders.a_published_version(owner)
    changed = builders.a_package()
    changed["areas"]["areas"][0]["criteria"][0]["text"]["sv"] = "Annat."

    with pytest.raises(services.ImproperSchemeError, match=r"criteria\[IT07.1\]"):
        builders.an_imported_scheme(changed, owner)
