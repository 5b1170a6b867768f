from __future__ import annotations

import json

import numpy as np
import pytest


def test_dif_names_the_items_that_are_harder_for_a_group(run, tmp_path):
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


def test_dif_refuses_a_group_nobody_is_in(run, lsat7):
    words = ("--group", "freq", "--focal", "none", "--method", "lord")

    assert "Nobody" in run("dif", lsat7, *words, code=1).output


def test_consistency_of_items_people_and_scores(run, parameters, lsat7, tmp_path):
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
def test_consistency_asks_for_what_belongs_together(run, parameters, words):
    run("consistency", parameters, *words, code=2)


def test_reliability_of_sums_and_of_abilities(run, parameters, lsat7):
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
def test_simulate_adaptive_reports_what_became_of_people(run, tmp_path, words):
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
def test_simulate_adaptive_refuses_rules_that_can_not_be_kept(run, tmp_path, words, code):
    bank = bank_file(tmp_path)

    run("simulate-adaptive", bank, "--people", 10, "--seed", 1, *words, code=code)


def ratings_file(tmp_path):
    file = tmp_path / "ratings.csv"
    generator = np.random.default_rng(2)
    lines = ["who,assessor,year,weld,finish"]
    for person in range(120):
        able = generator.normal()
        for rater, harsh in (("Ek", -0.7), ("Bo", 0.7)):
            codes = [
                1 + sum(able - harsh + generator.logistic() > cut for cut in (-1, 1)) for _ in "wf"
            ]
            lines.append(f"p{person},{rater},{2024 + person % 2},{codes[0]},{codes[1]}")
    file.write_text("\n".join(lines))
    return file


def test_raters_reports_severities_agreement_and_drift(run, tmp_path):
    words = ("--person", "who", "--rater", "assessor", "--time", "year", "--agreement")
    people = tmp_path / "people.csv"

    found = json.loads(run("raters", ratings_file(tmp_path), *words, "--persons", people).stdout)

    assert [rater["id"] for rater in found["raters"]] == [
        "Bo@2024",
        "Bo@2025",
        "Ek@2024",
        "Ek@2025",
    ]
    assert found["raters"][0]["severity"] > found["raters"][2]["severity"]
    assert [drift["id"] for drift in found["drift"]] == ["Bo", "Ek"]
    assert found["agreement"]["pairs"][0]["n"] == 120
    assert len(people.read_text().splitlines()) == 121


def test_raters_takes_a_list_of_items(run, tmp_path):
    words = ("--person", "who", "--rater", "assessor", "--items", "weld", "finish")

    found = json.loads(run("raters", ratings_file(tmp_path), *words).stdout)

    assert {item["id"] for item in found["items"]} == {"weld", "finish"}
    assert {"deviance", "variance", "reliability", "items", "raters"} <= set(found)
    assert found["items"][0]["lowest"] == 1


@pytest.mark.parametrize("words", [(), ("--group", "who")])
def test_andersen_finds_the_item_that_does_not_keep_its_place(run, tmp_path, words):
    generator = np.random.default_rng(6)
    who = np.arange(1200) % 2
    odds = generator.normal(size=(1200, 1)) - np.linspace(-1, 1, 6)
    odds[:, 2] = 3 * odds[:, 2] + 2 * who
    solved = (generator.random((1200, 6)) < 1 / (1 + np.exp(-odds))).astype(int)
    answers = tmp_path / "answers.csv"
    rows = [",".join(map(str, [*row, f"g{own}"])) for row, own in zip(solved, who, strict=True)]
    answers.write_text("\n".join(["a,b,c,d,e,f,who", *rows]))

    found = json.loads(run("andersen", answers, *(words or ("--ignore", "who"))).stdout)

    assert found["df"] == 5
    assert found["p"] < 0.01


def test_andersen_needs_every_answer(run, tmp_path):
    answers = tmp_path / "answers.csv"
    answers.write_text("a,b\n1,NA\n0,1\n")

    run("andersen", answers, code=1)
