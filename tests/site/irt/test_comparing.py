from __future__ import annotations

import json

import numpy as np
import pytest


@pytest.fixture
def bank(tmp_path):
    file = tmp_path / "bank.json"
    items = [
        {"id": f"i{n}", "a": 1.2, "b": float(b), "se": {"b": 0.1}}
        for n, b in enumerate(np.linspace(-2, 2, 40))
    ]
    file.write_text(json.dumps({"model": "2pl", "items": items}))
    return file


def test_items_are_written_on_the_old_scale_and_the_moved_one_is_named(run, bank, tmp_path):
    new = tmp_path / "new.json"
    content = json.loads(bank.read_text())
    for item in content["items"]:
        item["b"] = (item["b"] - 0.5) / 1.25
        item["a"] *= 1.25
    content["items"][4]["b"] += 1.0
    content["items"].append({"id": "fresh", "a": 1.0, "b": 0.0})
    new.write_text(json.dumps(content))

    found = json.loads(run("link", new, bank).stdout)

    assert (found["slope"], found["shift"]) == pytest.approx((1.25, 0.5), abs=1e-3)
    assert [row["id"] for row in found["drift"] if row["flagged"]] == ["i4"]
    assert found["items"][-1]["b"] == pytest.approx(0.5, abs=1e-3)


def test_nothing_in_common_gives_no_link(run, bank, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"model": "2pl", "items": [{"id": "x", "a": 1, "b": 0}]}))

    run("link", other, bank, code=1)


@pytest.mark.parametrize("index", ["gbt", "omega"])
def test_similarity_names_the_pair_of_one_room(run, bank, tmp_path, index):
    generator = np.random.default_rng(3)
    odds = 1.2 * (generator.normal(0, 0.5, (40, 1)) - np.linspace(-2, 2, 40))
    codes = (generator.random((40, 40)) < 1 / (1 + np.exp(-odds))).astype(int)
    codes[1] = codes[0]
    answers = tmp_path / "answers.csv"
    lines = [f"p{n},r{n // 4}," + ",".join(map(str, row)) for n, row in enumerate(codes)]
    answers.write_text("\n".join(["person,room," + ",".join(f"i{n}" for n in range(40)), *lines]))

    found = json.loads(run("similarity", bank, answers, "--room", "room", "--index", index).stdout)

    assert found["n_pairs"] == 60
    assert found["expected_false_alarms"] == pytest.approx(0.01)
    assert [(pair["first"], pair["second"]) for pair in found["alarms"]] == [("p0", "p1")]
