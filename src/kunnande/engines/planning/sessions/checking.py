"""An independent check of session plans: it shares no code with what makes them.

It reads the two JSON values themselves, counts everything anew with nothing but the standard
library, and trusts no figure in the plan.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date
from typing import Any, NamedTuple

Json = dict[str, Any]

EARTH_KM = 6371.0
HALVES = ("am", "pm")


class SessionCheck(NamedTuple):
    """Every broken rule in a sentence, and the figures as counted here.

    ``km`` is both ways, all visits; ``disruption`` is production's part of the objective, in SEK.
    """

    broken: tuple[str, ...]
    objective: float
    km: float
    disruption: float
    unserved: int
    visits: int


def check_sessions(instance: Json, plan: Json) -> SessionCheck:
    """Check every rule of an instance against a plan.

    Parameters
    ----------
    instance
        JSON values in the format ``kunnande-sessions``, version 1, valid against its schema.
    plan
        JSON values in the format ``kunnande-session-plan``, version 1.

    Returns
    -------
    SessionCheck
        No broken rule means: the plan can be carried out as it stands, and costs what it says.
    """
    book = _Book(instance)
    try:
        figures = _check(book, plan)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        return SessionCheck((f"The plan is not in its format: {error!r}",), math.nan, 0, 0, 0, 0)
    return SessionCheck(tuple(book.broken), **figures)


class _Book:
    """The instance by id, and the list of what is broken."""

    def __init__(self, instance: Json) -> None:
        self.instance = instance
        self.broken: list[str] = []
        self.days = set(instance["days"])
        self.people, self.centres, self.tests, self.assessors, self.companies = (
            {str(part["id"]): part for part in instance[kind]}
            for kind in ("people", "centres", "tests", "assessors", "companies")
        )

    def ask(self, holds: bool, sentence: str) -> bool:  # noqa: FBT001  the first word is the rule
        if not holds:
            self.broken.append(sentence)
        return bool(holds)


def _check(book: _Book, plan: Json) -> Json:
    if (plan["format"], plan["version"]) != ("kunnande-session-plan", 1):
        raise ValueError("expected kunnande-session-plan, version 1")
    known = [visit for visit in plan["visits"] if _check_visit(book, visit)]
    _check_people(book, known, plan["missing"])
    _check_duties(book, plan["duties"])
    _check_sessions(book, known, plan["duties"])
    _check_companies(book, known)
    return _check_figures(book, known, plan)


def _check_visit(book: _Book, visit: Json) -> bool:
    """Return whether what the visit names exists; check what concerns it alone."""
    who = f"{visit['person']} at {visit['centre']} on {visit['day']}"
    exists = (
        visit["person"] in book.people
        and visit["centre"] in book.centres
        and visit["day"] in book.days
        and all(sitting["test"] in book.tests for sitting in visit["tests"])
        and all(sitting["half"] in HALVES for sitting in visit["tests"])
    )
    if not book.ask(exists, f"{who}: a person, centre, day, test or half that does not exist."):
        return False
    person, centre = book.people[visit["person"]], book.centres[visit["centre"]]
    halves = [sitting["half"] for sitting in visit["tests"]]
    most = book.instance["rules"]["tests_per_visit"]
    book.ask(1 <= len(halves) <= most, f"{who}: {len(halves)} tests in a visit.")
    book.ask(len(set(halves)) == len(halves), f"{who}: two tests at once.")
    book.ask(visit["day"] not in person.get("blocked", []), f"{who}: the day is blocked.")
    book.ask(person["language"] in centre["languages"], f"{who}: not in {person['language']}.")
    reachable = centre["is_accessible"] or not person.get("needs_accessible", False)
    book.ask(reachable, f"{who}: the centre is not accessible.")
    km = _km(book, person, centre)
    book.ask(km <= person["travel_cap_km"] + 1e-5, f"{who}: {km:.1f} km is too far.")
    closed = centre.get("closed", [])
    book.ask(not any(f"{visit['day']} {half}" in closed for half in halves), f"{who}: closed.")
    return True


def _check_people(book: _Book, visits: list[Json], missing: list[Json]) -> None:
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    days: Counter[tuple[str, str]] = Counter()
    for visit in visits:
        taken[visit["person"]].update(sitting["test"] for sitting in visit["tests"])
        days[visit["person"], visit["day"]] += 1
    for (person, day), count in days.items():
        book.ask(count == 1, f"{person} has {count} visits on {day}.")
    listed = Counter((entry["person"], entry["test"]) for entry in missing)
    for name, person in book.people.items():
        wanted = set(person["tests"])
        for test in wanted | set(taken[name]):
            served, said = taken[name][test], listed[name, test]
            book.ask(test in wanted or not served, f"{name} does not wait for {test}.")
            book.ask(served <= 1, f"{name} takes {test} {served} times.")
            book.ask(
                test not in wanted or served + said == 1,
                f"{name}, {test}: visits {served}, listed as missing {said}.",
            )


def _check_duties(book: _Book, duties: list[Json]) -> None:
    times = Counter((duty["assessor"], duty["day"], duty["half"]) for duty in duties)
    for (name, day, half), count in times.items():
        book.ask(count == 1, f"{name} has {count} duties on {day} {half}.")
    for duty in duties:
        who = f"{duty['assessor']} on {duty['day']} {duty['half']}"
        exists = duty["assessor"] in book.assessors and duty["test"] in book.tests
        if not book.ask(exists, f"{who}: an assessor or a test that does not exist."):
            continue
        assessor, moment = book.assessors[duty["assessor"]], f"{duty['day']} {duty['half']}"
        book.ask(moment in assessor["available"], f"{who}: not available.")
        book.ask(duty["test"] in assessor["tests"], f"{who}: not authorised for {duty['test']}.")
        closed = book.centres[assessor["centre"]].get("closed", [])
        book.ask(moment not in closed, f"{who}: the centre is closed.")


def _check_sessions(book: _Book, visits: list[Json], duties: list[Json]) -> None:
    seated: Counter[tuple[str, str, str, str]] = Counter()
    on_stations: Counter[tuple[str, str, str, str]] = Counter()
    for visit in visits:
        for sitting in visit["tests"]:
            when = (visit["centre"], visit["day"], sitting["half"])
            seated[(*when, sitting["test"])] += 1
            on_stations[(*when, book.tests[sitting["test"]]["station"])] += 1
    room: Counter[tuple[str, str, str, str]] = Counter()
    for duty in duties:
        if duty["assessor"] in book.assessors and duty["test"] in book.tests:
            centre, test = book.assessors[duty["assessor"]]["centre"], book.tests[duty["test"]]
            stations = book.centres[centre]["stations"].get(test["station"], 0)
            key = (centre, duty["day"], duty["half"], duty["test"])
            room[key] += min(test["people_per_assessor"], stations)
    for key, count in seated.items():
        where = " ".join(key)
        book.ask(count <= room[key], f"{where}: {count} people, assessors for {room[key]}.")
        least = book.tests[key[3]].get("least_group", 1)
        book.ask(count >= least, f"{where}: {count} people, the least group is {least}.")
    for key, count in on_stations.items():
        stations = book.centres[key[0]]["stations"].get(key[3], 0)
        book.ask(count <= stations, f"{' '.join(key)}: {count} people, {stations} stations.")


def _check_companies(book: _Book, visits: list[Json]) -> None:
    away: Counter[tuple[str, str]] = Counter()
    for visit in visits:
        person = book.people[visit["person"]]
        if person["company"] is not None and visit["day"] not in person.get("furlough", []):
            away[person["company"], visit["day"]] += 1
    floor = book.instance["rules"]["release_floor"]
    for (employer, day), count in away.items():
        company = book.companies[employer]
        most = max(floor, math.ceil(company["release_share"] * company["headcount"] - 1e-9))
        book.ask(count <= most, f"{employer} on {day}: {count} away, at most {most} may be.")


def _check_figures(book: _Book, visits: list[Json], plan: Json) -> Json:
    costs = book.instance["costs"]
    first = date.fromisoformat(book.instance["days"][0])
    total = kilometres = disruption = 0.0
    for visit in visits:
        person, centre = book.people[visit["person"]], book.centres[visit["centre"]]
        km = 2 * _km(book, person, centre)
        hours = km / costs["speed_kmh"]
        lost = 0.0
        if visit["day"] not in person.get("furlough", []):
            by_half = costs["disruption_sek"][person["shift"]]
            lost = sum(by_half[sitting["half"]] for sitting in visit["tests"])
        waited = (date.fromisoformat(visit["day"]) - first).days * len(visit["tests"])
        travel = km * costs["km_sek"] + hours * costs["travel_hour_sek"]
        total += round(travel + waited * costs["wait_day_sek"] + lost)
        kilometres += km
        disruption += lost
    wanted = sum(len(person["tests"]) for person in book.people.values())
    unserved = wanted - sum(len(visit["tests"]) for visit in visits)
    total += unserved * round(costs["unserved_sek"])
    # Two programs may round a half to different sides.
    slack = 1.0 + len(visits) / 1000
    book.ask(
        abs(total - plan["objective"]) <= slack,
        f"The plan says it costs {plan['objective']:.0f}; it costs {total:.0f}.",
    )
    book.ask(plan["bound"] <= total + slack, "The bound is above the cost.")
    return {
        "objective": total, "km": round(kilometres, 1), "disruption": round(disruption),
        "unserved": unserved, "visits": len(visits),
    }  # fmt: skip


def _km(book: _Book, person: Json, centre: Json) -> float:
    lat1, lon1, lat2, lon2 = (
        math.radians(place[axis])
        for place in (person, centre)
        for axis in ("latitude", "longitude")
    )
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return float(book.instance["costs"]["detour"] * 2 * EARTH_KM * math.asin(math.sqrt(half)))
