from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import ImproperCutError, borderline_group, contrasting_groups


def judged(n=20_000, cut=52.0, slope=0.3, seed=1):
    generator = np.random.default_rng(seed)
    scores = generator.normal(50, 10, n)
    return scores, generator.random(n) < 1 / (1 + np.exp(-slope * (scores - cut)))


def test_the_cut_is_where_both_judgements_are_equally_likely():
    found = contrasting_groups(*judged())

    assert found.cut == pytest.approx(52, abs=3 * found.error)
    assert found.slope == pytest.approx(0.3, rel=0.05)


def test_the_error_is_that_of_other_people_judged():
    cuts = [contrasting_groups(*judged(n=300, seed=seed)) for seed in range(200)]

    spread = np.std([found.cut for found in cuts])
    assert np.mean([found.error for found in cuts]) == pytest.approx(spread, rel=0.2)


@settings(max_examples=20, deadline=None)
@given(st.floats(-100, 100), st.floats(0.1, 10))
def test_the_cut_moves_with_the_scale(shift, scale):
    scores, able = judged(n=400)

    found = contrasting_groups(shift + scale * scores, able)

    whole = contrasting_groups(scores, able)
    assert found.cut == pytest.approx(shift + scale * whole.cut, abs=1e-6 * scale + 1e-6)


@pytest.mark.parametrize(
    ("scores", "able", "words"),
    [
        ([1, 2], [True, True], "needed"),
        ([1, 2, 3, 4], [True, False, True, False], "no cut"),
        ([1, 2, 3, 4], [False, False, True, True], "overlap"),
    ],
)
def test_groups_that_give_no_cut_are_refused(scores, able, words):
    with pytest.raises(ImproperCutError, match=words):
        contrasting_groups(np.array(scores, float), np.array(able))


def test_the_interval_of_the_median_holds_it_as_often_as_it_says():
    generator = np.random.default_rng(2)
    cuts = [borderline_group(generator.normal(size=25)) for _ in range(2000)]

    held = np.mean([found.low <= 0 <= found.high for found in cuts])

    assert 0.95 <= held < 0.975


def test_six_people_on_the_border_give_their_whole_range():
    found = borderline_group(np.array([4.0, 1, 9, 3, 5, 7]))

    assert found == (4.5, 1.0, 9.0, 6)


def test_five_people_on_the_border_are_too_few():
    with pytest.raises(ImproperCutError):
        borderline_group(np.arange(5.0))
