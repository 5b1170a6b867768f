"""Invented regions to plan: the same seed gives the same people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

Json = dict[str, Any]

PER_REGION, CENTRES, ASSESSORS, DAYS = 1000, 8, 3, 60
TESTS: tuple[Json, ...] = (
    {"id": "theory", "station": "seat", "people_per_assessor": 8, "least_group": 1},
    {"id": "measuring", "station": "bench", "people_per_assessor": 4, "least_group": 1},
    {"id": "maintenance", "station": "rig", "people_per_assessor": 3, "least_group": 1},
    {"id": "robot", "station": "cell", "people_per_assessor": 2, "least_group": 1},
    {"id": "welding", "station": "booth", "people_per_assessor": 3, "least_group": 1},
)
WANTED = (0.34, 0.22, 0.18, 0.12, 0.14)
STATIONS = {"seat": (8, 16), "bench": (4, 8), "rig": (3, 6), "cell": (2, 4), "booth": (3, 6)}
DISRUPTION = {
    "day": {"am": 1100, "pm": 1100},
    "evening": {"am": 350, "pm": 1500},
    "night": {"am": 1700, "pm": 600},
    "none": {"am": 0, "pm": 0},
}
COSTS = {
    "km_sek": 2.5, "travel_hour_sek": 350, "speed_kmh": 70, "detour": 1.3, "wait_day_sek": 40,
    "unserved_sek": 15000, "disruption_sek": DISRUPTION,
}  # fmt: skip


def example_instance(people: int, *, seed: int) -> Json:
    """Invent an instance: a region for every thousand people, too far apart to travel between.

    Parameters
    ----------
    people
        How many wait for one to three tests each.
    seed
        Decides everything.

    Returns
    -------
    dict
        JSON values in the format ``kunnande-sessions``, version 1: 8 centres with 3 assessors each
        and 60 working days in every region of a thousand people, fewer in a smaller one.
    """
    generator = np.random.default_rng(seed)
    days = _working_days(date(2027, 1, 11), DAYS)
    whole: Json = {"companies": [], "centres": [], "assessors": [], "people": []}
    n_regions = -(-people // PER_REGION)
    for region in range(n_regions):
        size = min(PER_REGION, people - region * PER_REGION)
        part = _region(generator, f"r{region + 1}", size, days)
        for kind, content in part.items():
            whole[kind] += content
    return {
        "format": "kunnande-sessions",
        "version": 1,
        "note": f"Invented: {people} people, seed {seed}. Every cost is an assumption.",
        "days": days,
        "tests": [dict(test) for test in TESTS],
        **whole,
        "costs": COSTS,
        "rules": {"release_floor": 2, "tests_per_visit": 2},
    }


def _working_days(first: date, count: int) -> list[str]:
    days = (first + timedelta(days=n) for n in range(2 * count))
    return [day.isoformat() for day in days if day.weekday() < 5][:count]


def _region(generator: np.random.Generator, name: str, size: int, days: list[str]) -> Json:
    number = int(name[1:]) - 1
    middle = np.array([56.5 + 2.5 * (number % 5), 13.0 + 5.0 * (number // 5)])
    towns = middle + generator.normal(0, 1, (24, 2)) * (0.32, 0.6)
    share = generator.dirichlet(np.full(24, 0.8))
    n_centres = max(3, round(CENTRES * min(1.0, size / PER_REGION + 0.05)))
    by_size = np.argsort(-share)
    at = np.sort(by_size[:n_centres])
    centres = [_centre(generator, f"{name}-c{n + 1}", towns[town]) for n, town in enumerate(at)]
    assessors = [
        _assessor(generator, f"{centre['id']}-a{n + 1}", centre["id"], days)
        for centre in centres
        for n in range(ASSESSORS)
    ]
    n_companies = max(1, size // 18)
    companies: list[Json] = [
        {
            "id": f"{name}-f{n + 1}",
            "headcount": int(np.clip(generator.lognormal(3.9, 0.9), 8, 900)),
            "release_share": 0.15,
        }
        for n in range(n_companies)
    ]
    homes = generator.choice(24, size=n_companies, p=share)
    weights = np.array([company["headcount"] for company in companies], dtype=float)
    people = []
    for n in range(size):
        company = int(generator.choice(n_companies, p=weights / weights.sum()))
        town = towns[homes[company]] if generator.random() < 0.75 else towns[generator.integers(24)]
        employer = None if generator.random() < 0.06 else companies[company]["id"]
        people.append(_person(generator, f"{name}-p{n + 1}", employer, town=town, days=days))
    return {"companies": companies, "centres": centres, "assessors": assessors, "people": people}


def _centre(generator: np.random.Generator, name: str, town: np.ndarray) -> Json:
    spread = {
        kind: int(generator.integers(low, high + 1)) for kind, (low, high) in STATIONS.items()
    }
    lacking = generator.choice(["bench", "rig", "cell", "booth"], size=2, replace=False)
    return {
        "id": name,
        **_point(town),
        "languages": ["sv", "en"] if generator.random() < 0.6 else ["sv"],
        "is_accessible": bool(generator.random() < 0.85),
        "stations": {kind: n for kind, n in spread.items() if kind not in lacking},
    }


def _assessor(generator: np.random.Generator, name: str, centre: str, days: list[str]) -> Json:
    names = [test["id"] for test in TESTS]
    tests = generator.choice(names, size=int(generator.integers(2, 4)), replace=False)
    weekdays = generator.choice(5, size=2, replace=False)
    available = [
        f"{day} {half}"
        for day in days
        if date.fromisoformat(day).weekday() in weekdays
        for half in ("am", "pm")
        if generator.random() < 0.8
    ]
    return {
        "id": name,
        "centre": centre,
        "tests": sorted(map(str, tests)),
        "available": available,
    }


def _person(
    generator: np.random.Generator,
    name: str,
    company: str | None,
    *,
    town: np.ndarray,
    days: list[str],
) -> Json:
    count = int(generator.choice([1, 2, 3], p=[0.3, 0.45, 0.25]))
    names = [test["id"] for test in TESTS]
    tests = generator.choice(names, size=count, replace=False, p=WANTED)
    shifts = ["none"] if company is None else ["day", "evening", "night"]
    shift = str(generator.choice(shifts, p=None if company is None else [0.6, 0.3, 0.1]))
    start = int(generator.integers(0, len(days)))
    away = int(generator.integers(0, len(days)))
    return {
        "id": name,
        "company": company,
        **_point(town + generator.normal(0, 1, 2) * (0.05, 0.1)),
        "tests": sorted(map(str, tests)),
        "shift": shift,
        "furlough": days[start : start + 8] if company and generator.random() < 0.25 else [],
        "blocked": days[away : away + int(generator.integers(3, 16))],
        "language": "en" if generator.random() < 0.12 else "sv",
        "needs_accessible": bool(generator.random() < 0.05),
        "travel_cap_km": 110,
    }


def _point(place: np.ndarray) -> Json:
    return {"latitude": round(float(place[0]), 4), "longitude": round(float(place[1]), 4)}
