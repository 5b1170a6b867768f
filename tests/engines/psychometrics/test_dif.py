from __future__ import annotations

import csv

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    DifMethod,
    GroupsTooSmallError,
    ImproperResponsesError,
    Model,
    detect_dif,
    responses_of,
)


@pytest.fixture(scope="module")
def verbal(data_file):
    """Verbal aggression (Vansteelandt 2000), women and men."""
    with data_file("difR_verbal.txt").open() as file:
        header, *rows = csv.reader(file, delimiter="\t")
    table = np.array(rows, dtype=int)
    return responses_of(header[:24], table[:, :24]), table[:, 25] == 1


def people(n, *, shift=0.0, harder=0.0, seed=1):
    """Two groups of n; the focal one lies lower by shift, and item 0 is harder for it."""
    generator = np.random.default_rng(seed)
    focal = np.arange(2 * n) >= n
    ability = generator.normal(size=2 * n) - shift * focal
    difficulty = np.linspace(-1.5, 1.5, 20) + np.zeros((2 * n, 1))
    difficulty[:, 0] += harder * focal
    solved = generator.random((2 * n, 20)) < 1 / (1 + np.exp(difficulty - ability[:, None]))
    return responses_of([f"i{n}" for n in range(20)], solved.astype(int)), focal


def test_mantel_haenszel_gives_the_published_statistics(verbal):
    found = detect_dif(*verbal, DifMethod.MANTEL_HAENSZEL)

    expected = [1.7076, 2.1486, 0.9926, 1.9302, 2.9540, 9.6032, 0.0013]
    assert found.statistic[:7] == pytest.approx(expected, abs=5e-5)
    flagged = [name for name, flag in zip(found.items, found.flagged, strict=True) if flag]
    assert flagged == [
        "S2WantShout", "S4WantShout", "S2DoCurse", "S2DoScold", "S3DoCurse", "S3DoScold",
    ]  # fmt: skip


def test_classes_ask_for_size_and_for_certainty(verbal):
    found = detect_dif(*verbal, DifMethod.MANTEL_HAENSZEL)

    shout = found.items.index("S4WantShout")
    assert abs(found.effect[shout]) > 1.5
    assert abs(found.effect[shout]) - 1.645 * found.effect_error[shout] < 1
    assert found.classes[shout] == "B"
    assert found.classes[found.items.index("S2WantShout")] == "C"


def test_purification_ends_when_the_same_items_are_flagged(verbal):
    found = detect_dif(*verbal, DifMethod.MANTEL_HAENSZEL, purify=True)

    assert found.settled
    assert found.steps == 6


@pytest.mark.parametrize("method", list(DifMethod))
def test_the_item_that_is_harder_for_one_group_is_found(method):
    answers, focal = people(1500, shift=1.0, harder=1.0)

    found = detect_dif(answers, focal, method, purify=True)

    assert found.flagged[0]
    assert found.p[0] == found.p.min()
    assert found.flagged[1:].sum() <= 4


@pytest.mark.parametrize("method", list(DifMethod))
def test_groups_that_differ_in_ability_alone_are_not_taken_for_unfair(method):
    answers, focal = people(2000, shift=1.0, seed=3)

    found = detect_dif(answers, focal, method)

    assert found.flagged.sum() <= 4
    assert set(found.classes) == {"A"}


def test_delta_turns_with_the_groups(verbal):
    answers, focal = verbal

    one = detect_dif(answers, focal, DifMethod.MANTEL_HAENSZEL)
    other = detect_dif(answers, ~focal, DifMethod.MANTEL_HAENSZEL)

    assert one.effect == pytest.approx(-other.effect)
    assert one.effect_error == pytest.approx(other.effect_error)
    assert one.statistic == pytest.approx(other.statistic)


def test_lord_compares_difficulties_on_one_scale():
    answers, focal = people(3000, shift=1.0, harder=0.8)

    found = detect_dif(answers, focal, DifMethod.LORD, purify=True, model=Model.RASCH)

    assert found.effect[0] == pytest.approx(0.8, abs=3 * found.effect_error[0])
    assert found.classes[0] in {"B", "C"}


@pytest.mark.parametrize("method", list(DifMethod))
def test_a_small_group_is_refused_with_its_size(method):
    answers, focal = people(60)
    focal[70:] = False

    with pytest.raises(GroupsTooSmallError, match="focal group has 10 people"):
        detect_dif(answers, focal, method)


