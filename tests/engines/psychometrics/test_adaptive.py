from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import (
    MISSING,
    AdaptiveTest,
    ImproperLogError,
    ImproperPlanError,
    Item,
    Method,
    Model,
    Plan,
    Prior,
    Quota,
    StopRule,
    bank_of,
    check_log,
    control_exposure,
    next_position,
    responses_of,
    score,
    simulate,
    summarise,
)


def bank_500():
    generator = np.random.default_rng(7)
    slopes, places = np.exp(generator.normal(0, 0.3, 500)), generator.normal(size=500)
    return bank_of(
        [
            Item(id=f"i{n}", model=Model.TWO_PL, a=a, b=b)
            for n, (a, b) in enumerate(zip(slopes, places, strict=True))
        ]
    )


BANK = bank_500()
AREAS = tuple("ABCD"[n % 4] for n in range(500))


def run(plan, *, n=500, seed=11, **more):
    test = AdaptiveTest(BANK, plan, **more)
    generator = np.random.default_rng(seed)
    return simulate(test, generator.normal(size=n), generator)


def take(test, answers, seed=0):
    log = []
    for answer in answers:
        log.append((next_position(test, log, seed).item, answer))
    return log


def test_thirty_chosen_items_measure_as_the_reference_does():
    found = summarise(run(Plan(longest=30, cut=0.0), n=1000), 0.0)

    # 500 2PL items, normal abilities: RMSE .258, accuracy .936, the first item asked of everybody.
    assert found.rmse == pytest.approx(0.258, abs=0.015)
    assert found.classification_accuracy == pytest.approx(0.936, abs=0.02)
    assert abs(found.bias) < 0.03
    assert found.largest_exposure == 1.0


def test_a_sequential_test_saves_a_third_of_the_items_at_the_same_accuracy():
    plan = Plan(longest=60, cut=0.0, select_at_cut=True, stop=StopRule.SPRT)

    found = summarise(run(plan, n=1000), 0.0)

    # Reference: mean 20.3 items, accuracy .938, one in ten ended by the length.
    assert found.mean_length == pytest.approx(20.3, abs=1.5)
    assert found.classification_accuracy == pytest.approx(0.938, abs=0.02)
    assert found.forced_share == pytest.approx(0.10, abs=0.03)


@pytest.mark.parametrize(
    ("rule", "longest_mean"), [(StopRule.GLR, 18), (StopRule.INTERVAL, 30), (StopRule.SPRT, 25)]
)
def test_rules_that_decide_are_right_where_they_stop(rule, longest_mean):
    runs = run(Plan(longest=60, cut=0.3, stop=rule, shortest=5))

    clear = np.abs(runs.true - 0.3) > 0.25
    right = runs.is_above == (runs.true >= 0.3)
    assert right[clear & ~runs.is_forced].mean() > 0.95
    assert runs.length.mean() < longest_mean
    assert runs.length.min() >= 5


def test_a_standard_error_stops_when_it_is_reached():
    runs = run(Plan(longest=60, stop=StopRule.STANDARD_ERROR, standard_error=0.3))

    assert (runs.standard_error[~runs.is_forced] <= 0.3).all()
    assert (runs.length[runs.is_forced] == 60).all()


def test_quotas_hold_for_everybody():
    quotas = {"A": Quota(2, 4), "B": Quota(12, 14), "C": Quota(0, 3)}

    runs = run(Plan(longest=20, quotas=quotas), areas=AREAS)

    asked = runs.codes != MISSING
    for name, quota in quotas.items():
        count = asked[:, [area == name for area in AREAS]].sum(axis=1)
        assert quota.least <= count.min()
        assert count.max() <= quota.most
    assert (runs.length == 20).all()


def test_no_rule_stops_before_every_area_has_its_minimum():
    plan = Plan(longest=40, cut=-2.5, stop=StopRule.SPRT, quotas={"D": Quota(6, 40)})

    runs = run(plan, areas=AREAS)

    assert (runs.codes != MISSING)[:, 3::4].sum(axis=1).min() == 6


def test_exposure_stays_near_its_limit():
    plan = Plan(longest=20)
    offered = control_exposure(AdaptiveTest(BANK, plan), 0.15, np.random.default_rng(1), n=500)

    found = summarise(run(plan, n=1000, exposure=offered), None)

    assert found.largest_exposure < 0.2
    assert found.overlap < 0.15
    assert found.rmse < 0.36


def test_choosing_among_the_best_shows_the_first_item_to_fewer():
    found = summarise(run(Plan(longest=5, randomesque=10)), None)

    assert found.exposure[np.argmax(found.exposure)] < 0.4


def test_the_same_seed_gives_the_same_people():
    plan = Plan(longest=10, randomesque=3)

    assert (run(plan, n=50).codes == run(plan, n=50).codes).all()


