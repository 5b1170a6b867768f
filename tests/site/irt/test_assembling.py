from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parents[4] / "shared/data/psychometrics"


@pytest.fixture
def science(tmp_path):
    """The pool of 1,000 science items with its 36 constraints, in our words."""
    if not DATA.exists():
        pytest.skip("../shared/data has no psychometrics/testdesign_itempool_science_1000.csv")

    def rows(name):
        with (DATA / f"testdesign_{name}_science_1000.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    known = {row["ID"]: row for row in rows("itemattrib")}
    items = [{**row, **known[row["ID"]]} for row in rows("itempool")]
    pool = tmp_path / "pool.csv"
    with pool.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(items[0]))
        writer.writeheader()
        writer.writerows(items)
    counted = [row for row in rows("constraints") if row["TYPE"] == "Number" and row["CONDITION"]]
    rules = {
        "length": 30,
        "constraints": [
            {
                "name": row["CONSTRAINT_ID"],
                "where": condition(row["CONDITION"]),
                "least": int(row["LB"]),
                "most": int(row["UB"]),
            }
            for row in counted
        ],
        "exclude": {"PTBIS": {"most": 0.1499999}},
        "enemies": [["SC00001", "SC00002"]],
        "together": [["SC00005", "SC00006"]],
    }
    return pool, rules


def condition(text):
    found = {}
    for part in text.split(" & "):
        name, operator, value = part.split(" ", 2)
        values = [
            each.strip(' "') for each in value.removeprefix("c(").removesuffix(")").split(",")
        ]
        found[name] = {"least": float(values[0])} if operator == ">=" else values
    return found


def assemble(run, pool, rules, *words):
    file = pool.parent / "rules.json"
    file.write_text(json.dumps(rules))
    return json.loads(run("assemble", pool, file, *words).stdout)


@pytest.mark.parametrize(
    ("objective", "expected"),
    [
        ({"goal": "maximum", "abilities": [0]}, 19.7983),
        ({"goal": "maximin", "abilities": [-1, 0, 1]}, 13.1866),
    ],
)
def test_the_science_pool_gives_the_reference_form(run, science, objective, expected):
    pool, rules = science
    rules |= {"include": ["SC00003", "SC00004"], "objective": objective}

    found = assemble(run, pool, rules)

    assert found["status"] == "optimal"
    assert found["objective"] == pytest.approx(expected, abs=5e-5)
    assert len(found["forms"][0]) == 30
    assert found["gap"] < 1e-6


@pytest.mark.slow
def test_two_separate_science_forms_contradict_named_constraints(run, science):
    pool, rules = science

    found = assemble(run, pool, rules | {"forms": 2})

    assert found["status"] == "infeasible"
    assert found["conflict"] == ["C7", "C18", "C19", "most_used"]
    assert found["why"][0].startswith("C7: 2 to 4 items")


@pytest.fixture
def pool(tmp_path):
    file = tmp_path / "pool.csv"
    generator = np.random.default_rng(1)
    lines = ["id,model,a,b,c,b1,b2,area,words,text"]
    for n in range(12):
        model, steps = ("gpcm", "-0.5,0.5") if n == 11 else ("3pl", ",")
        place = "" if n == 11 else f"{generator.normal():.3f}"
        lines.append(f"i{n},{model},1.2,{place},0.2,{steps},{'xy'[n % 2]},{20 + n},{n // 4 or ''}")
    file.write_text("\n".join(lines))
    return file


def test_rules_speak_of_any_column(run, pool):
    rules = {
        "forms": 2,
        "length": [3, 4],
        "objective": {"goal": "target", "abilities": [0], "target": [1.2]},
        "constraints": [
            {"where": {"area": "x"}, "least": 2},
            {"sum": "words", "where": {"area": {"not": "z"}}, "most": 110},
            {"name": "texts", "where": {"text": {"present": True}}, "least": 1},
        ],
        "sets": [{"column": "text", "items": [1, 2], "sets": [0, 2]}],
        "overlap": [0, 1],
        "most_used": None,
        "include": ["i0"],
    }

    found = assemble(run, pool, rules)

    assert found["status"] == "optimal"
    assert all("i0" in form and 3 <= len(form) <= 4 for form in found["forms"])


@pytest.mark.parametrize(
    "rules",
    [
        {"lenght": 3},
        {"length": "many"},
        {"constraints": [{"where": {"colour": "red"}}]},
        {"constraints": [{"sum": "area", "most": 3}]},
        {"include": ["nobody"]},
        {"objective": {"goal": "target", "abilities": [0]}},
        {"constraints": [{"name": "length"}], "length": 2},
        {"constraints": [{"least": 3, "most": 1}]},
    ],
)
def test_a_rule_that_is_none_is_named(run, tmp_path, pool, rules):
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(rules))

    run("assemble", pool, file, code=1)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "id,b\ni1,0\ni1,1\n", "id,model\ni1,2pl\n"])
def test_a_pool_without_items_is_refused(run, tmp_path, text):
    pool, rules = tmp_path / "pool.csv", tmp_path / "rules.json"
    pool.write_text(text)
    rules.write_text("{}")

    run("assemble", pool, rules, code=1)
