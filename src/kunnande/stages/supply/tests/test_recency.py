from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kunnande.stages.framework.queries import Validity
from kunnande.stages.supply.queries import cell_of
from kunnande.stages.supply.tests.test_cells import A_STATEMENT, TODAY, required

YEAR_OLD = datetime(2025, 11, 20, 12, tzinfo=UTC)


def state_of(demands, stated_at, rule=None):
    told = {"rule": rule} if rule else {}
    proof = A_STATEMENT._replace(stated_at=stated_at)
    return cell_of(7, demands, [proof], is_sharing=True, on=TODAY, **told).state


def recent(months):
    return replace(required(), recency_months=months)


@pytest.mark.parametrize(("days", "expected"), [(0, "met"), (1, "remaining")])
def test_a_proof_counts_as_long_as_the_role_takes_it_as_recent(days, expected):
    assert state_of([recent(12)], YEAR_OLD - timedelta(days=days)) == expected


def test_the_strictest_of_several_roles_decides():
    assert state_of([recent(24), recent(6), required()], YEAR_OLD) == "remaining"


def test_the_areas_rule_holds_where_no_role_says_anything():
    assert state_of([required()], YEAR_OLD, Validity(recency_months=6)) == "remaining"


def test_a_roles_own_word_goes_before_the_areas_rule():
    assert state_of([recent(24)], YEAR_OLD, Validity(recency_months=6)) == "met"


def test_it_is_time_to_renew_when_the_area_says_so():
    proof = A_STATEMENT._replace(valid_until=TODAY + timedelta(days=40))

    states = [
        cell_of(
            7, [required()], [proof], is_sharing=True, on=TODAY, rule=Validity(renewal_days=days)
        ).state
        for days in (39, 40)
    ]

    assert states == ["met", "soon"]