def test_a_log_can_be_played_again():
    test = AdaptiveTest(BANK, Plan(longest=12, randomesque=4), AREAS)
    log = take(test, [1, 0] * 6, seed=5)

    check_log(test, log, seed=5)

    with pytest.raises(ImproperLogError, match="Step"):
        check_log(test, log, seed=6)
    assert next_position(test, log, 5).item is None


def test_the_ability_is_the_posterior_mean():
    test = AdaptiveTest(BANK, Plan(longest=15))
    log = take(test, [1, 1, 0] * 5)

    found = next_position(test, log)

    codes = np.full((1, 500), MISSING)
    for name, code in log:
        codes[0, BANK.ids.index(name)] = code
    expected = score(responses_of(BANK.ids, codes), BANK, Method.EAP)
    assert found.ability == pytest.approx(expected.ability[0], abs=1e-4)
    assert found.standard_error == pytest.approx(expected.standard_error[0], abs=1e-4)


def test_first_items_are_the_most_informative_at_the_cut():
    test = AdaptiveTest(BANK, Plan(longest=5, cut=1.0, select_at_cut=True))

    log = take(test, [1, 0, 0, 1, 1])

    order = np.argsort(-test.information[0], kind="stable")[:5]
    assert [name for name, _ in log] == [BANK.ids[n] for n in order]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=4, max_size=4))
def test_a_right_answer_raises_the_ability_and_a_wrong_one_lowers_it(answers):
    test = AdaptiveTest(BANK, Plan(longest=5))
    log = take(test, answers)
    here = next_position(test, log)

    up = next_position(test, [*log, (here.item, 1)]).ability
    down = next_position(test, [*log, (here.item, 0)]).ability

    assert down < here.ability < up


def test_a_test_that_ends_undecided_says_so():
    test = AdaptiveTest(BANK, Plan(longest=3, cut=0.0, stop=StopRule.SPRT, select_at_cut=True))

    found = next_position(test, take(test, [1, 0, 1]))

    assert found.item is None
    assert found.is_forced
    assert found.is_above is True


@pytest.mark.parametrize("log", [[("nobody", 1)], [("i1", 1), ("i1", 1)], [("i1", 2)]])
def test_a_log_of_another_bank_is_refused(log):
    with pytest.raises(ImproperLogError):
        next_position(AdaptiveTest(BANK, Plan(longest=3)), log)


@pytest.mark.parametrize(
    "rules",
    [
        {"longest": 501},
        {"longest": 5, "shortest": 6},
        {"longest": 5, "stop": StopRule.SPRT},
        {"longest": 5, "select_at_cut": True},
        {"longest": 5, "stop": StopRule.STANDARD_ERROR, "standard_error": 0.01},
        {"longest": 5, "false_pass": 0.6},
        {"longest": 5, "quotas": {"A": Quota(6, 8)}},
        {"longest": 5, "quotas": {"A": Quota(3, 2)}},
        {"longest": 5, "quotas": {"E": Quota(1, 2)}},
        {"longest": 5, "quotas": {name: Quota(0, 1) for name in "ABCD"}},
    ],
)
def test_rules_that_no_test_can_keep_are_refused(rules):
    with pytest.raises(ImproperPlanError):
        AdaptiveTest(BANK, Plan(**rules), AREAS)


def test_a_bank_too_small_for_the_limit_of_exposure_is_refused():
    with pytest.raises(ImproperPlanError, match=r"0\.040"):
        control_exposure(AdaptiveTest(BANK, Plan(longest=20)), 0.03, np.random.default_rng(1))


@pytest.mark.parametrize(("ability", "item"), [(-1.0, "19"), (0.0, "63"), (1.0, "80")])
def test_the_first_item_of_tcals_is_the_published_one(data_file, ability, item):
    rows = [line.split() for line in data_file("catR_tcals.txt").read_text().splitlines()[1:]]
    bank = bank_of(
        [
            Item(id=str(n), model=Model.THREE_PL, a=float(a), b=float(b), c=float(c))
            for n, (a, b, c, *_) in enumerate(rows, start=1)
        ]
    )

    found = next_position(AdaptiveTest(bank, Plan(longest=5), prior=Prior(ability, 1.0)), [])

    assert found.item == item


@pytest.mark.parametrize("model", [Model.GRM, Model.GPCM])
def test_items_with_more_categories_tell_more(model):
    graded = bank_of(
        [
            Item(id=str(n), model=model, a=1.5, b=b, thresholds=(b - 0.7, b, b + 0.7))
            for n, b in enumerate(np.linspace(-2, 2, 60))
        ]
    )
    generator = np.random.default_rng(3)

    runs = simulate(AdaptiveTest(graded, Plan(longest=10)), generator.normal(size=300), generator)

    assert set(np.unique(runs.codes)) == {MISSING, 0, 1, 2, 3}
    assert summarise(runs, None).rmse < 0.42
    assert runs.standard_error.mean() == pytest.approx(summarise(runs, None).rmse, abs=0.05)
