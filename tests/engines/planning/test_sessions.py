from __future__ import annotations

import copy
from itertools import product

import pytest

from kunnande.engines.planning import (
    Habit,
    ImproperInstanceError,
    book_in_turn,
    check_sessions,
    example_instance,
    independent_parts,
    joined,
    plan_sessions,
    read_instance,
    read_plan,
    write_plan,
)
from kunnande.engines.planning.sessions.problem import problem_of, visit_of

from .conftest import still
from .test_assignment import best_by_trying_everything

MONDAY, TUESDAY = "2027-01-11", "2027-01-12"


def person(name, *tests, **other):
    return {
        "id": name, "company": "mill", "latitude": 58.4, "longitude": 13.8, "tests": list(tests),
        "shift": "day", "language": "sv", "travel_cap_km": 60, **other,
    }  # fmt: skip


def small_instance(*people, **other):
    """One centre with one assessor on two days: four half days."""
    moments = [f"{day} {half}" for day, half in product((MONDAY, TUESDAY), ("am", "pm"))]
    return {
        "format": "kunnande-sessions", "version": 1, "days": [MONDAY, TUESDAY],
        "tests": [
            {"id": "theory", "station": "seat", "people_per_assessor": 2},
            {"id": "robot", "station": "cell", "people_per_assessor": 1},
        ],
        "companies": [{"id": "mill", "headcount": 10, "release_share": 0.2}],
        "centres": [{
            "id": "north", "latitude": 58.5, "longitude": 13.9, "languages": ["sv"],
            "is_accessible": False, "stations": {"seat": 5, "cell": 1},
        }],
        "assessors": [
            {"id": "ada", "centre": "north", "tests": ["theory", "robot"], "available": moments}
        ],
        "people": list(people),
        "costs": {
            "km_sek": 2.5, "travel_hour_sek": 350, "speed_kmh": 70, "detour": 1.3,
            "wait_day_sek": 40, "unserved_sek": 15000,
            "disruption_sek": {"day": {"am": 1100, "pm": 900}},
        },
        "rules": {"release_floor": 2, "tests_per_visit": 2},
        **other,
    }  # fmt: skip


def plan(instance, steps=20, seconds=20.0):
    found = plan_sessions(read_instance(instance), still(seconds), seed=1, steps=steps)
    return found, check_sessions(instance, write_plan(found))


def test_two_tests_are_taken_in_one_trip():
    instance = small_instance(person("eva", "theory", "robot"))

    found, checked = plan(instance)

    assert checked.broken == ()
    assert len(found.visits) == 1
    assert {sitting.test for sitting in found.visits[0].sittings} == {"theory", "robot"}
    assert checked.unserved == 0


def test_a_small_instance_costs_what_trying_everything_says():
    people = [person("eva", "theory", "robot"), person("bo", "theory")]
    problem = problem_of(read_instance(small_instance(*people, days=[MONDAY])))

    found, _checked = plan(small_instance(*people, days=[MONDAY]))

    assert len(problem.choices.costs) * len(problem.choices.options.costs) <= 40
    assert found.objective == best_by_trying_everything(problem.choices)
    assert found.bound == found.objective


def test_no_more_than_the_agreed_share_is_away_on_a_day():
    instance = small_instance(*(person(f"p{n}", "theory") for n in range(5)))

    found, checked = plan(instance)

    assert checked.broken == ()
    assert checked.unserved == 1
    assert len(found.visits) == 4


def test_days_on_furlough_do_not_count_as_away():
    people = [person(f"p{n}", "theory", furlough=[MONDAY]) for n in range(5)]

    _found, checked = plan(small_instance(*people))

    assert checked.unserved == 0
    assert checked.disruption == 900  # The fifth has to go on Tuesday, in the cheaper half.


def test_where_nobody_waits_nothing_is_planned():
    found, checked = plan(small_instance())

    assert (found.visits, found.duties, found.objective, found.bound) == ((), (), 0, 0)
    assert checked.broken == ()


def test_where_nobody_holds_tests_everybody_is_missing():
    found, checked = plan(small_instance(person("eva", "theory"), assessors=[]))

    assert checked.broken == ()
    assert found.objective == found.bound == 15000


