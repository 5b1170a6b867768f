from __future__ import annotations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    GuessingPrior,
    ImproperResponsesError,
    Model,
    Status,
    calibrate,
    item_errors,
    items_of,
    latent_errors,
    responses_of,
)
from kunnande.engines.psychometrics.expectation import Sheet, expect
from kunnande.engines.psychometrics.models import log_probabilities
from kunnande.engines.psychometrics.observed_information import Estimate, _lost, _lost_linear
from kunnande.engines.psychometrics.quadrature import Latent, log_prior


def of(found, name):
    return [getattr(item, name) for item in items_of(found.bank)]


def errors_of(found, name):
    return [getattr(error, name) for error in item_errors(found).values()]


def near(expected, tolerance):
    return pytest.approx(expected, abs=tolerance)


def test_lsat6_by_2pl(lsat6):
    found = calibrate(lsat6, Model.TWO_PL)

    assert found.converged
    assert found.log_likelihood == near(-2466.653, 0.005)
    assert of(found, "b") == near([-3.3588, -1.3701, -0.2797, -1.8664, -3.1259], 0.002)
    assert of(found, "a") == near([0.8257, 0.7227, 0.8909, 0.6884, 0.6569], 0.002)
    assert errors_of(found, "b") == near([0.866, 0.307, 0.100, 0.434, 0.871], 0.005)
    assert errors_of(found, "a") == near([0.258, 0.187, 0.233, 0.185, 0.210], 0.005)


def test_lsat6_by_rasch_with_free_variance(lsat6):
    found = calibrate(lsat6, Model.RASCH)

    assert found.log_likelihood == near(-2466.938, 0.005)
    assert of(found, "b") == near([-2.7300, -0.9986, -0.2399, -1.3065, -2.0994], 0.002)
    assert found.latent.deviations[0] ** 2 == near(0.5702, 0.002)


def test_the_spread_of_ability_is_the_common_discrimination(lsat6):
    found = calibrate(lsat6, Model.RASCH)

    spread = found.latent.deviations[0]

    assert spread == near(0.7551, 0.002)
    assert [b / spread for b in of(found, "b")] == near(
        [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], 0.002
    )


def test_lsat6_by_rasch_with_unit_variance(lsat6):
    found = calibrate(lsat6, Model.RASCH, fix_variance=True)

    assert found.log_likelihood == near(-2473.054, 0.005)
    assert of(found, "b") == near([-2.8720, -1.0630, -0.2576, -1.3881, -2.2188], 0.002)


def test_lsat7_by_2pl(lsat7):
    found = calibrate(lsat7, Model.TWO_PL)

    assert found.log_likelihood == near(-2658.805, 0.005)
    assert of(found, "a") == near([0.9875, 1.0808, 1.7075, 0.7650, 0.7357], 0.002)
    assert of(found, "b") == near([-1.8793, -0.7475, -1.0572, -0.6353, -2.5208], 0.002)
    assert errors_of(found, "a") == near([0.177, 0.169, 0.321, 0.134, 0.151], 0.005)
    assert errors_of(found, "d") == near([0.131, 0.091, 0.205, 0.075, 0.114], 0.005)


def test_lsat7_by_rasch(lsat7):
    found = calibrate(lsat7, Model.RASCH)

    assert found.log_likelihood == near(-2664.901, 0.005)
    assert found.latent.deviations[0] ** 2 == near(1.0226, 0.002)


def test_lsat7_by_3pl_without_prior_reaches_the_top_and_names_vanished_asymptotes(lsat7):
    found = calibrate(lsat7, Model.THREE_PL)

    assert found.log_likelihood >= -2658.06
    assert set(found.status.values()) == {Status.OK, Status.NO_ASYMPTOTE}


def test_a_prior_keeps_asymptotes_where_it_says(lsat7):
    found = calibrate(lsat7, Model.THREE_PL, guessing_prior=GuessingPrior(40, 160))

    assert found.converged
    assert of(found, "c") == near([0.2] * 5, 0.05)


def test_weights_stand_for_people(lsat6):
    rows = np.repeat(lsat6.codes, lsat6.weights.astype(int), axis=0)

    one_by_one = calibrate(responses_of(lsat6.items, rows), Model.TWO_PL)

    assert of(one_by_one, "b") == near(of(calibrate(lsat6, Model.TWO_PL), "b"), 1e-6)


