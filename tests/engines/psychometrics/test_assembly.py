from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    Aim,
    Amount,
    Blueprint,
    Goal,
    Group,
    ImproperBlueprintError,
    Item,
    Model,
    Result,
    Sets,
    assemble,
    bank_of,
    item_information,
)

RANDOM = np.random.default_rng(4)
POOL = bank_of(
    [
        Item(id=f"i{n}", model=Model.TWO_PL, a=a, b=b)
        for n, (a, b) in enumerate(
            zip(RANDOM.uniform(0.5, 2, 16), RANDOM.normal(size=16), strict=True)
        )
    ]
)
AREA = np.arange(16) % 4
FIVE = Amount("length", np.ones(16), 5, 5)
AT = Aim(goal=Goal.MAXIMUM, abilities=(0.0,))


def area(number, least, most):
    return Amount(f"area {number}", (number == AREA).astype(float), least, most)


def allowed(form):
    areas = [AREA[item] for item in form]
    return areas.count(0) == 2 and areas.count(1) <= 1 and not {3, 7} <= set(form)


RULES = Blueprint(amounts=(FIVE, area(0, 2, 2), area(1, 0, 1)), enemies=(Group("enemies", (3, 7)),))


def test_the_best_form_is_the_best_of_all_forms():
    information = item_information(np.array([0.0]), POOL)[0]

    found = assemble(POOL, RULES, AT)

    best = max(
        information[list(form)].sum() for form in combinations(range(16), 5) if allowed(form)
    )
    assert found.result is Result.OPTIMAL
    assert found.objective == pytest.approx(best)
    assert found.gap == pytest.approx(0, abs=1e-6)
    assert len(found.forms[0]) == 5


@pytest.mark.parametrize("goal", [Goal.MAXIMIN, Goal.MINIMAX, Goal.TARGET])
def test_goals_at_several_abilities_are_the_best_of_all_forms(goal):
    abilities, target = (-1.0, 1.0), (1.5, 1.8)
    information = item_information(np.array(abilities), POOL)
    forms = [list(form) for form in combinations(range(16), 5) if allowed(form)]
    sums = np.array([information[:, form].sum(axis=1) for form in forms])

    wanted = () if goal is Goal.MAXIMIN else target
    found = assemble(POOL, RULES, Aim(goal=goal, abilities=abilities, target=wanted))

    away = np.abs(sums - target)
    best = {
        Goal.MAXIMIN: sums.min(axis=1).max(),
        Goal.MINIMAX: away.max(axis=1).min(),
        Goal.TARGET: away.sum(axis=1).min(),
    }[goal]
    assert found.objective == pytest.approx(best, abs=1e-5)


def test_parallel_forms_share_no_items_unless_they_may():
    apart = Blueprint(n_forms=3, amounts=(FIVE,))
    shared = Blueprint(n_forms=2, amounts=(FIVE,), most_used=None, overlap=(2, 2))

    found = assemble(POOL, apart, AT)
    both = assemble(POOL, shared, AT)

    assert len({item for form in found.forms for item in form}) == 15
    assert len(set(both.forms[0]) & set(both.forms[1])) == 2
    assert both.information.min() == pytest.approx(both.objective)


def test_sets_are_taken_with_enough_items_or_not_at_all():
    member = np.repeat([0, 1, 2, 3], 4)
    rule = Sets("texts", member, 2, 3, 2, 2)

    found = assemble(POOL, Blueprint(amounts=(FIVE,), sets=(rule,)), AT)

    counts = np.bincount([member[int(name[1:])] for name in found.forms[0]], minlength=4)
    assert sorted(counts) == [0, 0, 2, 3]


def test_items_that_belong_together_come_together():
    rule = Group("together", (1, 2, 5))

    found = assemble(POOL, Blueprint(amounts=(FIVE,), together=(rule,)), AT)

    assert len({"i1", "i2", "i5"} & set(found.forms[0])) in {0, 3}


def test_rules_without_a_goal_give_any_form():
    found = assemble(POOL, RULES)

    assert found.result is Result.OPTIMAL
    assert found.objective is None
    assert allowed([int(name[1:]) for name in found.forms[0]])


def test_the_smallest_contradiction_is_named():
    rules = Blueprint(
        amounts=(
            FIVE,
            area(0, 2, 4),
            area(1, 2, 4),
            area(2, 2, 4),
            Amount("few", np.ones(16), 0, 7),
            Amount("most", (AREA < 2).astype(float), 0, 3),
        )
    )

    found = assemble(POOL, rules, AT)

    assert found.result is Result.INFEASIBLE
    assert found.conflict.is_smallest
    assert set(found.conflict.names) == {"area 0", "area 1", "most"}


def test_too_many_forms_for_the_pool_contradict_their_length():
    found = assemble(POOL, Blueprint(n_forms=4, amounts=(FIVE,)), AT)

    assert set(found.conflict.names) == {"length", "most_used"}


@pytest.mark.parametrize(
    "rules",
    [
        {"n_forms": 0},
        {"most_used": 0},
        {"amounts": (Amount("x", np.ones(3), 0, 1),)},
        {"amounts": (Amount("x", np.ones(16), 2, 1),)},
        {"sets": (Sets("x", np.zeros(16, int), 0, 1, 0, 1),)},
        {"sets": (Sets("x", np.zeros(3, int), 1, 1, 0, 1),)},
        {"enemies": (Group("x", (16,)),)},
    ],
)
def test_a_rule_that_is_none_is_refused(rules):
    with pytest.raises(ImproperBlueprintError):
        assemble(POOL, Blueprint(**rules))


@pytest.mark.parametrize("target", [(), (1.0,)])
def test_a_target_is_one_value_per_ability(target):
    with pytest.raises(ImproperBlueprintError):
        Aim(goal=Goal.TARGET, abilities=(0.0, 1.0), target=target)
