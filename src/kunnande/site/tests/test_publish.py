import pytest

from kunnande.site.content.publish import TWO_AREAS, publish_sample_scheme
from kunnande.stages.framework import queries
from kunnande.stages.framework.queries import ProductVersion
from kunnande.stages.itembank.queries import can_serve, list_blueprints
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_scheme_owner, a_service_user
from kunnande.stages.requirements.queries import list_templates
from kunnande.stages.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    return publish_sample_scheme(owner=a_scheme_owner(), by=a_service_user(), at=NOON)


def test_the_demonstrated_version_is_published_with_all_its_ten_areas(published):
    areas = queries.list_areas_of(published.pk)

    assert queries.find_current_version("industriteknik-bas", TODAY) == published
    assert [area.code for area in areas] == [f"IT{number:02}" for number in range(1, 11)]
    assert {area.shown_level for area in areas} == {2}


def test_every_area_of_it_can_be_tested_with_the_items_that_come_along(published):
    (form,) = list_blueprints(published.pk, TODAY)

    assert form.is_sample
    assert all(area.is_enough and area.needed == 5 for area in can_serve(form))


def test_a_smaller_version_of_two_areas_is_published_beside_it(published):
    smaller = queries.get_version(*TWO_AREAS)

    assert smaller.state == published.state == "published"
    assert [area.code for area in queries.list_areas_of(smaller.pk)] == ["IT07", "IT08"]


def test_all_other_products_wait_as_drafts_marked_as_samples(published):
    shown = [published.pk, queries.get_version(*TWO_AREAS).pk]
    drafts = ProductVersion.objects.exclude(pk__in=shown)

    assert {version.state for version in drafts} == {"draft"}
    assert len({version.product_id for version in drafts}) == 5
    assert all(version.is_sample for version in drafts)


def test_the_whole_content_comes_along(published):
    assert len(queries.list_areas()) == 32
    assert len(list_templates()) == 12
    assert list_blueprints(published.pk, TODAY)


def test_publishing_the_sample_again_changes_nothing(published):
    owner = published.product.scheme.owner

    again = publish_sample_scheme(owner=owner, by=a_service_user(), at=NOON)

    acts = [entry.act for entry in trail.list_entries("scheme:kunnande-sample-content")]
    assert again == published
    assert (acts.count("version_published"), acts.count("scheme_imported")) == (2, 1)
