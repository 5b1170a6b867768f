from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.planning import (
    ImproperInstanceError,
    area_bus_factors,
    cheapest_trainings,
    company_bus_factor,
    example_company,
    project,
    read_company,
    role_bus_factors,
    shortage_probability,
)
from kunnande.engines.planning.workforce import Flows, how_many_stay, leaves_within

CHANCES = st.lists(st.floats(0, 1), max_size=9)


def flows(stock, moves, hires=None):
    return Flows(
        roles=tuple(map(str, range(len(stock)))),
        stock=np.array(stock, float),
        moves=np.array(moves, float),
        hires=np.zeros(len(stock)) if hires is None else np.array(hires, float),
    )


def company(people, roles, **other):
    """Return a company from who holds and meets what; every area costs 10 SEK."""
    areas = sorted({a for _r, met in people.values() for a in met} | set("".join(roles.values())))
    return read_company({
        "format": "kunnande-workforce", "version": 1,
        "areas": [{"id": area, "training_sek": 10} for area in areas],
        "roles": [{"id": name, "need": 1, "requires": list(asks)} for name, asks in roles.items()],
        "people": [
            {"id": name, "roles": list(held), "areas": list(met), "leaves_per_year": 0.1}
            for name, (held, met) in people.items()
        ],
        **other,
    })  # fmt: skip


def test_a_published_sales_force_is_projected():
    """A sales force, as worked at docsbay.net/markov-analysis-example."""
    moves = [[0.5, 0.1, 0.05, 0], [0.05, 0.6, 0.1, 0], [0.05, 0, 0.8, 0.1], [0, 0, 0, 0.7]]

    found = project(flows([300, 200, 50, 30], moves), years=1)

    assert found.stocks[1] == pytest.approx([162.5, 150, 75, 26])
    assert found.exits == pytest.approx([166.5])


def test_a_published_chain_of_stores_is_projected():
    """Tanglewood Casebook, case 2: associates, shift leaders, department managers."""
    moves = [[0.43, 0.06, 0], [0, 0.54, 0.16], [0, 0, 0.64]]

    found = project(flows([8500, 1200, 850], moves), years=1)

    assert found.stocks[1] == pytest.approx([3655, 510 + 648, 192 + 544])
    assert found.exits == pytest.approx([4335 + 360 + 255 + 51])


@given(st.lists(st.floats(0, 1000), min_size=3, max_size=3), st.integers(0, 9), st.integers(0, 99))
def test_nobody_appears_or_vanishes_on_the_way(stock, years, seed):
    moves = np.random.default_rng(seed).dirichlet(np.ones(4), 3)[:, :3]

    found = project(flows(stock, moves, [5, 0, 1]), years=years)

    assert found.stocks[-1].sum() + found.exits.sum() == pytest.approx(sum(stock) + 6 * years)


@given(CHANCES)
def test_how_many_stay_agrees_with_trying_every_outcome(leaves):
    expected = np.zeros(len(leaves) + 1)
    for gone in product((0, 1), repeat=len(leaves)):
        chance = np.prod([p if left else 1 - p for p, left in zip(leaves, gone, strict=True)])
        expected[len(leaves) - sum(gone)] += chance

    assert how_many_stay(np.array(leaves)) == pytest.approx(expected, abs=1e-12)


def test_a_shortage_of_three_holders_is_known_exactly():
    assert how_many_stay(np.array([0.30, 0.12, 0.05]))[:2].sum() == pytest.approx(0.0534)


@given(st.floats(0, 1), st.floats(0, 120), st.floats(0, 120))
def test_leaving_is_as_probable_in_one_stretch_as_in_two(per_year, first, second):
    rate = np.array([per_year])
    stays = (1 - leaves_within(rate, first)) * (1 - leaves_within(rate, second))

    assert 1 - leaves_within(rate, first + second) == pytest.approx(stays, abs=1e-9)


