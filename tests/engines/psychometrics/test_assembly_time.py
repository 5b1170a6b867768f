"""What a search for forms, or for why there are none, says when the time ends first."""

from __future__ import annotations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    Aim,
    Amount,
    Blueprint,
    Goal,
    Item,
    Model,
    Result,
    assemble,
    assembly_conflict,
    bank_of,
)
from kunnande.engines.psychometrics.assembly_rules import lay_rows

RULES = Blueprint(
    amounts=(
        Amount("length", np.ones(6), 3, 3),
        Amount("first half", np.repeat([1.0, 0.0], 3), 3, 3),
        Amount("second half", np.repeat([0.0, 1.0], 3), 2, 3),
    )
)


def bank(n):
    return bank_of(
        [Item(id=f"i{k}", model=Model.TWO_PL, b=b) for k, b in enumerate(np.linspace(-2, 2, n))]
    )


def test_a_search_for_forms_without_time_says_that_it_does_not_know():
    generator = np.random.default_rng(1)
    pool = bank(3000)
    sums = [Amount(f"sum {k}", generator.random(3000), 40.0, 40.0001) for k in range(12)]
    blueprint = Blueprint(amounts=(Amount("length", np.ones(3000), 80, 80), *sums), n_forms=3)
    aim = Aim(goal=Goal.MAXIMIN, abilities=(-1.0, 0.0, 1.0))

    found = assemble(pool, blueprint, aim, seconds=0.01)

    assert found.result is Result.UNKNOWN


def test_a_conflict_searched_for_no_time_at_all_is_no_smallest_one():
    found = assembly_conflict.explain(lay_rows(RULES, 6), seconds=0.0)

    assert (found.is_smallest, found.is_irreducible) == (False, False)


def test_a_conflict_may_be_irreducible_before_it_is_known_to_be_smallest(monkeypatch):
    def out_of_time(*_):
        raise assembly_conflict._OutOfTimeError

    monkeypatch.setattr(assembly_conflict, "_smallest", out_of_time)

    found = assembly_conflict.explain(lay_rows(RULES, 6), seconds=20.0)

    assert (found.is_smallest, found.is_irreducible) == (False, True)
    assert len(found.names) >= 2


def test_the_fewest_rules_that_mend_nothing_are_none():
    assert assembly_conflict._fewest([], ["a"]) == frozenset()
    with pytest.raises(assembly_conflict._OutOfTimeError):
        assembly_conflict._fewest([frozenset()], ["a"])
