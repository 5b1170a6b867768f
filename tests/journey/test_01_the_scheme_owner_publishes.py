import pytest

from kunnande.stages.framework.queries import (
    find_current_version,
    get_pass_rule,
    get_version,
    list_areas_of,
)

from .people import Browser

pytestmark = pytest.mark.django_db


def test_industriteknik_bas_is_in_force_with_two_weighed_areas(published, clock):
    areas = list_areas_of(published.pk)

    assert find_current_version("industriteknik-bas", clock.moment.date()) == published
    assert [(area.code, area.weight, area.shown_level) for area in areas] == [
        ("IT07", 50, 2),
        ("IT08", 50, 2),
    ]


def test_its_pass_rule_is_dated(published, clock):
    rule = get_pass_rule(published.pk, clock.moment.date())

    assert (rule.area_minimum_percent, rule.retake_after_days) == (70, 14)
    assert rule.from_on <= clock.moment.date()


def test_the_full_product_waits_as_a_draft(published):
    assert get_version("industriteknik-bas", "2026.1").state == "draft"


def test_the_page_says_that_the_content_is_a_sample(published, around):
    page = Browser(around.sigrid).read("framework:version", published.pk)

    assert "xempel" in page
