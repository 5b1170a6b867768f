"""An invented company; the same seed gives the same."""

from __future__ import annotations

from typing import Any

import numpy as np

PER_ROLE, AREAS_PER_ROLE = 12, 9


def example_company(people: int, *, areas: int = 60, seed: int) -> dict[str, Any]:
    """Invent a company with a role for every dozen people and areas that roles share.

    Parameters
    ----------
    people, areas
        How many.
    seed
        Decides everything.

    Returns
    -------
    dict
        JSON values in the format ``kunnande-workforce``, version 1.
    """
    generator = np.random.default_rng(seed)
    names = [f"o{n + 1}" for n in range(areas)]
    roles = []
    for number in range(max(1, people // PER_ROLE)):
        middle = int(generator.integers(0, areas))
        spread = generator.integers(-7, 8, AREAS_PER_ROLE)
        required = sorted({names[(middle + int(step)) % areas] for step in spread})
        need = int(generator.integers(PER_ROLE // 2, PER_ROLE))
        roles.append({"id": f"r{number + 1}", "need": need, "requires": required})
    return {
        "format": "kunnande-workforce",
        "version": 1,
        "note": f"Invented: {people} people, seed {seed}. Every cost is an assumption.",
        "areas": [
            {"id": name, "training_sek": int(generator.integers(4, 40)) * 1000} for name in names
        ],
        "roles": roles,
        "people": [_person(generator, n, roles) for n in range(people)],
    }


def _person(
    generator: np.random.Generator, number: int, roles: list[dict[str, Any]]
) -> dict[str, Any]:
    role = roles[number % len(roles)]
    areas = [area for area in role["requires"] if generator.random() < 0.3]
    return {
        "id": f"p{number + 1}",
        "roles": [role["id"]],
        "areas": areas,
        "leaves_per_year": round(float(generator.beta(2, 18)), 3),
    }
