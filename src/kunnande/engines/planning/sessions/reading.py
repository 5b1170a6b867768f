"""Instances and plans as JSON values, version 1 of their formats."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from kunnande.engines.planning.values import ImproperInstanceError

from .values import (
    Assessor,
    Centre,
    Company,
    Costs,
    Duty,
    Half,
    Instance,
    Missing,
    Moment,
    Person,
    Place,
    Plan,
    Sitting,
    Test,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLAN_FORMAT, VERSION = "kunnande-session-plan", 1

Json = dict[str, Any]


def read_instance(content: object) -> Instance:
    """Return an instance from parsed JSON in the format ``kunnande-sessions``, version 1.

    Parameters
    ----------
    content
        As ``docs/methods/planning.md`` describes it.

    Returns
    -------
    Instance
        Every id in it exists.

    Raises
    ------
    ImproperInstanceError
        With the place of the first thing that is not as described, an id that occurs twice, a day
        that does not exist, or something that refers to an id that is not there.
    """
    for error in _validator().iter_errors(content):
        raise ImproperInstanceError(f"{error.json_path}: {error.message[:200]}")
    if not isinstance(content, dict):
        raise ImproperInstanceError("An instance is a JSON object.")
    try:
        instance = _instance(content)
    except ValueError as error:
        raise ImproperInstanceError(f"A day does not exist: {error}") from error
    _check_references(instance)
    return instance


def write_plan(plan: Plan) -> Json:
    """Return a plan as JSON values in the format ``kunnande-session-plan``, version 1."""
    return {
        "format": PLAN_FORMAT,
        "version": VERSION,
        "objective": plan.objective,
        "bound": plan.bound,
        "visits": [
            {
                "person": visit.person,
                "centre": visit.centre,
                "day": visit.day.isoformat(),
                "tests": [{"half": s.half.value, "test": s.test} for s in visit.sittings],
            }
            for visit in plan.visits
        ],
        "duties": [
            {"assessor": d.assessor, "day": d.day.isoformat(), "half": d.half.value, "test": d.test}
            for d in plan.duties
        ],
        "missing": [missing._asdict() for missing in plan.missing],
    }


def read_plan(content: object) -> Plan:
    """Return a plan from parsed JSON as ``write_plan`` makes it.

    Raises
    ------
    ImproperInstanceError
        If something is missing or is not what it should be.
    """
    try:
        return _plan(content)  # type: ignore[arg-type]  # what is no mapping raises TypeError
    except (KeyError, TypeError, ValueError) as error:
        raise ImproperInstanceError(f"This is no session plan of version 1: {error!r}") from error


def _plan(content: Json) -> Plan:
    if content["format"] != PLAN_FORMAT or content["version"] != VERSION:
        raise ValueError(f"{content['format']} {content['version']}")
    return Plan(
        visits=tuple(
            Visit(
                v["person"], v["centre"], date.fromisoformat(v["day"]),
                tuple(Sitting(Half(s["half"]), s["test"]) for s in v["tests"]),
            )
            for v in content["visits"]
        ),
        duties=tuple(
            Duty(d["assessor"], date.fromisoformat(d["day"]), Half(d["half"]), d["test"])
            for d in content["duties"]
        ),
        missing=tuple(Missing(m["person"], m["test"]) for m in content["missing"]),
        objective=float(content["objective"]),
        bound=float(content["bound"]),
    )  # fmt: skip


def _instance(content: Json) -> Instance:
    costs = dict(content["costs"])
    disruption = {
        shift: {Half(half): float(sek) for half, sek in by_half.items()}
        for shift, by_half in costs.pop("disruption_sek").items()
    }
    return Instance(
        days=tuple(date.fromisoformat(day) for day in content["days"]),
        tests=tuple(Test(**test) for test in content["tests"]),
        companies=tuple(Company(**company) for company in content["companies"]),
        centres=tuple(map(_centre, content["centres"])),
        assessors=tuple(map(_assessor, content["assessors"])),
        people=tuple(map(_person, content["people"])),
        costs=Costs(disruption_sek=disruption, **costs),
        release_floor=content["rules"]["release_floor"],
        tests_per_visit=content["rules"]["tests_per_visit"],
    )


def _centre(content: Json) -> Centre:
    return Centre(
        id=content["id"],
        place=Place(content["latitude"], content["longitude"]),
        languages=frozenset(content["languages"]),
        is_accessible=content["is_accessible"],
        stations=content["stations"],
        closed=_moments(content.get("closed", [])),
    )


def _assessor(content: Json) -> Assessor:
    return Assessor(
        id=content["id"],
        centre=content["centre"],
        tests=frozenset(content["tests"]),
        available=_moments(content["available"]),
    )


def _person(content: Json) -> Person:
    return Person(
        id=content["id"],
        company=content["company"],
        place=Place(content["latitude"], content["longitude"]),
        tests=tuple(content["tests"]),
        shift=content["shift"],
        furlough=frozenset(map(date.fromisoformat, content.get("furlough", []))),
        blocked=frozenset(map(date.fromisoformat, content.get("blocked", []))),
        language=content["language"],
        needs_accessible=content.get("needs_accessible", False),
        travel_cap_km=content["travel_cap_km"],
    )


def _moments(texts: Iterable[str]) -> frozenset[Moment]:
    parts = (text.split(" ") for text in texts)
    return frozenset(Moment(date.fromisoformat(day), Half(half)) for day, half in parts)


def _check_references(instance: Instance) -> None:
    if list(instance.days) != sorted(set(instance.days)):
        raise ImproperInstanceError("$.days: days must rise, each once.")
    known = {
        "tests": _ids("tests", (test.id for test in instance.tests)),
        "companies": _ids("companies", (company.id for company in instance.companies)),
        "centres": _ids("centres", (centre.id for centre in instance.centres)),
        "assessors": _ids("assessors", (assessor.id for assessor in instance.assessors)),
        "people": _ids("people", (person.id for person in instance.people)),
        "costs.disruption_sek": set(instance.costs.disruption_sek),
    }
    for assessor in instance.assessors:
        _ask(known, f"Assessor {assessor.id}", {"centres": [assessor.centre]})
        _ask(known, f"Assessor {assessor.id}", {"tests": assessor.tests})
    for person in instance.people:
        wanted = {
            "companies": [person.company] if person.company is not None else [],
            "tests": person.tests,
            "costs.disruption_sek": [person.shift],
        }
        _ask(known, f"Person {person.id}", wanted)


def _ids(kind: str, ids: Iterable[str]) -> set[str]:
    counted = Counter(ids)
    for name, times in counted.items():
        if times > 1:
            raise ImproperInstanceError(f"$.{kind}: the id {name} occurs {times} times.")
    return set(counted)


def _ask(known: Mapping[str, set[str]], who: str, wanted: Mapping[str, Iterable[str]]) -> None:
    for kind, ids in wanted.items():
        for name in ids:
            if name not in known[kind]:
                raise ImproperInstanceError(f"{who}: {name} is not among $.{kind}.")


@cache
def _validator() -> Draft202012Validator:
    schema = resources.files(__package__) / "schema.json"
    return Draft202012Validator(json.loads(schema.read_bytes()))
