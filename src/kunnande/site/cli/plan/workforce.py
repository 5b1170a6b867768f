from __future__ import annotations

from typing import TYPE_CHECKING

import click
import numpy as np

from kunnande.engines.planning import (
    Company,
    ImproperInstanceError,
    SolverError,
    area_bus_factors,
    cheapest_trainings,
    company_bus_factor,
    project,
    read_company,
    role_bus_factors,
    shortage_probability,
)

from .files import FILE, TARGET, Json, read_object, write_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("workforce")
@click.argument("company", type=FILE)
@click.option("--months", type=click.IntRange(1, 600), default=36, show_default=True)
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=10.0, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--out", type=TARGET, help="Instead of stdout.")
def command(company: Path, months: int, out: Path | None, *, seconds: float, seed: int) -> None:
    """Say what happens to the company of COMPANY.json when people leave.

    For every role: the probability that fewer hold it than it needs, at every twelve months and at
    the last, if nobody is hired or trained; and the bus factor, the fewest leavers after which it
    stops. For every required area: how many meet it. For the company: the fewest leavers after
    which more than half of the areas stop; and the cheapest trainings after which no single leaver
    stops a role. With flows, the expected number in each role, year by year.
    """
    try:
        read = read_company(read_object(company))
        content = _report(read, months, seconds, seed)
    except (ImproperInstanceError, SolverError) as error:
        raise click.ClickException(f"{company.name}: {error}") from error
    write_json(content, out)


def _report(company: Company, months: int, seconds: float, seed: int) -> Json:
    whole = company_bus_factor(company, seconds=seconds / 2, seed=seed)
    trained = cheapest_trainings(company, seconds=seconds / 2, seed=seed)
    return {
        "roles": _roles(company, months, seed),
        "areas": _areas(company),
        "company": {
            "bus_factor": len(whole.people),
            "at_least": whole.bound,
            "is_exact": whole.is_exact,
            "people": [company.people[person] for person in whole.people],
        },
        "cheapest_trainings": [
            {
                "person": company.people[person],
                "area": company.areas[area],
                "sek": company.training[area],
            }
            for person, area in trained.pairs
        ],
        "trainings_sek": round(trained.sek, 2),
        "trainings_bound_sek": round(trained.bound, 2),
        "needs_another_holder": sorted({company.roles[role] for role, _area in trained.unmet}),
        **_projection(company, months),
    }


def _roles(company: Company, months: int, seed: int) -> list[Json]:
    at = sorted({*range(12, months + 1, 12), months})
    shortage = shortage_probability(company, months=at, seed=seed)
    return [
        {
            "role": name,
            "need": int(company.need[role]),
            "holders": int(company.holds[:, role].sum()),
            "bus_factor": int(factor),
            "shortage_probability": {
                str(month): round(float(chance), 6)
                for month, chance in zip(at, shortage[role], strict=True)
            },
        }
        for role, (name, factor) in enumerate(
            zip(company.roles, role_bus_factors(company), strict=True)
        )
    ]


def _areas(company: Company) -> list[Json]:
    counts = area_bus_factors(company)
    asked = np.flatnonzero(company.requires.any(axis=0))
    return [
        {"area": company.areas[area], "holders": int(counts[area]), "bus_factor": int(counts[area])}
        for area in asked
    ]


def _projection(company: Company, months: int) -> Json:
    if company.flows is None:
        return {}
    found = project(company.flows, years=-(-months // 12))
    return {
        "projection": {
            "roles": list(company.flows.roles),
            "stocks": found.stocks.round(3).tolist(),
            "exits": found.exits.round(3).tolist(),
        }
    }
