from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.framework.queries import list_latest_versions, list_validity, localised
from kunnande.stages.ledger.queries import (
    CurrentStatement,
    ProofKind,
    is_recent,
    keep_counting,
    list_disclosed,
    list_disclosed_past,
    oldest_day,
    recency_of,
)
from kunnande.stages.parties.queries import (
    Role,
    get_names_of_actors,
    get_organisation,
    get_person,
    get_viewer,
    list_employed_among,
)
from kunnande.stages.requirements.queries import (
    list_deviations,
    list_deviations_ever,
    list_holdings,
    list_requirements,
    names_of_kinds,
)
from kunnande.stages.supply.queries import (
    Cell,
    Matrix,
    Selection,
    cell_of,
    get_matrix,
    get_said,
    list_tasks,
)
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.ledger.queries import PastStatement
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.requirements.queries import HeldRole, Required, StandingDeviation
    from kunnande.stages.supply.queries import Task


TASKS_PER_PAGE = 50


class NotYourCompanyError(PermissionError):
    """Only those who act for the employer see its matrix."""


class NotOnTheMatrixError(LookupError):
    """The person does not work here, or nothing is required of them in the area."""


@dataclass(frozen=True)
class ShownProof:
    """One statement an employer may see, told in words."""

    kind: str
    level: int
    shown_on: date
    valid_until: date | None
    place: str
    stated_by: str
    counts: bool
    # Where the employer attested it itself, and so may withdraw it.
    own_statement_id: int | None


@dataclass(frozen=True)
class CellPage:
    """What one square of the matrix opens: state, requirement and the proof behind it."""

    person_id: int
    person_name: str
    area_name: str
    roles: tuple[str, ...]
    cell: Cell
    proofs: tuple[ShownProof, ...]
    accepted_kinds: tuple[str, ...]
    recency_months: int | None
    excepted: StandingDeviation | None = None


@dataclass(frozen=True)
class WorkList:
    """A page of what a selection leaves to do, with the matrix it was read from."""

    matrix: Matrix
    counts: dict[str, int]
    tasks: tuple[Task, ...]
    number: int
    pages: int


@dataclass(frozen=True)
class HistoryPage:
    """What has been shown, planned and excepted of one square, as far as the company may see."""

    now: CellPage
    past: tuple[PastStatement, ...]
    deviations: tuple[StandingDeviation, ...]


@transaction.atomic
def show_matrix(
    *, organisation: Organisation, selection: Selection, by: User, at: datetime
) -> Matrix:
    """Return the matrix and record whose results it showed. Raises NotYourCompanyError."""
    return _show("supply:matrix", organisation, selection, by=by, at=at)


@transaction.atomic
def export_matrix(
    *, organisation: Organisation, selection: Selection, by: User, at: datetime
) -> Matrix:
    """Return the matrix for a file and record whose results left. Raises NotYourCompanyError."""
    return _show("supply:matrix_export", organisation, selection, by=by, at=at)


@transaction.atomic
def show_cell(
    *, organisation: Organisation, person_id: int, area_id: int, by: User, at: datetime
) -> CellPage:
    """Return what proves one cell and record the look.

    Raises NotYourCompanyError, NotOnTheMatrixError.
    """
    page = _cell_page(organisation, person_id, area_id, by=by, on=localdate(at))
    record_looks(
        people=[person_id], page="supply:cell", organisation_id=organisation.pk, by=by, at=at
    )
    return page


def _cell_page(
    organisation: Organisation, person_id: int, area_id: int, *, by: User, on: date
) -> CellPage:
    refuse_outsider(organisation, by, on)
    holdings = [h for h in list_holdings(organisation.pk, on=on) if h.person_id == person_id]
    demands = _demands(organisation, holdings, area_id)
    employed = list_employed_among([person_id], organisation_id=organisation.pk, on=on)
    if not demands or not employed:
        raise NotOnTheMatrixError(_("Personen har inget krav i det området."))
    disclosed = list_disclosed(organisation.pk, [person_id], on=on)
    statements = [s for s in disclosed if s.area_id == area_id]
    counting = keep_counting(statements, on)
    sharing = list_people_who_share(organisation.pk, [person_id], on=on)
    rule = list_validity([area_id], on)[area_id]
    is_sharing = person_id in sharing
    square = cell_of(area_id, demands, counting, is_sharing=is_sharing, on=on, rule=rule)
    (cell,) = get_said(organisation, [person_id], on=on).put(person_id, [square])
    accepted = frozenset.intersection(*(demand.accepted_kinds for demand in demands))
    since = oldest_day(demands, rule, on)
    counting_ids = frozenset(s.id for s in counting if s.kind in accepted and is_recent(s, since))
    area = list_latest_versions([area_id])[area_id]
    return CellPage(
        person_id=person_id,
        person_name=get_person(person_id).name,
        area_name=localised(area, "name"),
        roles=tuple(holding.role_name for holding in holdings),
        cell=cell,
        proofs=_proofs(organisation, statements, counting_ids),
        accepted_kinds=names_of_kinds(accepted - {ProofKind.SELF_RATED}),
        recency_months=recency_of(demands, rule),
        excepted=_excepted(organisation, person_id, area_id, on),
    )