def test_items_that_nobody_or_everybody_solved_are_named(lsat6):
    extra = np.tile([0, 1, MISSING], (32, 1))
    rows = np.hstack([lsat6.codes, extra])
    answers = responses_of([*lsat6.items, "hard", "easy", "new"], rows, weights=lsat6.weights)

    found = calibrate(answers, Model.TWO_PL)

    assert [found.status[name].value for name in ("hard", "easy", "new")] == [
        "none_solved",
        "all_solved",
        "no_answers",
    ]
    assert of(found, "a") == near([0.8257, 0.7227, 0.8909, 0.6884, 0.6569], 0.002)


def test_answers_without_any_variation_are_refused():
    with pytest.raises(ImproperResponsesError):
        calibrate(responses_of(["1"], [[1], [1]]), Model.RASCH)


def test_a_search_cut_short_has_not_converged(lsat6):
    assert not calibrate(lsat6, Model.TWO_PL, max_iterations=3).converged


def test_a_very_hard_item_is_not_clamped(data):
    header, answers = data("sat12_scored.csv")

    found = calibrate(responses_of(header, answers), Model.TWO_PL)

    assert found.log_likelihood == near(-9488.955, 0.02)
    assert of(found, "b")[31] == near(12.75, 0.05)
    assert found.status["Item.32"] is Status.BEYOND_SAMPLE


def test_anchored_items_carry_the_scale_to_new_people(lsat6):
    known = items_of(calibrate(lsat6, Model.TWO_PL).bank)

    found = calibrate(lsat6, Model.TWO_PL, anchors=known[:4])

    assert found.status["1"] is Status.ANCHORED
    assert found.latent.means[0] == near(0.0, 0.002)
    assert found.latent.deviations[0] == near(1.0, 0.002)
    assert of(found, "b")[4] == near(-3.1259, 0.01)


def test_a_new_group_is_found_where_it_lies():
    rng = np.random.default_rng(12)
    difficulty = np.linspace(-2, 2, 20)
    groups = np.repeat([0, 1], 3000)
    ability = rng.normal(np.where(groups, 0.8, 0.0), np.where(groups, 1.3, 1.0))
    solved = rng.random((6000, 20)) < 1 / (1 + np.exp(difficulty - ability[:, None]))
    solved = solved.astype(int)
    solved[:3000, 15:] = MISSING
    solved[3000:, :5] = MISSING

    found = calibrate(responses_of(list(map(str, range(20))), solved, groups=groups), Model.TWO_PL)

    error = latent_errors(found)
    assert found.latent.means[1] == near(0.8, 3 * error.mean[1])
    assert found.latent.deviations[1] ** 2 == near(1.69, 3 * error.variance[1])
    assert max(error.mean[1], error.variance[1]) < 0.2


def test_the_quick_and_the_general_way_to_lost_information_agree(lsat7):
    rng = np.random.default_rng(4)
    codes = np.where(rng.random(lsat7.codes.shape) < 0.2, MISSING, lsat7.codes)
    answers = responses_of(
        lsat7.items, codes, weights=lsat7.weights, groups=rng.integers(0, 2, len(codes))
    )
    found = calibrate(answers, Model.TWO_PL)
    at = Estimate(
        found.layout,
        found.bank,
        found.latent,
        found.free_latent > 0,
        np.linspace(-6, 6, 61),
        None,
    )
    sheet = Sheet(answers, 2, 2, np.float64)

    assert _lost_linear(sheet, at) == pytest.approx(_lost(sheet, at), abs=1e-8)


def test_errors_are_the_curvature_of_the_likelihood(lsat6):
    found = calibrate(lsat6, Model.RASCH)
    grid = np.linspace(-6, 6, 121)

    def value(spread):
        latent = Latent(np.zeros(1), np.array([np.exp(spread)]))
        logs = log_probabilities(found.bank, grid)
        sheet = Sheet(lsat6, 2, 1, np.float64)
        return expect(sheet, logs, log_prior(latent, grid), grid).log_likelihood

    here = float(np.log(found.latent.deviations[0]))
    bend = (value(here + 1e-3) - 2 * value(here) + value(here - 1e-3)) / 1e-6

    assert np.linalg.inv(found.covariance)[-1, -1] == pytest.approx(-bend, rel=1e-3)
