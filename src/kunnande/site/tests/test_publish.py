import pytest

from kunnande.site.content.publish import publish_sample_scheme
from kunnande.stages.framework import queries
from kunnande.stages.framework.queries import ProductVersion
from kunnande.stages.itembank.queries import list_blueprints
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_scheme_owner, a_service_user
from kunnande.stages.requirements.queries import list_templates
from kunnande.stages.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    return publish_sample_scheme(owner=a_scheme_owner(), by=a_service_user(), at=NOON)


def test_the_demonstrated_version_is_published_with_its_two_areas(published):
    areas = queries.list_areas_of(published.pk)

    assert queries.find_current_version("industriteknik-bas", TODAY) == published
    assert [(area.code, area.shown_level) for area in areas] == [("IT07", 2), ("IT08", 2)]


def test_all_other_products_wait_as_drafts_marked_as_samples(published):
    drafts = ProductVersion.objects.exclude(pk=published.pk)

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
    assert acts.count("version_published") == acts.count("scheme_imported") == 1
