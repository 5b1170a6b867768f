"""An independent check of a training portfolio: it shares no code with what chooses one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import Any, NamedTuple

Json = dict[str, Any]
EARTH_KM = 6371.0


class PortfolioCheck(NamedTuple):
    """Every broken rule in a sentence, and the figures as counted here, money in SEK."""

    broken: tuple[str, ...]
    closed: float
    share: float
    spent: float
    seats: int


def check_portfolio(instance: Json, plan: Json) -> PortfolioCheck:
    """Check every rule of an instance against a choice.

    Parameters
    ----------
    instance
        JSON values in the format ``kunnande-portfolio``, version 1, valid against its schema.
    plan
        JSON values in the format ``kunnande-portfolio-plan``, version 1.

    Returns
    -------
    PortfolioCheck
        No broken rule means that the groups can be held for the money, and close what they say.
    """
    broken: list[str] = []
    try:
        if (plan["format"], plan["version"]) != ("kunnande-portfolio-plan", 1):
            broken.append("It is not in the format kunnande-portfolio-plan, version 1.")
        spent = _check_offers(instance, plan["offers"], broken)
        _check_people(instance, plan["offers"], broken)
        closed, need = _check_floors(instance, plan["offers"], broken)
        if abs(closed - plan["closed"]) > 1e-4 * max(1.0, closed):
            broken.append(f"It says it closes {plan['closed']:.2f}; it closes {closed:.2f}.")
        if plan["bound"] < closed - 1e-4 * max(1.0, closed):
            broken.append("It closes more than its bound.")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return PortfolioCheck((f"The plan is not in its format: {error!r}",), math.nan, 0, 0, 0)
    if spent > instance["rules"]["budget_sek"] + 0.5:
        broken.append(f"It costs {spent:.0f}, more than the budget.")
    seats = sum(len(offer["people"]) for offer in plan["offers"])
    return PortfolioCheck(tuple(broken), closed, closed / need if need else 0.0, spent, seats)


def _check_offers(instance: Json, offers: list[Json], broken: list[str]) -> float:
    """Return what the groups cost; check each by itself."""
    courses = {course["id"]: course for course in instance["courses"]}
    places = {place["id"]: place for place in instance["places"]}
    people = {person["id"]: person for person in instance["people"]}
    most = {(o["course"], o["place"], o["period"]): o["most_groups"] for o in instance["offers"]}
    rules, spent = instance["rules"], 0.0
    seen = Counter((offer["course"], offer["place"], offer["period"]) for offer in offers)
    for offer in offers:
        key = (offer["course"], offer["place"], offer["period"])
        who, course, count = " ".join(key), courses[offer["course"]], offer["groups"]
        if seen[key] > 1 or not 1 <= count <= most.get(key, 0):
            broken.append(f"{who}: {count} groups are not on offer.")
        size = len(offer["people"])
        if not count * course["least"] <= size <= count * course["most"]:
            broken.append(f"{who}: {size} people in {count} groups.")
        spent += count * course["group_sek"]
        for name in offer["people"]:
            person = people[name]
            km = _km(person, places[offer["place"]], rules["detour"])
            if km > person["travel_cap_km"] + 1e-5:
                broken.append(f"{who}: {km:.1f} km is too far for {name}.")
            if offer["period"] in person.get("blocked", []):
                broken.append(f"{who}: the period is blocked for {name}.")
            spent += course["person_sek"] + 2 * km * course["days"] * rules["km_sek"]
    return spent


def _check_people(instance: Json, offers: list[Json], broken: list[str]) -> None:
    days_of = {course["id"]: course["days"] for course in instance["courses"]}
    days: Counter[str] = Counter()
    courses: Counter[tuple[str, str]] = Counter()
    for offer in offers:
        for name in offer["people"]:
            days[name] += days_of[offer["course"]]
            courses[name, offer["course"]] += 1
    broken += [f"{n} takes {c} {times} times." for (n, c), times in courses.items() if times > 1]
    broken += [
        f"{person['id']} is away {days[person['id']]} days."
        for person in instance["people"]
        if days[person["id"]] > person["most_days"] + 1e-9
    ]


def _check_floors(instance: Json, offers: list[Json], broken: list[str]) -> tuple[float, float]:
    """Return the weighted gap that is closed, and all of it; check each group's floor."""
    closes = {course["id"]: course["closes"] for course in instance["courses"]}
    sizes = {company["id"]: company["size"] for company in instance["companies"]}
    share: dict[str, Counter[str]] = defaultdict(Counter)
    for offer in offers:
        for name in offer["people"]:
            share[name].update(closes[offer["course"]])
    gained: Counter[tuple[str, str]] = Counter()
    needed: Counter[tuple[str, str]] = Counter()
    reachable: Counter[tuple[str, str]] = Counter()
    for person in instance["people"]:
        groups = [("all", ""), ("company_size", sizes[person["company"]])]
        groups += [("gender", person["gender"])] if person["gender"] is not None else []
        most = _within_reach(instance, person, closes)
        for group in groups:
            for area, weight in person["gaps"].items():
                gained[group] += weight * min(1.0, share[person["id"]][area])
                needed[group] += weight
                reachable[group] += weight * min(1.0, most[area])
    for (kind, value), wanted in needed.items():
        agreed = instance["rules"]["floors"].get(kind, 0.0)
        floor = min(agreed * wanted, 0.9 * reachable[kind, value])
        if gained[kind, value] < floor - 1e-4 * max(1.0, floor):
            broken.append(
                f"{kind} {value}: {gained[kind, value]:.2f} of {wanted:.2f} is closed, "
                f"the floor is {floor:.2f}."
            )
    return float(gained["all", ""]), float(needed["all", ""])


def _within_reach(instance: Json, person: Json, closes: dict[str, Json]) -> Counter[str]:
    """Return how much of each area all courses that a person could go to would close."""
    places = {place["id"]: place for place in instance["places"]}
    courses = {
        offer["course"]
        for offer in instance["offers"]
        if offer["period"] not in person.get("blocked", [])
        and _km(person, places[offer["place"]], instance["rules"]["detour"])
        <= person["travel_cap_km"] + 1e-6
    }
    most: Counter[str] = Counter()
    for course in courses:
        most.update(closes[course])
    return most


def _km(person: Json, place: Json, detour: float) -> float:
    lat1, lon1, lat2, lon2 = (
        math.radians(here[axis]) for here in (person, place) for axis in ("latitude", "longitude")
    )
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return detour * 2 * EARTH_KM * math.asin(math.sqrt(half))
