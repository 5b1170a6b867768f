from __future__ import annotations

import copy
from datetime import date

import pytest

from kunnande.engines.planning import (
    Cause,
    ImproperInstanceError,
    Lack,
    Obstacle,
    Placement,
    check_sessions,
    example_instance,
    explain,
    plan_sessions,
    read_instance,
    replan,
    write_plan,
)

from .conftest import still
from .test_sessions import MONDAY, TUESDAY, person, plan, small_instance


def mend(instance, old):
    found = replan(read_instance(instance), old, still(5), seed=1)
    checked = check_sessions(instance, write_plan(found.plan))
    assert checked.broken == ()
    return found, checked


def test_whoever_cancels_gets_another_day_and_nobody_else_is_moved():
    instance = small_instance(person("eva", "theory"), person("bo", "theory"))
    old, _checked = plan(instance)
    instance["people"][0]["blocked"] = [MONDAY]

    found, checked = mend(instance, old)

    assert [(move.person, move.cause) for move in found.moves] == [("eva", Cause.IMPOSSIBLE)]
    assert found.moves[0].after[0].day == date.fromisoformat(TUESDAY)
    assert checked.unserved == 0


def test_a_seat_that_falls_free_goes_to_somebody_who_waits():
    people = [person("eva", "robot"), person("bo", "robot")]
    instance = small_instance(*people, days=[MONDAY])
    instance["assessors"][0]["available"] = [f"{MONDAY} am"]
    old, _checked = plan(instance)
    booked = old.visits[0].person
    instance["people"] = [one for one in people if one["id"] != booked]

    found, _checked = mend(instance, old)

    assert {move.cause for move in found.moves} == {Cause.IMPOSSIBLE, Cause.SERVED}
    assert found.plan.missing == ()


def test_when_an_assessor_falls_ill_the_session_moves():
    instance = small_instance(person("eva", "theory"), person("bo", "theory"))
    old, _checked = plan(instance)
    instance["assessors"][0]["available"] = [f"{TUESDAY} am"]

    found, checked = mend(instance, old)

    assert {move.person for move in found.moves} == {"eva", "bo"}
    assert checked.unserved == 0


def test_when_fewer_fit_no_more_are_moved_than_must():
    instance = small_instance(*(person(name, "theory") for name in ("eva", "bo")))
    old, _checked = plan(instance)
    instance["tests"][0]["people_per_assessor"] = 1

    found, checked = mend(instance, old)

    assert [move.cause for move in found.moves] == [Cause.CROWDED]
    assert checked.unserved == 0


def test_a_day_that_is_no_longer_planned_takes_its_visits_along():
    instance = small_instance(person("eva", "theory"))
    old, _checked = plan(instance)
    instance["days"] = [TUESDAY]

    found, _checked = mend(instance, old)

    assert found.plan.visits[0].day == date.fromisoformat(TUESDAY)


def test_a_suspended_centre_leaves_a_reason():
    instance = small_instance(person("eva", "theory"))
    old, _checked = plan(instance)
    instance["centres"][0]["closed"] = [f"{d} {h}" for d in (MONDAY, TUESDAY) for h in ("am", "pm")]

    found, checked = mend(instance, old)

    assert checked.unserved == 1
    assert found.moves[0].after == ()
    assert found.moves[0].cause is Cause.IMPOSSIBLE


@pytest.mark.slow
def test_a_cancellation_in_a_larger_plan_moves_few():
    instance = example_instance(120, seed=4)
    old = plan_sessions(read_instance(instance), still(1), seed=1, steps=5)
    moved = []

    for visit in old.visits[:40:8]:
        changed = copy.deepcopy(instance)
        who = next(one for one in changed["people"] if one["id"] == visit.person)
        who["blocked"].append(str(visit.day))
        moved.append(len(mend(changed, old)[0].moves))

    assert max(moved) <= 4
    assert min(moved) >= 1


def test_a_placement_is_explained_by_what_costs_less_and_is_full():
    people = [person("eva", "robot"), person("bo", "robot"), person("my", "robot")]
    instance = small_instance(*people)
    old, _checked = plan(instance)
    latest = max(old.visits, key=lambda visit: (visit.day, visit.sittings[0].half == "am"))

    (told,) = explain(read_instance(instance), old, latest.person)

    assert isinstance(told, Placement)
    assert told.visit == latest
    assert set(told.cheaper) <= {Obstacle.SESSION, Obstacle.COMPANY}
    assert sum(told.cheaper.values()) >= 1


@pytest.mark.parametrize(
    ("hinder", "obstacle"),
    [
        ({"language": "en"}, Obstacle.OUT_OF_REACH),
        ({"blocked": [MONDAY, TUESDAY]}, Obstacle.BLOCKED),
        ({"tests": ["welding"]}, Obstacle.NOT_HELD),
    ],
)
def test_a_test_without_any_possible_visit_says_why(hinder, obstacle):
    instance = small_instance(person("eva", "theory", **hinder))
    instance["tests"].append({"id": "welding", "station": "booth", "people_per_assessor": 1})
    old, _checked = plan(instance)

    (told,) = explain(read_instance(instance), old, "eva")

    assert isinstance(told, Lack)
    assert told.obstacles == {obstacle: 0}


def test_a_test_without_a_visit_says_what_is_full():
    instance = small_instance(*(person(f"p{n}", "theory") for n in range(5)))
    instance["tests"][0]["people_per_assessor"] = 5
    old, _checked = plan(instance)

    (told,) = explain(read_instance(instance), old, old.missing[0].person)

    assert told.obstacles == {Obstacle.COMPANY: 4}


def test_nobody_is_not_explained():
    instance = small_instance(person("eva", "theory"))

    with pytest.raises(ImproperInstanceError, match="bo"):
        explain(read_instance(instance), plan(instance)[0], "bo")
