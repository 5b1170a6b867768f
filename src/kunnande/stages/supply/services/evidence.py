"""What an auditor of ISO 9001:2015 asks for under clause 7.2, in one place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import list_latest_versions, localised
from kunnande.stages.ledger.queries import ProofKind, keep_counting, list_disclosed
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.requirements.queries import (
    list_needed_roles,
    list_requirements,
    names_of_kinds,
)
from kunnande.stages.supply.models import SupplyPlanState
from kunnande.stages.supply.queries import Selection, get_matrix
from kunnande.stages.supply.queries.numbers import list_supplies
from kunnande.stages.supply.queries.plans import list_versions, read_plan
from kunnande.stages.supply.services.plans import NotYourPlanError
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.ledger.queries import CurrentStatement
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.supply.queries import Cell, Row
    from kunnande.stages.supply.queries.plans import MeasureLine


@dataclass(frozen=True)
class Demand:
    """7.2 a: what a role asks for."""

    role: str
    area: str
    level: int
    accepted_kinds: tuple[str, ...]
    people_needed: int


@dataclass(frozen=True)
class PersonEvidence:
    """7.2 b and d: what somebody has shown in one area, as far as the employer may see."""

    name: str
    roles: tuple[str, ...]
    area: str
    state: str
    required: int
    held: int
    kind: str
    shown_on: date | None
    valid_until: date | None


@dataclass(frozen=True)
class Action:
    """7.2 c: what was done, and whether it was effective: the number when planned and now."""

    year: int
    version: int
    line: MeasureLine
    present_now: int


@dataclass(frozen=True)
class Evidence:
    """Everything clause 7.2 asks for, as far as the employer may see."""

    company: str
    on: date
    demands: tuple[Demand, ...]
    people: tuple[PersonEvidence, ...]
    actions: tuple[Action, ...]


@transaction.atomic
def export_evidence(*, company: Organisation, by: User, at: datetime) -> Evidence:
    """Gather the evidence and record whose results left. Raises NotYourPlanError.

    No coach takes it out: it names people.
    """
    on = localdate(at)
    if company.pk not in get_viewer(by, on=on).organisations(Role.EMPLOYER):
        raise NotYourPlanError(_("Underlaget tas ut av företaget självt."))
    matrix = get_matrix(company, Selection(), on=on)
    shown = [row.person_id for row in matrix.rows if row.required]
    record_looks(people=shown, page="supply:evidence", organisation_id=company.pk, by=by, at=at)
    statements = keep_counting(list_disclosed(company.pk, shown, on=on), on)
    proofs: dict[tuple[int, int], list[CurrentStatement]] = defaultdict(list)
    for one in statements:
        proofs[one.person_id, one.area_id].append(one)
    people = tuple(
        _evidence(row, column.name, cell, proofs[row.person_id, cell.area_id])
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if cell.state != "none"
    )
    return Evidence(company.name, on, _demands(company), people, _actions(company, on))


def _demands(company: Organisation) -> tuple[Demand, ...]:
    required = list_requirements(company.pk)
    roles = {role.id: role for role in list_needed_roles(company.pk)}
    versions = list_latest_versions({one.area_id for one in required})
    demands = [
        Demand(
            role=roles[one.role_id].name,
            area=localised(versions[one.area_id], "name"),
            level=one.level,
            accepted_kinds=names_of_kinds(one.accepted_kinds),
            people_needed=roles[one.role_id].people_needed,
        )
        for one in required
    ]
    return tuple(sorted(demands, key=lambda one: (one.role, one.area)))


def _evidence(
    row: Row, area: str, cell: Cell, statements: list[CurrentStatement]
) -> PersonEvidence:
    best = max(statements, key=lambda one: (one.level, one.stated_at), default=None)
    return PersonEvidence(
        name=row.name,
        roles=row.roles,
        area=area,
        state=cell.state,
        required=cell.required,
        held=cell.held,
        kind=str(ProofKind(best.kind).label) if best else "",
        shown_on=localdate(best.stated_at) if best else None,
        valid_until=best.valid_until if best else None,
    )


def _actions(company: Organisation, on: date) -> tuple[Action, ...]:
    """Return the measures of the adopted plans, latest year first."""
    supplies = list_supplies(company, on=on)
    now = {(one.area_id, one.role_id): one.present for one in supplies}
    adopted = list_versions(company.pk).filter(state=SupplyPlanState.ADOPTED)
    actions = []
    for plan in adopted.select_related("company"):
        about = {one.number: (one.area_id, one.role_id) for one in plan.measures.all()}
        actions += [
            Action(plan.year, plan.version, line, now.get(about[line.number], 0))
            for line in read_plan(plan, tells_few=True).measures
        ]
    return tuple(actions)
