from datetime import date, timedelta

import pytest

from kunnande.stages.framework.queries import (
    USUAL,
    Validity,
    add_months,
    find_area_version,
    list_validity,
)
from kunnande.stages.framework.services import ImproperValidityError, set_validity_rule
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def version():
    return a_published_version()


@pytest.fixture
def area():
    return find_area_version("IT07").area


def a_rule(about, months, from_on=date(2020, 1, 1)):
    rule = Validity(shown_months=months, renewal_days=30)
    set_validity_rule(about=about, validity=rule, from_on=from_on, by=a_service_user(), at=NOON)


def months_of(area, on=TODAY):
    return list_validity([area.pk], on)[area.pk].shown_months


def test_an_area_without_a_rule_counts_until_further_notice(area):
    assert list_validity([area.pk], TODAY) == {area.pk: USUAL}
    assert USUAL.last_day_of(TODAY) is None


def test_a_products_rule_holds_for_its_areas(version, area):
    a_rule(version, 36)

    assert months_of(area) == 36


def test_an_areas_own_rule_goes_before_its_products(version, area):
    a_rule(version, 36)
    a_rule(area, 12)

    assert months_of(area) == 12


def test_a_later_rule_holds_from_its_day_and_the_earlier_until_then(area):
    tomorrow = TODAY + timedelta(days=1)
    a_rule(area, 36)
    a_rule(area, 24, from_on=tomorrow)

    assert (months_of(area), months_of(area, tomorrow)) == (36, 24)


def test_a_rule_does_not_begin_before_the_one_it_follows(area):
    a_rule(area, 36)

    with pytest.raises(ImproperValidityError):
        a_rule(area, 24, from_on=date(2019, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_a_day_that_exists(day, months, expected):
    assert add_months(day, months) == expected
