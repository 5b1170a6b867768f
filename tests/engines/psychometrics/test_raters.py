from __future__ import annotations

import csv

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    ImproperResponsesError,
    KappaWeights,
    Steps,
    calibrate_raters,
    complete_means,
    contrast,
    intraclass,
    kappa,
    pairs_of_raters,
    ratings_of,
)

ITEMS = ["I0001", "I0002", "I0003", "I0004", "I0005"]


@pytest.fixture(scope="module")
def example(data_file):
    """TAM's example 10: 5 items, 3 raters, many ratings missing."""
    with data_file("tam_ex10_raters.csv").open() as file:
        rows = list(csv.DictReader(file))
    codes = [[int(row[item]) for item in ITEMS] for row in rows]
    return ratings_of([row["pid"] for row in rows], [row["rater"] for row in rows], ITEMS, codes)


def simulated(severity, n=400, seed=1, spread=1.5):
    """Everybody rated by everybody on three items of four categories."""
    generator = np.random.default_rng(seed)
    ability = generator.normal(0, spread, n)
    steps = np.array([-0.5, 0, 0.5])[:, None] + [-1.2, 0, 1.2]
    codes, persons, raters = [], [], []
    for rater, harsh in enumerate(severity):
        odds = np.cumsum(ability[:, None, None] - steps - harsh, axis=2)
        weight = np.exp(np.concatenate([np.zeros((n, 3, 1)), odds], axis=2))
        chance = np.cumsum(weight / weight.sum(axis=2, keepdims=True), axis=2)
        codes.append((generator.random((n, 3, 1)) > chance).sum(axis=2))
        persons += [f"p{n:04}" for n in range(n)]
        raters += [f"r{rater}"] * n
    return persons, raters, np.concatenate(codes)


def test_severities_and_difficulties_are_the_references(example):
    found = calibrate_raters(example)

    # TAM 4.4 and mirt 1.2 agree on these to four digits.
    assert found.deviance == pytest.approx(3534.3555, abs=1e-3)
    assert found.difficulty == pytest.approx([-1.9572, -1.0269, -0.0684, 1.0614, 1.9849], abs=1e-4)
    assert found.severity == pytest.approx([-0.0584, -0.4568, 0.5152], abs=1e-4)
    assert found.severity_error == pytest.approx([0.07286, 0.07164, 0.07530], abs=1e-4)
    assert found.difficulty_error[0] == pytest.approx(0.13767, abs=1e-4)
    assert found.variance == pytest.approx(1.33551**2, abs=1e-3)


def test_mean_squares_are_the_references(example):
    found = calibrate_raters(example)

    assert found.rater_fit.infit == pytest.approx([1.0409, 1.0089, 0.9490], abs=2e-4)
    assert found.rater_fit.outfit == pytest.approx([1.0335, 1.0147, 0.9272], abs=2e-4)
    assert found.item_fit.outfit[:2] == pytest.approx([1.0042, 0.9733], abs=2e-4)


@pytest.mark.parametrize("steps", list(Steps))
def test_thresholds_and_severities_are_recovered(steps):
    persons, raters, codes = simulated([-0.6, 0.0, 0.6])

    found = calibrate_raters(ratings_of(persons, raters, list("abc"), codes), steps)

    assert found.converged
    assert np.abs(found.severity - [-0.6, 0, 0.6]).max() < 3 * found.severity_error.max()
    assert found.thresholds[1] == pytest.approx([-1.2, 0, 1.2], abs=0.3)
    assert found.severity.sum() == pytest.approx(0, abs=1e-9)


def test_severities_do_not_depend_on_the_order_of_the_rows():
    persons, raters, codes = simulated([-0.3, 0.3], n=100)
    order = np.random.default_rng(2).permutation(len(persons))

    one = calibrate_raters(ratings_of(persons, raters, list("abc"), codes))
    other = calibrate_raters(
        ratings_of(
            [persons[n] for n in order], [raters[n] for n in order], list("abc"), codes[order]
        )
    )

    assert one.severity == pytest.approx(other.severity, abs=1e-4)