@transaction.atomic
def show_history(
    *, organisation: Organisation, person_id: int, area_id: int, by: User, at: datetime
) -> HistoryPage:
    """Return what one square has been through and record the look.

    Raises NotYourCompanyError, NotOnTheMatrixError.
    """
    on = localdate(at)
    now = _cell_page(organisation, person_id, area_id, by=by, on=on)
    record_looks(
        people=[person_id], page="supply:history", organisation_id=organisation.pk, by=by, at=at
    )
    which = {"person_id": person_id, "area_id": area_id}
    return HistoryPage(
        now=now,
        past=tuple(list_disclosed_past(organisation.pk, on=on, **which)),
        deviations=tuple(list_deviations_ever(organisation.pk, **which)),
    )


@transaction.atomic
def show_work_list(
    *,
    organisation: Organisation,
    selection: Selection,
    kind: str = "",
    number: int = 1,
    by: User,
    at: datetime,
) -> WorkList:
    """Return a page of what a selection leaves to do and record who was on it.

    Raises NotYourCompanyError.
    """
    on = localdate(at)
    refuse_outsider(organisation, by, on)
    matrix = get_matrix(organisation, selection, on=on)
    tasks = list_tasks(matrix, kind)
    pages = max(1, -(-len(tasks) // TASKS_PER_PAGE))
    number = min(max(number, 1), pages)
    shown = tasks[(number - 1) * TASKS_PER_PAGE : number * TASKS_PER_PAGE]
    record_looks(
        people=sorted({task.person_id for task in shown if task.person_id}),
        page="supply:work_list",
        organisation_id=organisation.pk,
        by=by,
        at=at,
    )
    counts = Counter(task.kind for task in list_tasks(matrix))
    return WorkList(matrix, dict(counts), tuple(shown), number, pages)


def _show(
    page: str, organisation: Organisation, selection: Selection, *, by: User, at: datetime
) -> Matrix:
    on = localdate(at)
    refuse_outsider(organisation, by, on)
    matrix = get_matrix(organisation, selection, on=on)
    shown = [row.person_id for row in matrix.rows if row.required]
    record_looks(people=shown, page=page, organisation_id=organisation.pk, by=by, at=at)
    return matrix


def refuse_outsider(organisation: Organisation, by: User, on: date) -> None:
    """Refuse those who do not act for the employer. Raises NotYourCompanyError."""
    if organisation.pk not in get_viewer(by, on=on).organisations(Role.EMPLOYER):
        raise NotYourCompanyError(_("Matrisen visas bara för företagets egna."))


def _excepted(
    organisation: Organisation, person_id: int, area_id: int, on: date
) -> StandingDeviation | None:
    standing = list_deviations(organisation.pk, on=on, people=[person_id])
    return next((one for one in standing if one.area_id == area_id), None)


def _demands(organisation: Organisation, holdings: list[HeldRole], area_id: int) -> list[Required]:
    roles = {holding.role_id for holding in holdings}
    return [
        required
        for required in list_requirements(organisation.pk)
        if required.area_id == area_id and required.role_id in roles
    ]


def _proofs(
    organisation: Organisation, statements: list[CurrentStatement], counting_ids: frozenset[int]
) -> tuple[ShownProof, ...]:
    names = get_names_of_actors(s.stated_by for s in statements)
    ordered = sorted(statements, key=lambda s: s.stated_at, reverse=True)
    return tuple(
        ShownProof(
            kind=s.kind,
            level=s.level,
            shown_on=localdate(s.stated_at),
            valid_until=s.valid_until,
            place=get_organisation(s.place_id).name if s.place_id else "",
            stated_by=names.get(s.stated_by, ""),
            counts=s.id in counting_ids,
            own_statement_id=s.id if _is_own(s, organisation) else None,
        )
        for s in ordered
    )


def _is_own(statement: CurrentStatement, organisation: Organisation) -> bool:
    return statement.kind == ProofKind.EMPLOYER_ATTESTED and statement.place_id == organisation.pk
