"""What happens to a company when people leave, counted by the planning engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kunnande.engines.planning import (
    Company,
    cheapest_trainings,
    company_bus_factor,
    role_bus_factors,
    shortage_probability,
)
from kunnande.stages.requirements.queries import (
    list_holdings,
    list_needed_roles,
    list_requirements,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kunnande.engines.planning.values import Bools, Ints
    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.requirements.queries import NeededRole
    from kunnande.stages.supply.queries.page import Column, Matrix, Row

MONTHS = (12, 24, 36)
# For the solver: a company page does not wait longer, and says when it had to stop there.
SECONDS, SEED = 2.0, 1
MET = ("met", "soon")


@dataclass(frozen=True)
class RoleAtRisk:
    """One role: how many may leave before it stops, and how likely too few are left."""

    role_id: int
    name: str
    need: int
    holders: int
    bus_factor: int
    # Percent, at each of MONTHS.
    shortage: tuple[float, ...]


@dataclass(frozen=True)
class Training:
    """One person and one area that would make a role stand without any single person."""

    person_id: int
    person_name: str
    area_id: int
    area_name: str


@dataclass(frozen=True)
class Staffing:
    """A company's roles, its fewest leavers, and the fewest trainings against single points."""

    roles: tuple[RoleAtRisk, ...]
    areas: int
    company_bus_factor: int
    is_exact: bool
    trainings: tuple[Training, ...]
    needs_another: tuple[str, ...]
    people: int
    unshared: int
    leaves_percent: int


def get_staffing(
    organisation: Organisation, matrix: Matrix, *, leaves_percent: int, on: date
) -> Staffing:
    """Return the risks of a company whose people each leave with one probability a year.

    What somebody does not share is not counted as met, and nobody is proposed for training
    because of it.
    """
    roles = list_needed_roles(organisation.pk)
    share = leaves_percent / 100
    everybody = _company(organisation, matrix.rows, matrix.columns, leaves=share, on=on)
    sharing = [row for row in matrix.rows if not row.unshared]
    known = _company(organisation, sharing, matrix.columns, leaves=share, on=on)
    shortage = 100 * shortage_probability(everybody, months=list(MONTHS), seed=SEED)
    whole = company_bus_factor(known, seconds=SECONDS, seed=SEED)
    trained = cheapest_trainings(known, seconds=SECONDS, seed=SEED)
    factors = role_bus_factors(everybody)
    return Staffing(
        roles=tuple(
            _role(roles[n], everybody, n, factors=factors, shortage=shortage[n].tolist())
            for n in range(len(roles))
        ),
        areas=int(known.requires.any(axis=0).sum()),
        company_bus_factor=len(whole.people),
        is_exact=whole.is_exact,
        trainings=tuple(
            _training(sharing[person], matrix.columns[area]) for person, area in trained.pairs
        ),
        needs_another=tuple(sorted({roles[role].name for role, _area in trained.unmet})),
        people=len(matrix.rows),
        unshared=len(matrix.rows) - len(sharing),
        leaves_percent=leaves_percent,
    )


def _role(
    role: NeededRole, company: Company, number: int, *, factors: Ints, shortage: list[float]
) -> RoleAtRisk:
    return RoleAtRisk(
        role_id=role.id,
        name=role.name,
        need=role.people_needed,
        holders=int(company.holds[:, number].sum()),
        bus_factor=int(factors[number]),
        shortage=tuple(shortage),
    )


def _training(row: Row, column: Column) -> Training:
    return Training(row.person_id, row.name, column.area_id, column.name)


def _company(
    organisation: Organisation,
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    leaves: float,
    on: date,
) -> Company:
    roles = list_needed_roles(organisation.pk)
    people = {row.person_id: number for number, row in enumerate(rows)}
    role_of = {role.id: number for number, role in enumerate(roles)}
    area_of = {column.area_id: number for number, column in enumerate(columns)}
    holds = np.zeros((len(rows), len(roles)), dtype=bool)
    for holding in list_holdings(organisation.pk, on=on):
        if holding.person_id in people and holding.role_id in role_of:
            holds[people[holding.person_id], role_of[holding.role_id]] = True
    requires = np.zeros((len(roles), len(area_of)), dtype=bool)
    for required in list_requirements(organisation.pk):
        if required.role_id in role_of and required.area_id in area_of:
            requires[role_of[required.role_id], area_of[required.area_id]] = True
    return Company(
        roles=tuple(str(role.id) for role in roles),
        areas=tuple(str(area) for area in area_of),
        people=tuple(str(person) for person in people),
        need=np.array([role.people_needed for role in roles], dtype=np.int64),
        requires=requires,
        holds=holds,
        meets=_meets(rows, len(area_of)),
        leaves=np.full(len(rows), leaves),
        # Every training counts alike: what is least is how many there are.
        training=np.ones(len(area_of)),
        shocks=(),
        flows=None,
    )


def _meets(rows: Sequence[Row], areas: int) -> Bools:
    met = [[cell.state in MET for cell in row.cells] for row in rows]
    return np.array(met, dtype=bool).reshape(len(rows), areas)
