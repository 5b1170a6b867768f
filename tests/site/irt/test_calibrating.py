from __future__ import annotations

import csv
import json

import pytest


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


def test_calibrate_conditionally(run, lsat7):
    answer = run("calibrate", lsat7, "--model", "rasch", "--estimator", "cml", "--weights", "freq")

    found = json.loads(answer.stdout)
    assert sum(item["b"] for item in found["items"]) == pytest.approx(0, abs=1e-9)
    assert found["estimator"] == "cml"


def test_conditional_likelihood_and_anchors_do_not_go_together(run, lsat7, parameters):
    words = ("--model", "rasch", "--estimator", "cml", "--anchors", parameters)

    assert "--anchors" in run("calibrate", lsat7, *words, code=2).output


def test_score_names_people_and_leaves_missing_answers_out(run, parameters, tmp_path):
    answers = tmp_path / "answers.csv"
    answers.write_text("person,i5,i1,i2,i3,i4\nSiri,1,1,NA,0,\nBo,0,0,0,0,0\n")

    rows = list(
        csv.DictReader(run("score", parameters, answers, "--method", "ml").stdout.splitlines())
    )

    assert list(rows[0]) == ["person", "ability", "standard_error"]
    assert rows[0]["person"] == "Siri"
    assert float(rows[0]["ability"]) == pytest.approx(-1.407, abs=0.003)
    assert float(rows[1]["ability"]) == float("-inf")


def test_fit_judges_items_model_and_people(run, parameters, lsat7, tmp_path):
    persons = tmp_path / "persons.csv"

    found = json.loads(
        run("fit", parameters, lsat7, "--weights", "freq", "--persons", persons).stdout
    )

    assert found["items"][1]["s_x2"] == pytest.approx(14.453, abs=0.005)
    assert found["model"]["m2"] == pytest.approx(11.938, abs=0.005)
    rows = list(csv.DictReader(persons.read_text().splitlines()))
    assert list(rows[0]) == ["person", "lz", "lz_star", "infit", "outfit"]
    assert float(rows[10]["lz"]) == pytest.approx(-2.7465, abs=0.005)


def test_polytomous_answers_start_anywhere(run, tmp_path):
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
def test_a_file_that_holds_no_answers_is_refused_in_words(run, tmp_path, content, words):
    answers = tmp_path / "answers.csv"
    answers.write_text(content)

    assert words in run("calibrate", answers, "--model", "rasch", code=1).output


def test_parameters_that_are_none_are_refused(run, tmp_path, lsat7):
    nonsense = tmp_path / "nonsense.json"
    nonsense.write_text('{"items": [{"b": 1}]}')

    run("score", nonsense, lsat7, "--method", "eap", code=1)


def test_anchored_items_and_groups(run, lsat7, parameters, tmp_path):
    both = tmp_path / "both.csv"
    header, *rows = lsat7.read_text().split()
    lines = [f"{row},{group}" for group in ("old", "new") for row in rows]
    both.write_text("\n".join([f"{header},who", *lines]))
    words = ("--model", "2pl", "--weights", "freq", "--group", "who", "--anchors", parameters)

    found = json.loads(run("calibrate", both, *words).stdout)

    assert [group["name"] for group in found["groups"]] == ["old", "new"]
    assert [group["mean"] for group in found["groups"]] == pytest.approx([0, 0], abs=1e-3)
    assert {item["status"] for item in found["items"]} == {"anchored"}


def test_a_file_written_with_semicolons_is_read_too(run, tmp_path):
    answers = tmp_path / "answers.csv"
    answers.write_text("id;a;b\n1;0;1\n2;1;0\n3;1;1\n4;0;0\n5;1;0\n")

    found = json.loads(run("calibrate", answers, "--model", "rasch", "--fix-variance").stdout)

    assert [item["id"] for item in found["items"]] == ["a", "b"]


def test_a_column_that_is_not_there_is_named(run, lsat7):
    output = run("calibrate", lsat7, "--model", "rasch", "--weights", "count", code=1).output

    assert "no column count" in output
