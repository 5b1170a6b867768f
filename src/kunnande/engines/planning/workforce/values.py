"""A company's roles, people and areas, as arrays, and how to read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
from jsonschema import Draft202012Validator

from kunnande.engines.planning.values import Bools, Floats, ImproperInstanceError, Ints

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shock:
    """Something that can make several people leave at once."""

    per_year: float
    leaves: float
    people: Ints


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Yearly moves between roles.

    ``stock`` and ``hires`` have shape ``(n_roles,)``, ``moves`` ``(n_roles, n_roles)``; what a row
    of moves lacks to 1 leaves.
    """

    roles: tuple[str, ...]
    stock: Floats
    moves: Floats
    hires: Floats


@dataclass(frozen=True, kw_only=True)
class Company:
    """Roles, people and areas.

    Attributes
    ----------
    roles, areas, people
        Ids.
    need
        How many each role needs, ``(n_roles,)``.
    requires
        Which areas a role requires, ``(n_roles, n_areas)``.
    holds
        Who holds which role, ``(n_people, n_roles)``.
    meets
        Who meets which area, ``(n_people, n_areas)``.
    leaves
        The probability that each leaves within a year, ``(n_people,)``.
    training
        SEK to train one person in each area, ``(n_areas,)``.
    shocks, flows
        What several may leave for together, and yearly moves between roles, if known.
    """

    roles: tuple[str, ...]
    areas: tuple[str, ...]
    people: tuple[str, ...]
    need: Ints
    requires: Bools
    holds: Bools
    meets: Bools
    leaves: Floats
    training: Floats
    shocks: tuple[Shock, ...]
    flows: Flows | None


def read_company(content: object) -> Company:
    """Return a company from JSON values ``kunnande-workforce``, version 1.

    Parameters
    ----------
    content
        As ``docs/methods/planning.md`` describes it.

    Raises
    ------
    ImproperInstanceError
        With the place of the first thing that is not as described, or an id that is not there.
    """
    for error in _validator().iter_errors(content):
        raise ImproperInstanceError(f"{error.json_path}: {error.message[:200]}")
    if not isinstance(content, dict):
        raise ImproperInstanceError("A company is a JSON object.")
    roles, areas, people = (_numbers(content[kind]) for kind in ("roles", "areas", "people"))
    return Company(
        roles=tuple(roles),
        areas=tuple(areas),
        people=tuple(people),
        need=np.array([role["need"] for role in content["roles"]], dtype=np.int64),
        requires=_marks([role["requires"] for role in content["roles"]], areas),
        holds=_marks([person["roles"] for person in content["people"]], roles),
        meets=_marks([person["areas"] for person in content["people"]], areas),
        leaves=np.array([p["leaves_per_year"] for p in content["people"]], dtype=np.float64),
        training=np.array([area["training_sek"] for area in content["areas"]], dtype=np.float64),
        shocks=tuple(_shock(shock, people) for shock in content.get("shocks", [])),
        flows=_flows(content["flows"]) if "flows" in content else None,
    )


def _numbers(parts: list[Json]) -> dict[str, int]:
    numbers = {part["id"]: number for number, part in enumerate(parts)}
    if len(numbers) != len(parts):
        raise ImproperInstanceError("An id occurs more than once.")
    return numbers


def _marks(rows: list[list[str]], numbers: dict[str, int]) -> Bools:
    marks = np.zeros((len(rows), len(numbers)), dtype=bool)
    for number, row in enumerate(rows):
        marks[number, _found(row, numbers)] = True
    return marks


def _found(names: Iterable[str], numbers: dict[str, int]) -> list[int]:
    found = []
    for name in names:
        if name not in numbers:
            raise ImproperInstanceError(f"{name} is referred to and not there.")
        found.append(numbers[name])
    return found


def _shock(content: Json, people: dict[str, int]) -> Shock:
    who = np.array(_found(content["people"], people), dtype=np.int64)
    return Shock(per_year=content["per_year"], leaves=content["leaves"], people=who)


def _flows(content: Json) -> Flows:
    roles = tuple(content["roles"])
    try:
        moves = np.array(content["moves"], dtype=np.float64).reshape(len(roles), len(roles))
        stock, hires = (
            np.array(content[key], dtype=np.float64).reshape(len(roles))
            for key in ("stock", "hires")
        )
    except ValueError as error:
        raise ImproperInstanceError("$.flows: a row or a number per role is missing.") from error
    if (moves.sum(axis=1) > 1 + 1e-9).any():
        raise ImproperInstanceError("$.flows.moves: a row adds up to more than 1.")
    return Flows(roles=roles, stock=stock, moves=moves, hires=hires)


@cache
def _validator() -> Draft202012Validator:
    schema = resources.files(__package__) / "schema.json"
    return Draft202012Validator(json.loads(schema.read_bytes()))