def test_nobody_is_compared_on_what_they_did_not_answer():
    answers, focal = people(400)
    codes = answers.codes.copy()
    codes[:100, 3] = MISSING

    found = detect_dif(responses_of(answers.items, codes), focal, DifMethod.MANTEL_HAENSZEL)

    assert (found.n_reference, found.n_focal) == (300, 400)


def test_logistic_regression_refuses_items_with_more_categories():
    answers, focal = people(100)
    codes = answers.codes.copy()
    codes[0, 5] = 2

    with pytest.raises(ImproperResponsesError, match="i5"):
        detect_dif(responses_of(answers.items, codes), focal, DifMethod.LOGISTIC)


@pytest.mark.parametrize("method", list(DifMethod))
def test_an_item_that_everybody_solved_has_no_verdict(method):
    answers, focal = people(300)
    codes = answers.codes.copy()
    codes[:, 7] = 1

    found = detect_dif(responses_of(answers.items, codes), focal, method)

    assert np.isnan(found.statistic[7])
    assert found.classes[7] == ""
    assert found.status[7] != "ok"
    assert not found.flagged[7]


def test_lord_takes_graded_answers():
    generator = np.random.default_rng(4)
    focal = np.arange(2000) >= 1000
    ability = generator.normal(size=2000)
    steps = np.linspace(-1, 1, 6)[:, None] + [-0.8, 0.8]
    chance = 1 / (1 + np.exp(steps - ability[:, None, None] + 0.9 * focal[:, None, None]))
    codes = (generator.random((2000, 6, 1)) < chance).sum(axis=2)

    found = detect_dif(responses_of(list("abcdef"), codes), focal, DifMethod.LORD, model=Model.GRM)

    assert (np.abs(found.effect) < 4 * found.effect_error).all()


def test_nothing_is_left_to_match_by_when_every_item_is_flagged():
    answers, focal = people(200)

    with pytest.raises(GroupsTooSmallError, match="items are left"):
        detect_dif(answers, focal, DifMethod.MANTEL_HAENSZEL, purify=True, level=1.0)


def points(n, *, harder=0.0, seed=5):
    """Two groups of n on items of four categories; item 0 is harder for the focal one."""
    generator = np.random.default_rng(seed)
    focal = np.arange(2 * n) >= n
    ability = generator.normal(size=2 * n)
    steps = np.array([-1.0, 0.0, 1.0]) + np.linspace(-1, 1, 10)[:, None]
    away = ability[:, None, None] - steps
    away[:, 0] -= harder * focal[:, None]
    codes = (generator.logistic(size=(2 * n, 10, 1)) < away).sum(axis=2)
    return responses_of([f"i{n}" for n in range(10)], codes), focal


def test_items_of_many_points_are_compared_by_their_means():
    found = detect_dif(*points(1500, harder=0.8), DifMethod.MANTEL_HAENSZEL, purify=True)

    assert found.flagged[0]
    assert found.classes[0] == "C"
    assert found.effect[0] < -0.25
    assert set(found.classes[1:]) == {"A"}


def test_the_error_of_a_mean_difference_is_its_spread_over_samples():
    found = [detect_dif(*points(300, seed=seed), DifMethod.MANTEL_HAENSZEL) for seed in range(60)]

    effects = np.array([one.effect for one in found])
    errors = np.array([one.effect_error for one in found])
    assert effects.std(axis=0).mean() == pytest.approx(errors.mean(), rel=0.1)


def test_two_points_per_item_are_mantel_and_haenszel_without_the_correction():
    answers, focal = people(800, harder=0.4)
    doubled = responses_of(answers.items, answers.codes * 2)

    plain = detect_dif(answers, focal, DifMethod.MANTEL_HAENSZEL)
    by_means = detect_dif(doubled, focal, DifMethod.MANTEL_HAENSZEL)

    # The correction takes half a person off a difference of many.
    assert by_means.statistic == pytest.approx(plain.statistic, abs=1.0)
    assert by_means.statistic[0] > plain.statistic[0]
    assert np.sign(by_means.effect[0]) == np.sign(plain.effect[0])


def test_groups_without_a_score_in_common_are_named():
    codes = np.zeros((120, 3), dtype=int)
    codes[60:] = 2
    focal = np.arange(120) >= 60

    found = detect_dif(responses_of("abc", codes), focal, DifMethod.MANTEL_HAENSZEL)

    assert set(found.status) == {"groups_do_not_overlap"}
    assert set(found.classes) == {""}
