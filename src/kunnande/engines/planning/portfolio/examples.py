"""Invented catalogues and gaps; the same seed gives the same."""

from __future__ import annotations

from typing import Any

import numpy as np

AREAS, COURSES, PLACES = 60, 40, 3
PERIODS = ("spring", "autumn")
SEK_PER_PERSON = 11_500
PULL = {"small": 1, "medium": 4, "large": 15}

Json = dict[str, Any]


def example_portfolio(people: int, *, seed: int) -> Json:
    """Invent an instance: 40 courses over 60 areas, three places, two periods.

    Parameters
    ----------
    people
        How many have gaps, about eight each.
    seed
        Decides everything.

    Returns
    -------
    dict
        JSON values in the format ``kunnande-portfolio``, version 1; the budget is 11,500 SEK a
        person, too little for everything.
    """
    generator = np.random.default_rng(seed)
    places = [
        {"id": f"l{n + 1}", **_point(generator.normal((57.9, 13.9), (0.3, 0.5)))}
        for n in range(PLACES)
    ]
    courses = [_course(generator, n) for n in range(COURSES)]
    offers = [
        {"course": course["id"], "place": place["id"], "period": period, "most_groups": 6}
        for course in courses
        for place in places
        for period in PERIODS
        if generator.random() < 0.35
    ]
    companies = _companies(generator, max(2, people // 18))
    return {
        "format": "kunnande-portfolio",
        "version": 1,
        "note": f"Invented: {people} people, seed {seed}. Every cost is an assumption.",
        "periods": list(PERIODS),
        "places": places,
        "courses": courses,
        "offers": offers,
        "companies": [{key: one[key] for key in ("id", "size")} for one in companies],
        "people": [_person(generator, n, companies) for n in range(people)],
        "rules": {
            "budget_sek": SEK_PER_PERSON * people, "km_sek": 2.5, "detour": 1.3,
            "floors": {"company_size": 0.25, "gender": 0.3},
        },
    }  # fmt: skip


def _course(generator: np.random.Generator, number: int) -> Json:
    middle = number * AREAS / COURSES
    count = int(generator.integers(2, 6))
    areas = {int(middle + shift) % AREAS for shift in generator.integers(0, 9, count)}
    days = int(generator.integers(1, 6))
    return {
        "id": f"k{number + 1}",
        "closes": {f"o{area + 1}": round(float(generator.uniform(0.4, 1.0)), 2) for area in areas},
        "days": days,
        "least": int(generator.integers(5, 9)),
        "most": int(generator.integers(12, 19)),
        "group_sek": 15_000 + 18_000 * days,
        "person_sek": int(600 * days),
    }


def _companies(generator: np.random.Generator, count: int) -> list[Json]:
    sizes = generator.choice(["small", "medium", "large"], size=count, p=[0.55, 0.3, 0.15])
    return [
        {"id": f"f{n + 1}", "size": str(size), "at": generator.normal((57.9, 13.9), (0.3, 0.5)),
         "field": int(generator.integers(0, AREAS)), "pull": PULL[size]}
        for n, size in enumerate(sizes)
    ]  # fmt: skip


def _person(generator: np.random.Generator, number: int, companies: list[Json]) -> Json:
    pull = np.array([company["pull"] for company in companies], dtype=float)
    company = companies[int(generator.choice(len(companies), p=pull / pull.sum()))]
    shifts = generator.normal(0, 9, int(generator.integers(4, 13))).round()
    areas = {int(company["field"] + shift) % AREAS for shift in shifts}
    return {
        "id": f"p{number + 1}",
        "company": company["id"],
        "gender": "woman" if generator.random() < 0.355 else "man",
        **_point(company["at"] + generator.normal(0, 1, 2) * (0.05, 0.1)),
        "gaps": {
            f"o{area + 1}": int(generator.integers(1, 4) * generator.integers(1, 5))
            for area in sorted(areas)
        },
        "blocked": [str(generator.choice(PERIODS))] if generator.random() < 0.15 else [],
        "most_days": 8,
        "travel_cap_km": 110,
    }


def _point(place: np.ndarray) -> Json:
    return {"latitude": round(float(place[0]), 4), "longitude": round(float(place[1]), 4)}
