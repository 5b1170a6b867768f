"""A portfolio's instance and choice as JSON values, version 1 of their formats."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from jsonschema import Draft202012Validator
from scipy import sparse

from kunnande.engines.planning.values import Bools, Floats, ImproperInstanceError

from .values import Course, Floor, Groups, Offer, Portfolio

Json = dict[str, Any]
EARTH_KM = 6371.0
# No floor asks for more than this share of what courses within reach could close.
REACHABLE = 0.9


def read_portfolio(content: object) -> Portfolio:
    """Return what is to be chosen from JSON values ``kunnande-portfolio``, version 1.

    Parameters
    ----------
    content
        As ``docs/methods/planning.md`` describes it.

    Returns
    -------
    Portfolio
        With a seat for everybody in every offer they could go to and that closes a gap of theirs.

    Raises
    ------
    ImproperInstanceError
        With the place of the first thing that is not as described, or an id that is not there.
    """
    for error in _validator().iter_errors(content):
        raise ImproperInstanceError(f"{error.json_path}: {error.message[:200]}")
    if not isinstance(content, dict):
        raise ImproperInstanceError("A portfolio is a JSON object.")
    try:
        return _portfolio(content)
    except KeyError as error:
        raise ImproperInstanceError(f"{error} is referred to and not there.") from error


def write_groups(portfolio: Portfolio, groups: Groups, *, closed: float, bound: float) -> Json:
    """Return a choice as JSON values ``kunnande-portfolio-plan``, version 1.

    People of one offer are listed together; its groups divide them within their sizes.
    """
    taken = np.flatnonzero(groups.seats)
    found = []
    for number, offer in enumerate(portfolio.offers):
        if not groups.counts[number]:
            continue
        seats = taken[portfolio.seat_offer[taken] == number]
        found.append(
            {
                "course": portfolio.courses[offer.course].id,
                "place": offer.place,
                "period": offer.period,
                "groups": int(groups.counts[number]),
                "people": [portfolio.people[person] for person in portfolio.seat_person[seats]],
            }
        )
    return {
        "format": "kunnande-portfolio-plan",
        "version": 1,
        "closed": closed,
        "bound": bound,
        "offers": found,
    }


def _portfolio(content: Json) -> Portfolio:
    names = _numbered(course["id"] for course in content["courses"])
    places = _numbered(place["id"] for place in content["places"])
    companies = {company["id"]: company["size"] for company in content["companies"]}
    _numbered(person["id"] for person in content["people"])
    areas = sorted(
        {area for course in content["courses"] for area in course["closes"]}
        | {area for person in content["people"] for area in person["gaps"]}
    )
    area_of = {area: number for number, area in enumerate(areas)}
    offers = tuple(
        Offer(names[o["course"]], content["places"][places[o["place"]]]["id"], o["period"],
              o["most_groups"])
        for o in content["offers"]
    )  # fmt: skip
    weights = _table([person["gaps"] for person in content["people"]], area_of)
    closes = _table([course["closes"] for course in content["courses"]], area_of)
    taught = [offer.course for offer in offers]
    can_go = _possible(content, offers)
    possible = can_go & ((weights @ closes.T) > 0)[:, taught]
    reachable = _reachable(weights, closes, can_go, taught)
    person, offer = np.nonzero(possible)
    return Portfolio(
        people=tuple(one["id"] for one in content["people"]),
        courses=tuple(Course(*(c[key] for key in Course._fields)) for c in content["courses"]),
        offers=offers,
        weights=weights,
        closes=sparse.csr_matrix(closes),
        seat_person=person,
        seat_offer=offer,
        seat_sek=_seat_sek(content, offers)[person, offer],
        most_days=np.array([one["most_days"] for one in content["people"]], dtype=np.float64),
        floors=_floors(content, companies, weights, reachable),
        budget=float(content["rules"]["budget_sek"]),
    )


def _numbered(ids: Any) -> dict[str, int]:
    listed = list(ids)
    found = {name: number for number, name in enumerate(listed)}
    if len(found) != len(listed):
        twice = next(name for name in listed if listed.count(name) > 1)
        raise ImproperInstanceError(f"The id {twice} occurs more than once.")
    return found


def _table(rows: list[dict[str, float]], columns: dict[str, int]) -> Floats:
    table = np.zeros((len(rows), len(columns)))
    for number, row in enumerate(rows):
        for name, value in row.items():
            table[number, columns[name]] = value
    return table


def _possible(content: Json, offers: tuple[Offer, ...]) -> Bools:
    periods = set(content["periods"])
    for offer in offers:
        if offer.period not in periods:
            raise KeyError(offer.period)
    cap = np.array([person["travel_cap_km"] for person in content["people"]]).reshape(-1, 1)
    free = [
        [offer.period not in person.get("blocked", []) for offer in offers]
        for person in content["people"]
    ]
    near = _kilometres(content, offers) <= cap + 1e-6
    return np.asarray(near & np.array(free, dtype=bool).reshape(near.shape))


def _seat_sek(content: Json, offers: tuple[Offer, ...]) -> Floats:
    days = np.array([content["courses"][offer.course]["days"] for offer in offers])
    price = np.array([content["courses"][offer.course]["person_sek"] for offer in offers])
    return np.asarray(price + 2 * _kilometres(content, offers) * days * content["rules"]["km_sek"])


def _kilometres(content: Json, offers: tuple[Offer, ...]) -> Floats:
    """Return the way by road from each person to each offer, ``(n_people, n_offers)``."""
    at = {place["id"]: place for place in content["places"]}
    home, there = (
        np.radians([[place["latitude"], place["longitude"]] for place in places]).reshape(-1, 2)
        for places in (content["people"], [at[offer.place] for offer in offers])
    )
    rise, turn = (np.sin((there[None] - home[:, None]) / 2) ** 2).transpose(2, 0, 1)
    along = np.outer(np.cos(home[:, 0]), np.cos(there[:, 0]))
    arc = 2 * EARTH_KM * np.arcsin(np.sqrt(rise + along * turn))
    return np.asarray(content["rules"]["detour"] * arc)


def _floors(
    content: Json, sizes: dict[str, str], weights: Floats, reachable: Floats
) -> tuple[Floor, ...]:
    groups = {
        "company_size": [sizes[person["company"]] for person in content["people"]],
        "gender": [person["gender"] for person in content["people"]],
    }
    found = []
    for kind, share in content["rules"]["floors"].items():
        for value in sorted({value for value in groups[kind] if value is not None}):
            people = np.array([one == value for one in groups[kind]], dtype=bool)
            amount = min(share * weights[people].sum(), REACHABLE * reachable[people].sum())
            found.append(Floor(f"{kind} {value}", float(amount), people))
    return tuple(found)


def _reachable(weights: Floats, closes: Floats, possible: Bools, courses: list[int]) -> Floats:
    """Return what all courses within reach together could close, ``(n_people,)``."""
    has = np.zeros((len(weights), len(closes)))
    for number, course in enumerate(courses):
        has[possible[:, number], course] = 1.0
    return np.asarray((weights * np.minimum(1.0, has @ closes)).sum(axis=1))


@cache
def _validator() -> Draft202012Validator:
    schema = resources.files(__package__) / "schema.json"
    return Draft202012Validator(json.loads(schema.read_bytes()))
