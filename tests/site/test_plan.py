from __future__ import annotations

import json
import signal

import pytest
from click.testing import CliRunner

from kunnande.site.cli import main
from kunnande.site.cli.plan.files import stoppable_watch

GAP = "2 3  4 9 2  7 1 8  2 2 2  2 2 2  4 4"


def run(*words, code=0):
    result = CliRunner().invoke(main, ["plan", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def instance(tmp_path):
    file = tmp_path / "instance.json"
    run("example", "--people", 30, "--seed", 3, "--out", file)
    return file


@pytest.fixture
def plan(instance, tmp_path):
    file = tmp_path / "plan.json"
    run("sessions", instance, "--seconds", 2, "--out", file)
    return file


def test_assign_prints_cost_and_bound(tmp_path):
    file = tmp_path / "gap"
    file.write_text(GAP)

    printed = run("assign", file, "--seconds", 5).output

    assert "cost 7  bound 7  gap 0.0  optimal True" in printed


def test_assign_seeks_the_greatest_profit_when_asked(tmp_path):
    file, out = tmp_path / "gap", tmp_path / "out.json"
    file.write_text(f"2 {GAP} {GAP}")

    printed = run("assign", file, "--maximise", "--out", out).output

    assert printed.count("cost 24  bound 24") == 2
    assert [one["agents"] for one in json.loads(out.read_text())] == [[1, 0, 1]] * 2


def test_assign_says_when_a_job_fits_nowhere(tmp_path):
    file = tmp_path / "gap"
    file.write_text("1 1  4  9  5")

    assert "unassigned 1" in run("assign", file, code=1).output


def test_a_plan_of_sessions_passes_its_check(instance, plan):
    printed = run("check", instance, plan).output

    content = json.loads(plan.read_text())
    assert printed.startswith("Every rule holds.")
    assert f"objective {content['objective']:.10g}" in printed
    assert content["bound"] <= content["objective"]
    assert {"gap", "unserved", "km", "disruption", "seconds"} <= set(content)


def test_a_tampered_plan_fails_its_check(instance, plan):
    content = json.loads(plan.read_text())
    content["visits"].pop()
    plan.write_text(json.dumps(content))

    assert "listed as missing 0" in run("check", instance, plan, code=1).output


def test_an_interrupt_ends_the_time_and_not_the_work():
    before = signal.getsignal(signal.SIGINT)

    with stoppable_watch(60) as watch:
        assert watch.left > 50
        signal.raise_signal(signal.SIGINT)
        assert watch.left == 0

    assert signal.getsignal(signal.SIGINT) == before


def test_habits_are_counted_beside_the_plan(instance):
    printed = run("sessions", instance, "--seconds", 1, "--habits").stderr

    assert "nearest" in printed
    assert "earliest" in printed


def test_everybody_is_explained(instance, plan):
    people = [person["id"] for person in json.loads(instance.read_text())["people"]]

    told = [run("explain", instance, plan, person).output for person in people]

    assert all(told)
    assert "Nobody in the instance" in run("explain", instance, plan, "x", code=1).output


def test_a_cancellation_is_mended(instance, plan, tmp_path):
    content, out = json.loads(instance.read_text()), tmp_path / "mended.json"
    visit = json.loads(plan.read_text())["visits"][0]
    who = next(person for person in content["people"] if person["id"] == visit["person"])
    who["blocked"].append(visit["day"])
    instance.write_text(json.dumps(content))

    printed = run("replan", instance, plan, "--out", out).output

    assert f"{visit['person']}: " in printed
    run("check", instance, out)


def test_a_portfolio_passes_its_check_and_has_a_curve(tmp_path):
    file, plan, curve = (tmp_path / name for name in ("i.json", "p.json", "c.json"))
    run("example", "--kind", "portfolio", "--people", 40, "--out", file)

    run("portfolio", file, "--seconds", 3, "--out", plan)
    run("portfolio", file, "--seconds", 3, "--curve", 3, "--out", curve)

    assert "Every rule holds." in run("check", file, plan).output
    points = json.loads(curve.read_text())["curve"]
    assert [point["closed"] for point in points] == sorted(point["closed"] for point in points)


def test_workforce_reports_roles_areas_and_trainings(tmp_path):
    file = tmp_path / "company.json"
    run("example", "--kind", "workforce", "--people", 40, "--out", file)

    found = json.loads(run("workforce", file, "--months", 36).output)

    assert set(found["roles"][0]["shortage_probability"]) == {"12", "24", "36"}
    assert {"role", "need", "holders", "bus_factor"} < set(found["roles"][0])
    assert found["areas"]
    assert found["trainings_sek"] == found["trainings_bound_sek"]


@pytest.mark.parametrize("command", ["sessions", "portfolio", "workforce"])
@pytest.mark.parametrize("content", ["[]", "{}", "nothing", '{"format": "x"}'])
def test_what_is_not_the_format_is_refused_by_name(command, content, tmp_path):
    file = tmp_path / "other.json"
    file.write_text(content)

    assert "other.json" in run(command, file, code=1).output