def test_a_shortage_grows_with_time():
    found = shortage_probability(read_company(example_company(60, seed=1)), months=[12, 24, 36],
                                 seed=1)  # fmt: skip

    assert (np.diff(found, axis=1) >= 0).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_a_shared_shock_is_counted_beside_what_each_does():
    people = {"eva": ("x", "a"), "bo": ("x", "a")}
    shock = {"id": "the works next door opens", "per_year": 0.5, "leaves": 0.6}
    calm = company(people, {"x": "a"})
    shaken = company(people, {"x": "a"}, shocks=[shock | {"people": ["eva", "bo"]}])

    before, after = (shortage_probability(c, months=[12], seed=3)[0, 0] for c in (calm, shaken))

    expected = 0.5 * 0.1**2 + 0.5 * (1 - 0.9 * 0.4) ** 2
    assert before == pytest.approx(0.1**2)
    assert after == pytest.approx(expected, abs=4 * 0.5 / np.sqrt(4000))


def stops(found, group):
    """Return the share of required areas that nobody meets once a group has left."""
    stay = np.ones(len(found.people), bool)
    stay[list(group)] = False
    asked = found.requires.any(axis=0)
    return (~found.meets[stay][:, asked].any(axis=0)).mean()


@pytest.mark.parametrize("seed", range(6))
def test_the_companys_bus_factor_is_the_smallest_group_there_is(seed):
    found = read_company(example_company(9, areas=8, seed=seed))
    smallest = next(
        size
        for size in range(len(found.people) + 1)
        if any(stops(found, group) > 0.5 for group in combinations(range(9), size))
    )

    factor = company_bus_factor(found, seconds=5, seed=1)

    assert len(factor.people) == factor.bound == smallest
    assert factor.is_exact
    assert stops(found, factor.people) > 0.5


def test_a_large_companys_bus_factor_says_that_it_is_not_exact():
    found = read_company(example_company(300, seed=2))

    factor = company_bus_factor(found, seconds=5, seed=1)

    assert stops(found, factor.people) > 0.5
    assert factor.bound <= len(factor.people)
    assert factor.is_exact == (factor.bound == len(factor.people))


def test_a_role_stops_with_the_only_one_who_meets_an_area():
    found = company({"eva": ("x", "ab"), "bo": ("x", "b"), "my": ("x", "b")}, {"x": "ab", "y": "b"})

    assert role_bus_factors(found).tolist() == [1, 0]
    assert area_bus_factors(found).tolist() == [1, 3]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_after_the_trainings_no_single_leaver_stops_an_area_of_a_role(seed):
    found = read_company(example_company(30, areas=12, seed=seed))

    trained = cheapest_trainings(found, seconds=5, seed=1)

    met = found.meets.copy()
    met[tuple(trained.pairs.T)] = True
    for role in range(len(found.roles)):
        holders = met[found.holds[:, role]]
        assert (holders[:, found.requires[role]].sum(axis=0) >= 2).all()
    assert trained.bound == pytest.approx(trained.sek)


def test_one_training_serves_every_role_a_person_holds():
    people = {"eva": ("xy", "a"), "bo": ("xy", ""), "my": ("x", ""), "li": ("y", "")}

    trained = cheapest_trainings(company(people, {"x": "a", "y": "a"}), seconds=5, seed=1)

    assert trained.pairs.tolist() == [[1, 0]]
    assert trained.sek == trained.bound == 10


def test_a_role_with_one_holder_needs_another_holder():
    trained = cheapest_trainings(company({"eva": ("x", "a")}, {"x": "a"}), seconds=5, seed=1)

    assert trained.unmet.tolist() == [[0, 0]]
    assert trained.sek == 0


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"version": 0}, r"\$.version"),
        ({"roles": [{"id": "x", "need": 1, "requires": ["zzz"]}]}, "zzz"),
        ({"areas": [{"id": "o1", "training_sek": 1}] * 2}, "more than once"),
        ({"flows": {"roles": ["x"], "stock": [1], "moves": [[0.5, 0.6]], "hires": [0]}}, "row"),
        ({"flows": {"roles": ["x", "y"], "stock": [1, 1], "moves": [[0.7, 0.6], [0, 0]],
                    "hires": [0, 0]}}, "more than 1"),
    ],
)  # fmt: skip
def test_what_is_no_company_is_refused(change, place):
    with pytest.raises(ImproperInstanceError, match=place):
        read_company(example_company(12, seed=1) | change)
