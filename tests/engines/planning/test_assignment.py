from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kunnande.engines.planning import Watch
from kunnande.engines.planning.assignment import (
    Chosen,
    assign,
    choose_greedily,
    cost,
    holds,
    relax,
)

from .conftest import random_choices, still


def every_solution(choices):
    """Try every set of columns and options there is."""
    n_columns, n_options = len(choices.costs), len(choices.options.costs)
    for columns in product((False, True), repeat=n_columns):
        for options in product((False, True), repeat=n_options):
            yield Chosen(np.flatnonzero(columns), np.flatnonzero(options))


def best_by_trying_everything(choices):
    return min(cost(choices, one) for one in every_solution(choices) if holds(choices, one))


def in_turn(choices):
    return choose_greedily(choices, np.arange(len(choices.penalties)), choices.costs)


@pytest.mark.parametrize("least", [0, 4])
@pytest.mark.parametrize("seed", range(6))
def test_small_problems_are_solved_as_by_trying_everything(seed, least):
    choices = random_choices(seed, least=least)

    found = assign(choices, still(), seed=1, start=in_turn(choices), steps=20)

    assert holds(choices, found.chosen)
    assert found.cost == best_by_trying_everything(choices)
    assert found.bound == found.cost


@pytest.mark.parametrize("seed", range(30))
def test_choosing_in_turn_keeps_every_rule(seed):
    choices = random_choices(seed, needs=12, columns=60, limits=6, options=10, least=4)

    chosen = in_turn(choices)

    assert holds(choices, chosen)


@pytest.mark.parametrize("seed", range(5))
def test_no_solution_costs_less_than_the_bound(seed):
    choices = random_choices(seed)

    bound = relax(choices, still(), seed=1).bound

    assert bound <= best_by_trying_everything(choices) + 1e-6


def test_the_same_seed_gives_the_same_solution():
    choices = random_choices(3, needs=30, columns=200, limits=12, options=16)
    start = in_turn(choices)

    first, second = (assign(choices, still(), seed=5, start=start, steps=10) for _ in range(2))

    assert first.chosen.columns.tolist() == second.chosen.columns.tolist()
    assert first.cost == second.cost


def test_when_time_is_out_the_start_is_kept_and_the_bound_stays_honest():
    choices = random_choices(2)
    start = in_turn(choices)

    found = assign(choices, Watch(0.0, lambda: 1.0), seed=1, start=start)

    assert found.cost <= cost(choices, start)
    assert found.bound <= best_by_trying_everything(choices)


def test_a_caller_who_says_stop_keeps_what_there_is():
    choices = random_choices(4, needs=30, columns=200, limits=12, options=16)
    told = []

    def stop(progress):
        told.append(progress.step)
        return False

    found = assign(choices, Watch(60, lambda: 0.0, stop), seed=1, start=in_turn(choices))

    assert told == ["relax"]
    assert holds(choices, found.chosen)
