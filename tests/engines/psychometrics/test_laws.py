"""What must hold of every calibration, whatever the answers are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import Model, calibrate, items_of, responses_of

NAMES = tuple("abcdefg")
seeds = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None)


def answers(seed, people=400, missing=0.0):
    generator = np.random.default_rng(seed)
    ability, places = generator.normal(size=(people, 1)), np.linspace(-1, 1, len(NAMES))
    codes = (generator.logistic(size=(people, len(NAMES))) < 1.3 * (ability - places)).astype(int)
    codes[generator.random(codes.shape) < missing] = -1
    return codes


def parameters(found):
    return {item.id: (item.a, item.b) for item in items_of(found.bank)}


@few
@given(seeds, st.permutations(range(len(NAMES))), st.sampled_from([Model.RASCH, Model.TWO_PL]))
def test_the_order_of_items_changes_nothing(seed, order, model):
    codes = answers(seed, missing=0.2)

    plain = calibrate(responses_of(NAMES, codes), model)
    mixed = calibrate(responses_of([NAMES[n] for n in order], codes[:, order]), model)

    assert mixed.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-6)
    known = parameters(mixed)
    for name, values in parameters(plain).items():
        assert known[name] == pytest.approx(values, abs=1e-4)


@few
@given(seeds)
def test_calling_right_wrong_turns_the_scale_round(seed):
    codes = answers(seed)

    plain = parameters(calibrate(responses_of(NAMES, codes), Model.TWO_PL))
    turned = parameters(calibrate(responses_of(NAMES, 1 - codes), Model.TWO_PL))

    for name, (a, b) in plain.items():
        assert turned[name] == pytest.approx((a, -b), abs=1e-3)


@few
@given(seeds, st.floats(-1.0, 1.0))
def test_a_group_that_lies_elsewhere_is_found_there(seed, shift):
    generator = np.random.default_rng(seed)
    groups = np.repeat([0, 1], 1500)
    ability = generator.normal(size=3000) + shift * groups
    places = np.linspace(-1, 1, 12)
    codes = (generator.logistic(size=(3000, 12)) < ability[:, None] - places).astype(int)

    found = calibrate(responses_of([f"i{n}" for n in range(12)], codes, groups=groups), Model.RASCH)

    assert found.latent.means[1] == pytest.approx(shift, abs=0.2)


@few
@given(seeds, st.integers(2, 4))
def test_people_counted_several_times_are_weights(seed, times):
    codes = answers(seed, people=200)

    weighted = calibrate(
        responses_of(NAMES, codes, weights=np.full(200, float(times))), Model.RASCH
    )
    repeated = calibrate(responses_of(NAMES, np.repeat(codes, times, axis=0)), Model.RASCH)

    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-9)
    assert weighted.bank.intercepts == pytest.approx(repeated.bank.intercepts, abs=1e-5)