def test_a_rater_who_became_harder_is_seen():
    persons, raters, codes = simulated([0.0, 0.0, 0.9])
    late = ["anna@1", "bo@1", "anna@2"]
    names = [late[int(name[1])] for name in raters]
    found = calibrate_raters(ratings_of(persons, names, list("abc"), codes))

    drift = contrast(found, "anna@1", "anna@2")

    assert drift.difference == pytest.approx(0.9, abs=3 * drift.standard_error)
    assert drift.p < 1e-6


def test_raters_and_items_that_tell_nothing_are_named():
    persons, raters, codes = simulated([0.0, 0.2, 0.0, 0.1], n=60)
    codes[120:180] = 3
    codes = np.column_stack([codes, np.ones(len(codes), int)])

    found = calibrate_raters(ratings_of(persons, raters, list("abcd"), codes))

    assert found.status["raters"] == {"r0": "ok", "r1": "ok", "r2": "all_highest", "r3": "ok"}
    assert found.status["items"]["d"] == "one_category"
    assert found.ratings.rater_names == ("r0", "r1", "r3")


def test_a_second_rating_of_the_same_counts_too():
    persons, raters, codes = simulated([0.0, 0.4], n=100)

    found = calibrate_raters(
        ratings_of(persons * 2, raters * 2, list("abc"), np.concatenate([codes, codes]))
    )

    assert len(found.ratings.codes) == 1200
    assert found.converged


def test_raters_who_share_nobody_are_counted_apart():
    persons, raters, codes = simulated([0.0, 0.0], n=80)
    persons = [f"{person}{rater}" for person, rater in zip(persons, raters, strict=True)]

    assert calibrate_raters(ratings_of(persons, raters, list("abc"), codes)).n_parts == 2


@pytest.mark.parametrize(
    ("raters", "codes"),
    [(["x"] * 4, [[0], [1], [1], [0]]), (["x", "y"] * 2, [[1], [1], [1], [1]])],
)
def test_one_rater_or_no_difference_is_no_calibration(raters, codes):
    with pytest.raises(ImproperResponsesError, match="Two raters"):
        calibrate_raters(ratings_of(list("abcd"), raters, ["i"], codes))


def test_a_rater_left_out_has_no_contrast(example):
    with pytest.raises(ImproperResponsesError, match="Rater 9"):
        contrast(calibrate_raters(example), "1", "9")


def test_ratings_that_are_no_table_are_refused():
    with pytest.raises(ImproperResponsesError):
        ratings_of(["a"], ["x", "y"], ["i"], [[1]])
    with pytest.raises(ImproperResponsesError):
        ratings_of(["a"], ["x"], ["i"], [[-2]])


def test_kappa_takes_chance_away():
    first = np.repeat([0, 0, 1, 1], [20, 5, 10, 15])
    second = np.repeat([0, 1, 0, 1], [20, 5, 10, 15])

    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa(first, second, KappaWeights.QUADRATIC) == pytest.approx(0.4)


def test_near_misses_cost_less_with_weights():
    first, near, far = (
        np.array([0, 1, 2, 3] * 5),
        np.array([1, 2, 3, 3] * 5),
        np.array([3, 2, 0, 0] * 5),
    )

    for weights in (KappaWeights.LINEAR, KappaWeights.QUADRATIC):
        assert kappa(first, near, weights) > kappa(first, far, weights)
    assert np.isnan(kappa(np.ones(3, int), np.ones(3, int)))


def test_intraclass_correlations_are_the_published_ones():
    # Shrout and Fleiss (1979), table 2: six people, four raters.
    table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

    found = intraclass(np.array(table))

    assert found == pytest.approx((0.17, 0.29, 0.71, 0.44, 0.62, 0.91), abs=0.005)


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [[1, 1], [1, 1]], [[1, np.nan], [2, 1]]])
def test_too_little_to_agree_on_is_refused(table):
    with pytest.raises(ImproperResponsesError):
        intraclass(np.array(table))


def test_pairs_of_raters_are_compared_on_what_both_rated():
    codes = [[0, 1], [0, 2], [1, MISSING], [1, 2], [2, 2], [2, 2]]
    ratings = ratings_of(list("ppqqrr"), list("xyxyxy"), ["i", "j"], codes)

    (pair,) = pairs_of_raters(ratings)

    assert (pair.first, pair.second, pair.n) == ("x", "y", 5)
    assert pair.exact == pytest.approx(0.8)
    assert complete_means(ratings).tolist() == [[0.5, 1.0], [2.0, 2.0]]
