from __future__ import annotations

import csv
import json
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner

from kunnande.site.cli import main

# Bock and Lieberman (1970): LSAT7, patterns 00000, 00001 ... 11111.
LSAT7 = [12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28]
LSAT7 += [7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308]


def run(*words, code=0):
    result = CliRunner().invoke(main, ["irt", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def lsat7(tmp_path):
    file = tmp_path / "lsat7.csv"
    rows = [[*pattern, n] for pattern, n in zip(product((0, 1), repeat=5), LSAT7, strict=True)]
    with file.open("w", newline="") as target:
        csv.writer(target).writerows([["i1", "i2", "i3", "i4", "i5", "freq"], *rows])
    return file


@pytest.fixture
def parameters(lsat7, tmp_path):
    file = tmp_path / "parameters.json"
    run("calibrate", lsat7, "--model", "2pl", "--weights", "freq", "--out", file)
    return file


def test_calibrate_writes_parameters_with_errors(parameters):
    found = json.loads(parameters.read_text())

    assert found["converged"] is True
    assert found["n_persons"] == 1000
    assert found["n_items"] == 5
    assert found["log_likelihood"] == pytest.approx(-2658.805, abs=0.005)
    assert found["latent"] == {"mean": 0.0, "variance": 1.0}
    first = found["items"][0]
    assert (first["a"], first["b"]) == pytest.approx((0.9875, -1.8793), abs=0.002)
    assert first["se"]["a"] == pytest.approx(0.177, abs=0.005)
    assert first["status"] == "ok"


def test_calibrate_conditionally(lsat7):
    answer = run("calibrate", lsat7, "--model", "rasch", "--estimator", "cml", "--weights", "freq")

    found = json.loads(answer.stdout)
    assert sum(item["b"] for item in found["items"]) == pytest.approx(0, abs=1e-9)
    assert found["estimator"] == "cml"


def test_conditional_likelihood_and_anchors_do_not_go_together(lsat7, parameters):
    words = ("--model", "rasch", "--estimator", "cml", "--anchors", parameters)

    assert "--anchors" in run("calibrate", lsat7, *words, code=2).output


def test_score_names_people_and_leaves_missing_answers_out(parameters, tmp_path):
    answers = tmp_path / "answers.csv"
    answers.write_text("person,i5,i1,i2,i3,i4\nSiri,1,1,NA,0,\nBo,0,0,0,0,0\n")

    rows = list(
        csv.DictReader(run("score", parameters, answers, "--method", "ml").stdout.splitlines())
    )

    assert list(rows[0]) == ["person", "ability", "standard_error"]
    assert rows[0]["person"] == "Siri"
    assert float(rows[0]["ability"]) == pytest.approx(-1.407, abs=0.003)
    assert float(rows[1]["ability"]) == float("-inf")


def test_fit_judges_items_model_and_people(parameters, lsat7, tmp_path):
    persons = tmp_path / "persons.csv"

    found = json.loads(
        run("fit", parameters, lsat7, "--weights", "freq", "--persons", persons).stdout
    )

    assert found["items"][1]["s_x2"] == pytest.approx(14.453, abs=0.005)
    assert found["model"]["m2"] == pytest.approx(11.938, abs=0.005)
    rows = list(csv.DictReader(persons.read_text().splitlines()))
    assert list(rows[0]) == ["person", "lz", "lz_star", "infit", "outfit"]
    assert float(rows[10]["lz"]) == pytest.approx(-2.7465, abs=0.005)


def test_polytomous_answers_start_anywhere(tmp_path):
    answers = tmp_path / "answers.csv"
    rows = ["1,5", "2,6", "3,7", "1,6", "2,5", "3,6", "2,7", "1,5", "3,7", "2,6"] * 12
    answers.write_text("\n".join(["x,y", *rows]))

    found = json.loads(run("calibrate", answers, "--model", "pcm").stdout)

    assert [item["lowest"] for item in found["items"]] == [1, 5]
    assert [len(item["thresholds"]) for item in found["items"]] == [2, 2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "header"),
        ("a,a\n0,1\n", "same name"),
        ("a,b\n0\n", "row 2"),
        ("a,b\n0,1\n1,x\n", "row 3"),
        ("a,b\n0,1\n1,0.5\n", "whole number"),
        ("a,b\n1,1\n1,1\n", "No item"),
    ],
)
def test_a_file_that_holds_no_answers_is_refused_in_words(tmp_path, content, words):
    answers = tmp_path / "answers.csv"
    answers.write_text(content)

    assert words in run("calibrate", answers, "--model", "rasch", code=1).output


def test_parameters_that_are_none_are_refused(tmp_path, lsat7):
    nonsense = tmp_path / "nonsense.json"
    nonsense.write_text('{"items": [{"b": 1}]}')

    run("score", nonsense, lsat7, "--method", "eap", code=1)


def test_anchored_items_and_groups(lsat7, parameters, tmp_path):
    both = tmp_path / "both.csv"
    header, *rows = lsat7.read_text().split()
    lines = [f"{row},{group}" for group in ("old", "new") for row in rows]
    both.write_text("\n".join([f"{header},who", *lines]))
    words = ("--model", "2pl", "--weights", "freq", "--group", "who", "--anchors", parameters)

    found = json.loads(run("calibrate", both, *words).stdout)

    assert [group["name"] for group in found["groups"]] == ["old", "new"]
    assert [group["mean"] for group in found["groups"]] == pytest.approx([0, 0], abs=1e-3)
    assert {item["status"] for item in found["items"]} == {"anchored"}


