"""The commands on every data set there is: published values where known, else what must hold."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

DATA = Path(__file__).parents[4] / "shared/data/psychometrics"


@pytest.fixture
def file():
    def find(name):
        if not (DATA / name).exists():
            pytest.skip(f"../shared/data has no psychometrics/{name}")
        return DATA / name

    return find


def header(path):
    with path.open(newline="") as lines:
        return next(csv.reader(lines))


def other_columns(path, prefix, *but):
    """Return the words that leave out every column that is no item."""
    others = [name for name in header(path) if not name.startswith(prefix) and name not in but]
    return [word for name in others for word in ("--ignore", name)]


# Model, estimator, items, and the log likelihood where one is published or was made by the
# reference programs: eRm's manual for raschdat1, ltm's and mirt's for the others.
SIMPLE = [
    ("erm_raschdat1.csv", "rasch", "cml", 30, -1434.482),
    ("ltm_lsat.csv", "2pl", "mml", 5, -2466.653),
    ("sat12_scored.csv", "2pl", "mml", 32, -9488.955),
    ("science_4cat.csv", "grm", "mml", 4, -1608.870),
    ("ability_icar16.csv", "2pl", "mml", 16, None),
    ("erm_lltmdat2.csv", "rasch", "cml", 5, None),
    ("erm_pcmdat2.csv", "pcm", "cml", 4, None),
    ("erm_rsmdat.csv", "rsm", "mml", 6, None),
    ("fraction_subtraction.csv", "2pl", "mml", 20, None),
    ("mobility.csv", "2pl", "mml", 8, None),
    ("perfit_intelligence.csv", "2pl", "mml", 26, None),
    ("sirt_read.csv", "2pl", "mml", 12, None),
    ("tam_gpcm.csv", "gpcm", "mml", 3, None),
    ("tam_sim_rasch.csv", "rasch", "mml", 40, None),
    ("wirs.csv", "2pl", "mml", 6, None),
]


@pytest.mark.parametrize("case", SIMPLE, ids=lambda case: case[0])
def test_a_data_set_is_calibrated(run, file, case):
    name, model, estimator, n_items, likelihood = case
    words = ("--model", model, "--estimator", estimator)

    found = json.loads(run("calibrate", file(name), *words).stdout)

    assert found["converged"]
    assert found["n_items"] == n_items == len(found["items"])
    assert all(0 < item["se"]["b"] < math.inf for item in found["items"])
    if likelihood is not None:
        assert found["log_likelihood"] == pytest.approx(likelihood, abs=2e-3)


MIXED = [
    ("spisa.csv", "i", "rasch", 45),
    ("mathexam14w.csv", "solved_", "2pl", 13),
    ("verbal_aggression.csv", "poly_", "gpcm", 24),
    ("tam_fims_ausjpn_scored.csv", "M1", "rasch", 14),
    ("tam_timss_austwn_scored.csv", "M03", "pcm", 11),
]


@pytest.mark.parametrize("case", MIXED, ids=lambda case: case[0])
def test_columns_that_are_no_items_are_named(run, file, case):
    name, prefix, model, n_items = case
    path = file(name)

    found = json.loads(
        run("calibrate", path, "--model", model, *other_columns(path, prefix)).stdout
    )

    assert found["converged"]
    assert [item["status"] for item in found["items"]] == ["ok"] * n_items


def test_the_item_that_almost_nobody_solved_keeps_its_difficulty_and_is_named(run, file):
    found = json.loads(run("calibrate", file("sat12_scored.csv"), "--model", "2pl").stdout)

    hard = next(item for item in found["items"] if item["id"] == "Item.32")
    assert hard["b"] == pytest.approx(12.75, abs=0.01)
    assert hard["status"] == "difficulty_beyond_sample"


def test_patterns_stand_for_as_many_people_as_are_written(run, file):
    words = ("--model", "2pl", "--weights", "Frequency")

    found = json.loads(run("calibrate", file("deayala_patterns.csv"), *words).stdout)

    assert found["n_persons"] == 19601
    assert found["converged"]


def test_groups_in_one_calibration_have_means_of_their_own(run, file):
    words = ("--model", "rasch", "--group", "country", "--ignore", "SEX")

    found = json.loads(run("calibrate", file("tam_fims_ausjpn_scored.csv"), *words).stdout)

    means = [group["mean"] for group in found["groups"]]
    assert found["converged"]
    assert means[0] == 0
    assert abs(means[1]) > 0.2


@pytest.mark.parametrize("case", [("wirs.csv", "2pl"), ("science_4cat.csv", "gpcm")])
def test_items_and_people_are_judged(run, file, tmp_path, case):
    name, model = case
    parameters, people = tmp_path / "parameters.json", tmp_path / "people.csv"
    run("calibrate", file(name), "--model", model, "--out", parameters)

    found = json.loads(run("fit", parameters, file(name), "--persons", people).stdout)

    assert all(0.5 < item["infit"] < 1.5 for item in found["items"])
    assert all(0 <= item["s_x2_p"] <= 1 for item in found["items"] if item["s_x2_p"] is not None)
    assert header(people) == ["person", "lz", "lz_star", "infit", "outfit"]


@pytest.mark.parametrize("case", [("eap", 0), ("map", 0), ("wle", 16)])
def test_only_who_answered_nothing_has_no_weighted_ability(run, file, tmp_path, case):
    method, unknown = case
    parameters, scores = tmp_path / "parameters.json", tmp_path / "scores.csv"
    answers = file("ability_icar16.csv")
    run("calibrate", answers, "--model", "2pl", "--out", parameters)

    run("score", parameters, answers, "--method", method, "--out", scores)

    with scores.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 1525
    assert sum(math.isnan(float(row["ability"])) for row in rows) == unknown


RATED = [
    ("tam_ex10_raters.csv", "pid", 3),
    ("sirt_ratings1.csv", "idstud", 7),
    ("sirt_ratings2.csv", "idstud", 16),
]


@pytest.mark.parametrize("case", RATED, ids=lambda case: case[0])
def test_raters_are_told_apart_and_their_agreement_is_told(run, file, case):
    name, person, n_raters = case
    words = ("--person", person, "--rater", "rater", "--agreement")

    found = json.loads(run("raters", file(name), *words).stdout)

    severities = [rater["severity"] for rater in found["raters"]]
    assert found["converged"]
    assert len(severities) == n_raters
    assert sum(severities) == pytest.approx(0, abs=1e-8)
    assert all(-1 <= pair["kappa"] <= 1 for pair in found["agreement"]["pairs"] if pair["kappa"])
    assert 0 < found["agreement"]["intraclass"]["agreement"] < 1


COMPARED = [
    ("verbal_aggression.csv", "poly_", "gender", "male", "mantel-haenszel"),
    ("spisa.csv", "i", "gender", "female", "mantel-haenszel"),
    ("spisa.csv", "i", "gender", "female", "logistic"),
    ("tam_timss_austwn_scored.csv", "M03", "ITSEX", "1", "mantel-haenszel"),
]


@pytest.mark.parametrize("case", COMPARED, ids=lambda case: f"{case[0]}-{case[-1]}")
def test_groups_are_compared_on_real_answers(run, file, case):
    name, prefix, group, focal, method = case
    path = file(name)
    words = ("--group", group, "--focal", focal, "--method", method)

    found = json.loads(run("dif", path, *words, *other_columns(path, prefix, group)).stdout)

    judged = [item for item in found["items"] if item["status"] == "ok"]
    by_statistic = sorted(judged, key=lambda item: -item["statistic"])
    assert [item["p"] for item in by_statistic] == sorted(item["p"] for item in judged)
    assert all(item["flagged"] == (item["p"] < 0.05) for item in judged)
    assert {item["class"] for item in judged} <= {"A", "B", "C"}
