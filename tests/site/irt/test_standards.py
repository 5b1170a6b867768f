from __future__ import annotations

import json

import pytest


def test_angoff_gives_the_last_rounds_cut_on_both_scales(run, parameters, tmp_path):
    judges = tmp_path / "judges.csv"
    judges.write_text(
        "judge,round,i1,i2,i3\nAnna,1,0.9,0.6,0.5\nBo,1,0.5,0.5,0.9\n"
        "Anna,2,0.8,0.6,0.6\nBo,2,0.7,0.6,0.7\n"
    )

    found = json.loads(
        run("set-standard", "angoff", judges, "--round", "round", "--parameters", parameters).stdout
    )

    assert found["cut"] == pytest.approx(2.0)
    assert found["scales"]["raw"] == pytest.approx(2.0)
    assert list(found["rounds"]) == ["1", "2"]
    assert found["rounds"]["2"]["deviation"] < found["rounds"]["1"]["deviation"] + 0.1


def test_bookmarks_are_placed_in_the_booklet(run, parameters, tmp_path):
    marks = tmp_path / "marks.csv"
    marks.write_text("judge,page\nAnna,3\nBo,4\nSiri,4\n")

    found = json.loads(run("set-standard", "bookmark", marks, parameters).stdout)

    assert found["cut"] == pytest.approx(found["booklet"][2]["ability"])
    assert [judge["id"] for judge in found["judges"]] == ["Anna", "Bo", "Siri"]


@pytest.mark.parametrize("rows", ["Anna,1\n", "Anna,1.5\n", "Anna,x\n"])
def test_a_bookmark_that_is_none_is_refused(run, parameters, tmp_path, rows):
    marks = tmp_path / "marks.csv"
    marks.write_text(f"judge,page\n{rows}")

    run("set-standard", "bookmark", marks, parameters, code=1)


def test_angoff_refuses_items_without_parameters_and_odd_estimates(run, parameters, tmp_path):
    judges = tmp_path / "judges.csv"
    judges.write_text("judge,i1,other\nAnna,0.9,1.6\n")

    run("set-standard", "angoff", judges, "--parameters", parameters, code=1)
    run("set-standard", "angoff", judges, code=1)


def test_judged_groups_give_two_cuts(run, tmp_path):
    scores = tmp_path / "scores.csv"
    lines = [f"{n},{'yes' if 3 * (n % 5) + n > 40 else 'no'}" for n in range(20, 50)]
    lines += [f"{n},unsure" for n in range(28, 40)]
    scores.write_text("\n".join(["score,judged", *lines]))
    words = ("--able", "yes", "--not-able", "no", "--border", "unsure")

    found = json.loads(run("set-standard", "groups", scores, *words).stdout)

    assert 28 < found["contrasting_groups"]["cut"] < 36
    assert found["borderline_group"]["cut"] == pytest.approx(33.5)
    run("set-standard", "groups", scores, code=2)
    run("set-standard", "groups", scores, "--able", "no", "--not-able", "yes", code=1)