def test_a_file_written_with_semicolons_is_read_too(tmp_path):
    answers = tmp_path / "answers.csv"
    answers.write_text("id;a;b\n1;0;1\n2;1;0\n3;1;1\n4;0;0\n5;1;0\n")

    found = json.loads(run("calibrate", answers, "--model", "rasch", "--fix-variance").stdout)

    assert [item["id"] for item in found["items"]] == ["a", "b"]


def test_a_column_that_is_not_there_is_named(lsat7):
    output = run("calibrate", lsat7, "--model", "rasch", "--weights", "count", code=1).output

    assert "no column count" in output


def test_dif_names_the_items_that_are_harder_for_a_group(tmp_path):
    answers = tmp_path / "answers.csv"
    generator = np.random.default_rng(5)
    focal = np.arange(800) % 2
    ability = generator.normal(size=800)
    difficulty = np.linspace(-1, 1, 8) + np.outer(focal, [1.2] + [0] * 7)
    solved = generator.random((800, 8)) < 1 / (1 + np.exp(difficulty - ability[:, None]))
    people = zip(solved * 1, focal, strict=True)
    lines = ["\t".join([*map(str, row), "ba"[who]]) for row, who in people]
    answers.write_text("\n".join(["\t".join([*"stuvwxyz", "who"]), *lines]))
    words = ("--group", "who", "--focal", "a", "--method", "mantel-haenszel", "--purify")

    found = json.loads(run("dif", answers, *words).stdout)

    first = found["items"][0]
    assert first["flagged"]
    assert first["effect"] < -1.5
    assert {"id", "statistic", "p", "effect", "class", "flagged"} <= set(first)
    assert found["steps"] >= 1


def test_dif_refuses_a_group_nobody_is_in(lsat7):
    words = ("--group", "freq", "--focal", "none", "--method", "lord")

    assert "Nobody" in run("dif", lsat7, *words, code=1).output


def test_consistency_of_items_people_and_scores(parameters, lsat7, tmp_path):
    people, errors = tmp_path / "people.csv", tmp_path / "errors.csv"
    run("score", parameters, lsat7, "--method", "eap", "--out", people)
    scores = tmp_path / "scores.csv"
    scores.write_text("\n".join(["score", *(str(n % 40 + n % 7) for n in range(200))]))
    words = ("--reliability", 0.85, "--min", 0, "--max", 50)

    found = [
        json.loads(run("consistency", *rest).stdout)
        for rest in (
            (parameters, "--cut", 0, "--grid", -3, 3, 61),
            (parameters, "--raw-cut", 3),
            (people, "--cut", 0, "--persons", errors),
            (scores, *words, "--cut", 20),
        )
    ]

    assert [each["method"] for each in found] == ["rudner", "lee", "rudner", "livingston-lewis"]
    assert all(0.5 < each["consistency"] < each["accuracy"] < 1 for each in found)
    assert len(errors.read_text().splitlines()) == 33


@pytest.mark.parametrize(
    "words",
    [(), ("--cut", 0, "--raw-cut", 2), ("--cut", 0, "--reliability", 0.8)],
)
def test_consistency_asks_for_what_belongs_together(parameters, words):
    run("consistency", parameters, *words, code=2)


def test_reliability_of_sums_and_of_abilities(parameters, lsat7):
    words = ("--weights", "freq", "--parameters", parameters)

    found = json.loads(run("reliability", lsat7, *words).stdout)

    assert found["alpha"] == pytest.approx(0.453, abs=0.001)
    assert found["omega"]["status"] == "ok"
    assert 0.3 < found["marginal"] < 0.6


def bank_file(tmp_path):
    file = tmp_path / "bank.json"
    generator = np.random.default_rng(1)
    items = [
        {"id": f"i{n}", "a": 1.2, "b": generator.normal(), "area": "xy"[n % 2]} for n in range(80)
    ]
    file.write_text(json.dumps({"model": "2pl", "items": items}))
    return file


@pytest.mark.parametrize(
    "words",
    [
        ("--length", 12, "--quota", "x=6-6"),
        ("--stop", "se=0.4"),
        ("--stop", "sprt", "--cut", 0.2, "--length", 40),
        ("--length", 10, "--exposure", 0.4, "--randomesque", 3, "--cut", 0),
    ],
)
def test_simulate_adaptive_reports_what_became_of_people(tmp_path, words):
    bank = bank_file(tmp_path)

    found = json.loads(run("simulate-adaptive", bank, "--people", 100, "--seed", 3, *words).stdout)

    assert abs(found["bias"]) < 0.2
    assert found["rmse"] < 0.7
    assert found["mean_length"] <= 60
    assert 0 <= found["overlap"] <= 1
    assert found["microseconds_per_step"] > 0
    if "--quota" in words:
        assert found["areas"]["x"] == [6, 6]


@pytest.mark.parametrize(
    ("words", "code"),
    [((), 2), (("--stop", "soon"), 2), (("--length", 100), 1), (("--stop", "glr"), 1)],
)
def test_simulate_adaptive_refuses_rules_that_can_not_be_kept(tmp_path, words, code):
    bank = bank_file(tmp_path)

    run("simulate-adaptive", bank, "--people", 10, "--seed", 1, *words, code=code)
