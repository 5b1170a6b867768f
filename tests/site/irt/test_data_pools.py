"""Forms from the pools of TestDesign: every constraint is counted again in the form that came."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

DATA = Path(__file__).parents[4] / "shared/data/psychometrics"
LENGTHS = {"bayes_320": 30, "reading_303": 30, "fatigue_95": 12}


def rows(kind, name):
    path = DATA / f"testdesign_{kind}_{name}.csv"
    if not path.exists():
        pytest.skip(f"../shared/data has no psychometrics/{path.name}")
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def the_pool(name, target):
    known = {row["ID"]: row for row in rows("itemattrib", name)}
    items = [
        {key.upper(): cell for key, cell in {**known[row["ID"]], **row}.items()}
        for row in rows("itempool", name)
    ]
    with target.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(items[0]))
        writer.writeheader()
        writer.writerows(items)
    return items


def condition(text):
    """Return one of TestDesign's conditions in our words."""
    found = {}
    for part in text.split(" & "):
        present = re.fullmatch(r"!is\.na\((\w+)\)", part)
        if present:
            found[present[1].upper()] = {"present": True}
            continue
        name, operator, value = part.split(" ", 2)
        values = re.findall(r"[\w.-]+", value.removeprefix("c("))
        found[name.upper()] = {"least": float(values[0])} if operator == ">=" else values
    return found


def rules_of(name, items):
    rules = {"length": LENGTHS[name], "constraints": [], "enemies": []}
    rules["objective"] = {"goal": "maximum", "abilities": [0]}
    for row in rows("constraints", name):
        written = row["CONDITION"]
        if row["TYPE"] == "Enemy":
            rules["enemies"].append(re.findall(r'"(\w+)"', written))
        elif row["WHAT"] == "Stimulus":
            rules["sets"] = [{"column": "STID", "sets": int(row["LB"])}]
        elif written == "Per Stimulus":
            rules["sets"][0]["items"] = [int(row["LB"]), int(row["UB"])]
        elif row["TYPE"] == "Number" and written:
            # A column alone: the bounds hold for each of its values.
            alone = sorted({item[written] for item in items} if written in items[0] else ())
            asked = [{written: [value]} for value in alone] or [condition(written)]
            rules["constraints"] += [
                {
                    "name": f"{row['CONSTRAINT_ID']}-{number}",
                    "where": where,
                    "least": int(row["LB"]),
                    "most": int(row["UB"]),
                }
                for number, where in enumerate(asked)
            ]
    return rules


def holds(item, where):
    for name, wanted in where.items():
        cell = item[name]
        if wanted == {"present": True}:
            if cell in {"", "NA"}:
                return False
        elif isinstance(wanted, dict):
            if float(cell) < wanted["least"]:
                return False
        elif cell not in wanted:
            return False
    return True


@pytest.mark.parametrize("name", LENGTHS)
def test_a_form_keeps_every_constraint_of_its_pool(run, tmp_path, name):
    pool, blueprint = tmp_path / "pool.csv", tmp_path / "rules.json"
    items = the_pool(name, pool)
    rules = rules_of(name, items)
    blueprint.write_text(json.dumps(rules))

    found = json.loads(run("assemble", pool, blueprint).stdout)

    chosen = [item for item in items if item["ID"] in set(found["forms"][0])]
    assert found["status"] == "optimal"
    assert len(chosen) == LENGTHS[name]
    for rule in rules["constraints"]:
        count = sum(holds(item, rule["where"]) for item in chosen)
        assert rule["least"] <= count <= rule["most"], rule["name"]
    names = {item["ID"] for item in chosen}
    assert all(len(names & set(pair)) <= 1 for pair in rules["enemies"])
