from __future__ import annotations

import pytest

from kunnande.engines.planning import check_sessions

from .test_sessions import MONDAY, TUESDAY, person, plan, small_instance


@pytest.fixture
def instance():
    people = [person("eva", "theory", "robot"), person("bo", "theory"), person("my", "theory")]
    return small_instance(*people)


@pytest.fixture
def written(instance):
    """Return a plan by hand: eva and bo on Monday, my on Tuesday."""

    def visit(who, day, *tests):
        sittings = [{"half": half, "test": test} for half, test in tests]
        return {"person": who, "centre": "north", "day": day, "tests": sittings}

    def duty(day, half, test):
        return {"assessor": "ada", "day": day, "half": half, "test": test}

    found = {
        "format": "kunnande-session-plan", "version": 1, "objective": 0.0, "bound": 0.0,
        "visits": [
            visit("eva", MONDAY, ("am", "theory"), ("pm", "robot")),
            visit("bo", MONDAY, ("am", "theory")),
            visit("my", TUESDAY, ("am", "theory")),
        ],
        "duties": [
            duty(MONDAY, "am", "theory"),
            duty(MONDAY, "pm", "robot"),
            duty(TUESDAY, "am", "theory"),
        ],
        "missing": [],
    }  # fmt: skip
    found["objective"] = check_sessions(instance, found).objective
    return found


def test_a_plan_that_keeps_every_rule_is_accepted(instance, written):
    checked = check_sessions(instance, written)

    assert checked.broken == ()
    assert (checked.visits, checked.unserved) == (3, 0)
    assert checked.disruption == 1100 + 900 + 1100 + 1100
    assert checked.km == pytest.approx(3 * 2 * 1.3 * 12.56, abs=0.2)


def eva(instance, **changed):
    instance["people"][0] |= changed


TAMPERED = {
    "the day is blocked": lambda i, _p: eva(i, blocked=[MONDAY]),
    "not in en": lambda i, _p: eva(i, language="en"),
    "not accessible": lambda i, _p: eva(i, needs_accessible=True),
    "is too far": lambda i, _p: eva(i, travel_cap_km=3),
    "eva does not wait for robot": lambda i, _p: eva(i, tests=["theory"]),
    "north on 2027-01-11: closed": lambda i, _p: i["centres"][0].update(closed=[f"{MONDAY} am"]),
    "the centre is closed": lambda i, _p: i["centres"][0].update(closed=[f"{MONDAY} am"]),
    "not available": lambda i, _p: i["assessors"][0].update(available=[f"{MONDAY} am"]),
    "not authorised for robot": lambda i, _p: i["assessors"][0].update(tests=["theory"]),
    "2 people, assessors for 1": lambda i, _p: i["tests"][0].update(people_per_assessor=1),
    "2 people, 1 stations": lambda i, _p: i["centres"][0]["stations"].update(seat=1),
    "1 people, the least group is 2": lambda i, _p: i["tests"][0].update(least_group=2),
    "2 away, at most 1 may be": lambda i, _p: (
        i["rules"].update(release_floor=1) or i["companies"][0].update(headcount=5)
    ),
    "2 tests in a visit": lambda i, _p: i["rules"].update(tests_per_visit=1),
    "two tests at once": lambda _i, p: p["visits"][0]["tests"][1].update(half="am"),
    "eva has 2 visits": lambda _i, p: p["visits"].append(dict(p["visits"][0])),
    "takes theory 2 times": lambda _i, p: p["visits"].append(dict(p["visits"][0])),
    "ada has 2 duties": lambda _i, p: p["duties"].append(dict(p["duties"][0], test="robot")),
    "2 people, assessors for 0": lambda _i, p: p["duties"].pop(0),
    "visits 0, listed as missing 0": lambda _i, p: p["visits"].pop(),
    "listed as missing 1": lambda _i, p: p["missing"].append({"person": "bo", "test": "theory"}),
    "an assessor or a test that does not exist": lambda _i, p: p["duties"][0].update(assessor="x"),
    "half that does not exist": lambda _i, p: p["visits"][0].update(centre="south"),
    "The plan says it costs": lambda _i, p: p.update(objective=p["objective"] - 50),
    "The bound is above the cost": lambda _i, p: p.update(bound=p["objective"] + 50),
    "expected kunnande-session-plan": lambda _i, p: p.update(version=2),
    "The plan is not in its format": lambda _i, p: p.pop("visits"),
}


@pytest.mark.parametrize("sentence", TAMPERED)
def test_a_broken_rule_is_found(sentence, instance, written):
    TAMPERED[sentence](instance, written)

    checked = check_sessions(instance, written)

    assert any(sentence in broken for broken in checked.broken), checked.broken


def test_the_planner_keeps_the_rules_of_the_same_instance(instance, written):
    found, checked = plan(instance)

    assert checked.broken == ()
    assert found.objective <= written["objective"]
