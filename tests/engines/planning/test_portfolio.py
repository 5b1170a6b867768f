from __future__ import annotations

import copy
from itertools import product

import numpy as np
import pytest

from kunnande.engines.planning import (
    ImproperInstanceError,
    check_portfolio,
    choose_portfolio,
    example_portfolio,
    read_portfolio,
    write_groups,
)
from kunnande.engines.planning.portfolio import Groups, choose_groups, closed, shortfalls
from kunnande.engines.planning.portfolio.choosing import _program
from kunnande.engines.planning.portfolio.tightening import tightened
from kunnande.engines.planning.solver import Growing, solve

from .conftest import still


def person(name, gaps, **other):
    return {
        "id": name, "company": "mill", "gender": "man", "latitude": 58.4, "longitude": 13.8,
        "gaps": gaps, "most_days": 8, "travel_cap_km": 60, **other,
    }  # fmt: skip


def course(name, closes, **other):
    return {
        "id": name, "closes": closes, "days": 2, "least": 1, "most": 2, "group_sek": 10_000,
        "person_sek": 500, **other,
    }  # fmt: skip


def small_portfolio(*people, budget=25_000, floors=None):
    return {
        "format": "kunnande-portfolio", "version": 1, "periods": ["spring", "autumn"],
        "places": [{"id": "town", "latitude": 58.4, "longitude": 13.8}],
        "courses": [course("drawing", {"d": 1.0}), course("robot", {"r": 0.5, "d": 0.25})],
        "offers": [
            {"course": name, "place": "town", "period": "spring", "most_groups": 2}
            for name in ("drawing", "robot")
        ],
        "companies": [{"id": "mill", "size": "small"}, {"id": "works", "size": "large"}],
        "people": list(people),
        "rules": {"budget_sek": budget, "km_sek": 2.5, "detour": 1.3, "floors": floors or {}},
    }  # fmt: skip


def choose(instance, steps=10):
    portfolio = read_portfolio(instance)
    found = choose_portfolio(portfolio, still(5), seed=1, steps=steps)
    written = write_groups(portfolio, found.groups, closed=found.closed, bound=found.bound)
    return found, written, check_portfolio(instance, written)


