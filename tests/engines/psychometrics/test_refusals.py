"""What the engine refuses by name, and what it says it does not know."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from kunnande.engines.psychometrics import (
    Abilities,
    AdaptiveTest,
    DifMethod,
    GroupsTooSmallError,
    ImproperCutError,
    ImproperLinkError,
    ImproperLogError,
    ImproperPlanError,
    ImproperResponsesError,
    Item,
    LinkMethod,
    Model,
    Plan,
    Prior,
    SolverError,
    Status,
    Steps,
    TrueScores,
    alpha,
    andersen_test,
    bank_of,
    booklet,
    calibrate,
    calibrate_conditionally,
    calibrate_raters,
    detect_dif,
    drift,
    empirical_reliability,
    item_errors,
    kappa,
    livingston_lewis,
    next_position,
    normal_grid,
    omega,
    ratings_of,
    responses_of,
    rudner_of_people,
    true_scores,
)
from kunnande.engines.psychometrics.assembly_solver import Outcome, Program, solve
from kunnande.engines.psychometrics.dif_lord import calibrate_groups, lord

BANK = bank_of([Item(id=f"i{n}", model=Model.TWO_PL, b=b) for n, b in enumerate((-1.0, 0.0, 1.0))])
NONE = np.zeros(0, dtype=np.int64)


def people(n=400, items=6, seed=1):
    generator = np.random.default_rng(seed)
    ability, places = generator.normal(size=(n, 1)), np.linspace(-1, 1, items)
    return (generator.logistic(size=(n, items)) < ability - places).astype(int)


def named(codes):
    return responses_of([f"i{n}" for n in range(codes.shape[1])], codes)


@pytest.mark.parametrize(
    ("bank", "areas", "words"),
    [
        (bank_of([Item(id="a", model=Model.RASCH)] * 2), (), "same id"),
        (BANK, ("x",), "area"),
    ],
)
def test_a_bank_must_be_told_apart(bank, areas, words):
    with pytest.raises(ImproperPlanError, match=words):
        AdaptiveTest(bank, Plan(longest=1), areas)


@pytest.mark.parametrize("rule", [{"indifference": 0.0}, {"standard_error": -1.0}])
def test_regions_and_errors_are_above_zero(rule):
    with pytest.raises(ImproperPlanError, match="above 0"):
        Plan(longest=1, **rule)


def test_a_log_longer_than_the_test_is_refused():
    log = [("i0", 1), ("i1", 1), ("i2", 0)]

    with pytest.raises(ImproperLogError, match="longer"):
        next_position(AdaptiveTest(BANK, Plan(longest=2)), log, 0)


@pytest.mark.parametrize(
    "act",
    [
        lambda: livingston_lewis(TrueScores(0.0, 1.0, 5.0, 5.0, 20.0, 2), 1.0),
        lambda: livingston_lewis(TrueScores(0.0, 1.0, 5.0, 5.0, 4.0, 2), 0.1),
        lambda: normal_grid(Prior(), (1.0, -1.0, 5)),
        lambda: rudner_of_people(Abilities(np.array([np.inf]), np.array([1.0])), [0.0]),
        lambda: true_scores(np.array([1.0, 2.0]), 0.5, lowest=3, highest=2),
    ],
)
def test_cuts_that_divide_nobody_are_refused(act):
    with pytest.raises(ImproperCutError):
        act()


@pytest.mark.parametrize(
    "act",
    [
        lambda: kappa(NONE, NONE),
        lambda: omega(named(people(items=2))),
        lambda: calibrate_groups(named(people(120, items=2)), np.arange(120) > 59, Model.TWO_PL),
    ],
)
def test_answers_that_say_too_little_are_refused(act):
    with pytest.raises(ImproperResponsesError):
        act()


def test_a_scale_without_anchors_is_refused():
    groups = calibrate_groups(named(people(800)), np.arange(800) > 399, Model.RASCH)

    with pytest.raises(ImproperResponsesError, match="scale"):
        lord(groups, np.zeros(6, dtype=bool))


def test_one_item_matches_nobody():
    focal = np.arange(400) >= 200

    with pytest.raises(GroupsTooSmallError, match="items are left"):
        detect_dif(named(people(items=1)), focal, DifMethod.MANTEL_HAENSZEL)


def test_a_link_that_every_item_left_is_refused():
    old = [Item(id=str(n), model=Model.RASCH, b=b) for n, b in enumerate((-1.0, 1.0))]
    new = [Item(id=str(n), model=Model.RASCH, b=b) for n, b in enumerate((-2.0, 2.0))]
    errors = (np.full(2, 0.01), np.full(2, 0.01))

    with pytest.raises(ImproperLinkError, match="none is left"):
        drift(new, old, errors, method=LinkMethod.MEAN_MEAN)


def test_common_steps_need_equally_many_categories():
    generator = np.random.default_rng(1)
    codes = np.column_stack([generator.integers(0, 2, 80), generator.integers(0, 3, 80)])
    persons = [f"p{n // 2}" for n in range(80)]
    ratings = ratings_of(persons, ["r", "s"] * 40, ["a", "b"], codes)

    with pytest.raises(ImproperResponsesError, match="common steps"):
        calibrate_raters(ratings, Steps.COMMON)


def test_raters_and_items_that_tell_nothing_are_named():
    generator = np.random.default_rng(2)
    codes = generator.integers(0, 2, (160, 4))
    codes[:, 3] = -1
    raters = np.array(["r", "s", "low", "silent"] * 40)
    codes[raters == "low"] = np.where(codes[raters == "low"] >= 0, 0, -1)
    codes[raters == "silent"] = -1
    ratings = ratings_of([f"p{n // 4}" for n in range(160)], raters.tolist(), list("abcd"), codes)

    found = calibrate_raters(ratings)

    assert found.status["raters"]["low"] == "all_lowest"
    assert found.status["raters"]["silent"] == "no_ratings"
    assert found.status["items"]["d"] == "no_ratings"


def test_one_person_has_no_reliability():
    one = Abilities(np.array([0.3]), np.array([0.5]))

    assert np.isnan(empirical_reliability(one))


def test_items_that_only_cancel_each_other_have_no_alpha():
    codes = np.array([[0, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1]] * 15)

    found = alpha(named(codes))

    assert np.isnan(found.without[2])


def test_items_that_rank_the_wrong_way_and_items_without_end_are_named():
    codes = people(600, items=8)
    codes[:, 0] = 1 - codes[:, 0]
    codes[:, 1] = codes[:, 2:].sum(axis=1) > 2

    found = calibrate(named(codes), Model.TWO_PL)

    assert found.status["i0"] is Status.NEGATIVE_DISCRIMINATION


def test_an_item_that_divides_people_without_error_diverges():
    ability = np.sort(np.random.default_rng(1).normal(size=400))
    codes = np.column_stack([ability > cut for cut in (-1.0, -0.5, 0.0, 0.5, 1.0)]).astype(int)

    found = calibrate(named(codes), Model.TWO_PL)

    assert Status.DIVERGING in found.status.values()
    assert not found.converged


def test_a_person_who_answered_nothing_changes_no_conditional_calibration():
    codes = people()
    more = np.vstack([codes, np.full((1, 6), -1)])

    plain, longer = (calibrate_conditionally(named(c), Model.RASCH) for c in (codes, more))

    assert longer.log_likelihood == pytest.approx(plain.log_likelihood)


def test_a_rating_scale_has_errors_for_each_item():
    generator = np.random.default_rng(3)
    away = generator.normal(size=(500, 1, 1)) - np.linspace(-1, 1, 4)[:, None] - [-0.7, 0.7]
    codes = (generator.logistic(size=(500, 4, 1)) < away).sum(axis=2)

    errors = item_errors(calibrate(named(codes), Model.RSM))

    assert all(0 < one.b < 0.3 for one in errors.values())


def test_anchored_items_alone_leave_only_the_people_to_find():
    items = [Item(id=f"i{n}", model=Model.RASCH, b=b) for n, b in enumerate(np.linspace(-1, 1, 6))]

    found = calibrate(named(people()), Model.RASCH, anchors=items)

    assert set(found.status.values()) == {Status.ANCHORED}
    assert found.converged


def test_a_part_of_the_people_that_determines_nothing_is_refused():
    codes = people(200, items=4)
    parts = np.zeros(200, dtype=np.int64)
    codes[:3], parts[:3] = [[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]], 1
    codes[0, 2:], codes[1, 2:], codes[2, 2:] = [0, 1], [1, 0], [1, 0]
    codes[:3, :2] = [[1, -1], [-1, 1], [-1, 0]]

    with pytest.raises(ImproperResponsesError):
        andersen_test(named(codes), Model.RASCH, parts)


def test_a_probability_that_no_page_reaches_is_refused():
    items = [Item(id="p", model=Model.PCM, thresholds=(-1.0, 1.0))]

    with pytest.raises(ImproperCutError, match="out of reach"):
        booklet(bank_of(items), 1e-60)


def program(lower, upper, cost=1.0, highest=np.inf):
    matrix = sparse.csc_matrix([[1.0]])
    one = np.ones(1)
    return Program(
        cost * one, matrix, lower * one, upper * one, highest * one, np.zeros(1, dtype=bool)
    )


def test_numbers_that_are_none_are_refused_by_the_solver():
    with pytest.raises(SolverError):
        solve(program(np.inf, -np.inf, cost=np.nan), seconds=1.0)


def test_a_program_without_end_is_no_answer():
    with pytest.raises(SolverError, match="ended"):
        solve(program(-np.inf, np.inf, cost=-1.0), seconds=1.0)


def test_a_program_no_number_satisfies_is_impossible():
    assert solve(program(2.0, 3.0, highest=1.0), seconds=1.0).outcome is Outcome.IMPOSSIBLE
