from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from kunnande.stages.framework import queries
from kunnande.stages.framework.queries import Area, AreaVersion, ProductVersion
from kunnande.stages.framework.tests import builders
from kunnande.stages.parties.queries import Viewer
from kunnande.stages.parties.tests.builders import TODAY, a_scheme_owner

pytestmark = pytest.mark.django_db


def test_a_bilingual_text_follows_the_active_language():
    row = AreaVersion(name_sv="Mätteknik", name_en="Measuring")

    with translation.override("en"):
        assert queries.localised(row, "name") == "Measuring"
    assert queries.localised(row, "name") == "Mätteknik"


def test_an_empty_english_text_falls_back_to_swedish():
    row = AreaVersion(name_sv="Mätteknik", name_en="")

    assert queries.localised(row, "name", "en") == "Mätteknik"


def test_only_the_owner_sees_a_draft():
    owner = a_scheme_owner()
    builders.an_imported_scheme(owner=owner)

    assert not queries.versions_visible_to(Viewer(1, 1)).exists()
    assert queries.versions_visible_to(Viewer(1, 1, {"scheme_owner": frozenset({owner.pk})}))


def test_everybody_sees_what_is_published():
    version = builders.a_published_version()

    assert queries.get_visible_version(version.pk, Viewer(1, 1)) == version


def test_the_current_version_is_published_and_in_force():
    version = builders.a_published_version()

    assert queries.find_current_version("teknik-bas", TODAY) == version
    assert queries.find_current_version("teknik-bas", date(2026, 6, 30)) is None
    assert queries.list_published(TODAY) == [version]


def test_a_day_without_pass_rule_is_named():
    version = builders.a_published_version()

    assert queries.get_pass_rule(version.pk, TODAY).area_minimum_percent == 70
    with pytest.raises(queries.MissingPassRuleError):
        queries.get_pass_rule(version.pk, date(2020, 1, 1))


def test_an_area_accepts_itself_and_what_it_says_it_accepts():
    builders.an_imported_scheme()
    newer, older = AreaVersion.objects.filter(area__code__in=["IT07", "IT08"])

    newer.accepts.add(older)

    assert queries.accepted_version_ids(newer.pk) == {newer.pk, older.pk}


def test_what_many_areas_accept_is_one_question(django_assert_num_queries):
    builders.an_imported_scheme()
    newer, older = AreaVersion.objects.filter(area__code__in=["IT07", "IT08"])
    newer.accepts.add(older)

    with django_assert_num_queries(1):
        accepted = queries.map_accepted_version_ids([newer.pk, older.pk])

    assert accepted == {newer.pk: {newer.pk, older.pk}, older.pk: {older.pk}}


def test_an_area_shared_by_two_products_is_one_area():
    package = builders.a_package()
    second = {**package["products"]["products"][0], "id": "underhall"}
    package["products"]["products"].append(second)
    builders.an_imported_scheme(package)

    used = [
        [area.area_version_id for area in queries.list_areas_of(version.pk)]
        for version in ProductVersion.objects.all()
    ]

    assert used[0] == used[1]


def test_lists_of_texts_follow_the_language_too():
    builders.an_imported_scheme()
    version = queries.find_area_version("IT07", "1")

    assert queries.localised_list(version, "rating_statements", "en")[4] == "I can 4."
    assert len(queries.list_criteria(version.pk)) == 3


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["IT01", "IT02", "IT03", "AU01"], "AU01, IT01–IT03"),
        (["IT07", "IT08"], "IT07, IT08"),
        (["IT01", "IT02", "IT03", "IT05"], "IT01–IT03, IT05"),
        (["SKA"], "SKA"),
    ],
)
def test_an_unbroken_series_of_codes_is_told_as_first_to_last(codes, told):
    areas = tuple(AreaVersion(area=Area(code=code)) for code in codes)

    assert queries.ProductRow(ProductVersion(), areas).codes == told