def most_by_trying_everything(instance):
    portfolio = read_portfolio(instance)
    best = 0.0
    for seats in product((False, True), repeat=len(portfolio.seat_person)):
        taken = np.array(seats)
        sizes = np.bincount(portfolio.seat_offer[taken], minlength=len(portfolio.offers))
        groups = Groups(-(-sizes // 2), taken)
        amount = closed(portfolio, taken)
        written = write_groups(portfolio, groups, closed=amount, bound=1e9)
        if amount > best and not check_portfolio(instance, written).broken:
            best = amount
    return best


@pytest.mark.parametrize("budget", [11_600, 22_000, 60_000])
@pytest.mark.parametrize("floors", [{}, {"gender": 0.1}])
def test_a_small_catalogue_closes_what_trying_everything_says(budget, floors):
    people = [
        person("eva", {"d": 5, "r": 1}, gender="woman"), person("bo", {"r": 6}),
        person("my", {"d": 2, "r": 3}, most_days=2), person("li", {"d": 4}, gender=None),
    ]  # fmt: skip
    instance = small_portfolio(*people, budget=budget, floors=floors)

    found, _written, checked = choose(instance)

    assert checked.broken == ()
    assert found.closed == pytest.approx(most_by_trying_everything(instance))
    assert found.bound >= found.closed


def test_without_a_floor_the_few_get_nothing_and_with_one_their_share():
    men = [person(name, {"r": 9}) for name in ("bo", "li", "ali", "per")]
    people, floors = [person("eva", {"d": 3}, gender="woman"), *men], {"gender": 0.2}
    portfolio = read_portfolio(small_portfolio(*people, floors=floors))

    free, _written, _checked = choose(small_portfolio(*people, budget=22_000))
    fair, _written, checked = choose(small_portfolio(*people, budget=22_000, floors=floors))

    assert free.closed == pytest.approx(18)
    assert shortfalls(portfolio, free.groups.seats) == pytest.approx([0, 0.6])
    assert checked.broken == ()
    assert fair.closed == pytest.approx(3 * 4.5 + 0.75)


def test_a_floor_that_no_money_reaches_is_said_to_be_missed():
    instance = small_portfolio(person("eva", {"d": 4}), budget=100, floors={"gender": 0.5})

    found, _written, checked = choose(instance)

    assert found.closed == 0
    assert checked.broken == ("gender man: 0.00 of 4.00 is closed, the floor is 2.00.",)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_improvement_never_closes_less_than_gain_per_krona(seed):
    instance = example_portfolio(60, seed=seed)
    portfolio = read_portfolio(instance)
    greedy = choose_groups(portfolio)

    found, _written, checked = choose(instance, steps=3)

    assert checked.broken == ()
    assert closed(portfolio, greedy.seats) <= found.closed <= found.bound
    assert checked.closed == pytest.approx(found.closed)


def test_more_money_never_closes_less():
    people = [person(f"p{n}", {"d": 1 + n, "r": 5 - n}) for n in range(4)]

    curve = [choose(small_portfolio(*people, budget=sek))[0].closed for sek in (0, 15e3, 40e3)]

    assert curve == sorted(curve)
    assert curve[0] == 0


TAMPERED = {
    "more than the budget": lambda i, _p: i["rules"].update(budget_sek=100),
    "km is too far": lambda i, _p: i["places"][0].update(latitude=60),
    "the period is blocked": lambda i, _p: i["people"][0].update(blocked=["spring"]),
    "is away 2 days": lambda i, _p: i["people"][0].update(most_days=1),
    "1 people in 1 groups": lambda i, _p: i["courses"][0].update(least=2),
    "groups are not on offer": lambda i, _p: i.update(offers=[]),
    "takes drawing 2 times": lambda _i, p: p["offers"][0]["people"].append("eva"),
    "It says it closes": lambda _i, p: p.update(closed=99.0),
    "more than its bound": lambda _i, p: p.update(bound=1.0),
    "company_size small: 0.00 of 2.00": lambda i, _p: i["people"].append(person("bo", {"r": 2}))
    or i["people"][0].update(company="works") or i["rules"]["floors"].update(company_size=0.5),
    "not in the format": lambda _i, p: p.update(version=3),
    "The plan is not in its format": lambda _i, p: p.pop("offers"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", TAMPERED)
def test_a_broken_rule_is_found(sentence):
    instance = small_portfolio(person("eva", {"d": 4}))
    _found, written, checked = choose(instance)
    assert checked.broken == ()
    changed, tampered = copy.deepcopy((instance, written))

    TAMPERED[sentence](changed, tampered)

    broken = check_portfolio(changed, tampered).broken
    assert any(sentence in one for one in broken), broken


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"version": 9}, r"\$.version"),
        ({"companies": []}, "mill"),
        ({"periods": ["winter"]}, "spring"),
        ({"places": [{"id": "x", "latitude": 1, "longitude": 1}]}, "town"),
        ({"people": [person("eva", {}), person("eva", {})]}, "eva occurs more than once"),
    ],
)
def test_what_is_no_portfolio_is_refused(change, place):
    with pytest.raises(ImproperInstanceError, match=place):
        read_portfolio(small_portfolio(person("eva", {"d": 4})) | change)


def test_a_seat_in_half_a_group_is_not_counted_in_the_bound():
    portfolio = read_portfolio(example_portfolio(12, seed=2))
    program = _program(portfolio)
    loose = Growing(program, seed=1).solve(seconds=60)

    tight, most = tightened(program, portfolio, still(), seed=1)

    found = solve(program, seconds=60, seed=1)
    again = solve(tight, seconds=60, seed=1)
    assert most < -loose.objective - 1e-6
    assert again.objective == pytest.approx(found.objective)
    assert -found.objective <= most + 1e-6