@pytest.mark.parametrize(
    "hinder",
    [
        {"language": "en"},
        {"needs_accessible": True},
        {"travel_cap_km": 5},
        {"blocked": [MONDAY, TUESDAY]},
    ],
)
def test_whoever_can_not_come_is_missing(hinder):
    found, checked = plan(small_instance(person("eva", "theory", **hinder)))

    assert checked.broken == ()
    assert [missing.person for missing in found.missing] == ["eva"]


def test_a_session_with_too_few_people_is_not_held():
    instance = small_instance(person("eva", "theory"), person("bo", "robot"))
    instance["tests"][0]["least_group"] = 2

    found, checked = plan(instance)

    assert checked.broken == ()
    assert [missing.person for missing in found.missing] == ["eva"]


def test_people_gather_for_the_least_group():
    instance = small_instance(
        person("eva", "theory", blocked=[MONDAY]), person("bo", "theory", language="sv")
    )
    instance["tests"][0]["least_group"] = 2

    found, _checked = plan(instance)

    assert {str(visit.day) for visit in found.visits} == {TUESDAY}
    assert found.missing == ()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_a_plan_keeps_every_rule_and_beats_booking_in_turn(seed):
    instance = example_instance(150, seed=seed)
    habits = [book_in_turn(read_instance(instance), habit) for habit in Habit]

    found, checked = plan(instance, steps=15, seconds=2.0)

    assert checked.broken == ()
    assert checked.objective == found.objective
    assert found.bound <= found.objective <= min(habit.objective for habit in habits)
    assert all(check_sessions(instance, write_plan(habit)).broken == () for habit in habits)


def test_parts_between_which_nobody_travels_are_planned_apart():
    instance = example_instance(60, seed=1)
    other = example_instance(60, seed=2)
    for kind in ("companies", "centres", "assessors", "people"):
        for part in other[kind]:
            far = {"latitude": part["latitude"] + 8} if "latitude" in part else {}
            named = {key: f"x{part[key]}" for key in ("company", "centre") if part.get(key)}
            instance[kind].append(part | far | named | {"id": f"x{part['id']}"})

    parts = independent_parts(read_instance(instance))
    found = joined([plan_sessions(part, still(), seed=1, steps=5) for part in parts])

    assert len(parts) >= 2
    assert check_sessions(instance, write_plan(found)).broken == ()


def test_a_plan_survives_being_written_and_read():
    found, _checked = plan(small_instance(person("eva", "theory")))

    assert read_plan(write_plan(found)) == found


def test_every_visit_in_the_list_is_one_the_checker_allows():
    instance = example_instance(12, seed=5)
    problem = problem_of(read_instance(instance))

    for column in range(0, len(problem.choices.costs), 97):
        visit = visit_of(problem, column)
        alone = copy.deepcopy(instance)
        alone["people"] = [
            someone for someone in instance["people"] if someone["id"] == visit.person
        ]
        alone["people"][0]["tests"] = [sitting.test for sitting in visit.sittings]
        alone["people"][0]["blocked"] = [d for d in instance["days"] if d != str(visit.day)]
        assert plan(alone)[1].unserved == 0


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"version": 2}, "$.version"),
        ({"days": [TUESDAY, MONDAY]}, "days must rise"),
        ({"days": ["2027-02-30"]}, "does not exist"),
        ({"companies": []}, "mill is not among $.companies"),
        ({"assessors": [{"id": "a", "centre": "x", "tests": [], "available": []}]}, "x is not"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_is_no_instance_is_refused_with_its_place(change, place):
    with pytest.raises(ImproperInstanceError, match=place.replace("$", r"\$")):
        read_instance(small_instance(person("eva", "theory")) | change)


def test_an_id_occurs_once():
    with pytest.raises(ImproperInstanceError, match="eva occurs 2 times"):
        read_instance(small_instance(person("eva", "theory"), person("eva", "robot")))


@pytest.mark.parametrize("content", [None, [], {}, {"format": "kunnande-session-plan"}])
def test_what_is_no_plan_is_refused(content):
    with pytest.raises(ImproperInstanceError):
        read_plan(content)
