from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Router, UploadedFile
from ninja.pagination import paginate

from kunnande.stages.parties.queries import Role, SignedInRequest
from kunnande.stages.programme import services
from kunnande.stages.programme.api.finding import programme_of
from kunnande.stages.programme.api.money_schemas import (
    BudgetIn,
    BudgetLineOut,
    BudgetOut,
    ClosingIn,
    CommitmentOut,
    CorrectionIn,
    CostIn,
    CostOut,
    CostsIn,
    LineRowOut,
    PromiseIn,
)
from kunnande.stages.programme.models import (
    BudgetLine,
    Commitment,
    CostEntry,
    Programme,
)
from kunnande.stages.programme.queries import list_partners
from kunnande.stages.programme.queries.budget import LineRow, get_budget, list_commitments
from kunnande.stages.programme.queries.costs import Cost, costs_of
from kunnande.stages.programme.queries.grants import grants_of

router = Router(tags=["Money of a programme"])

_KEEPS = (Role.PROGRAMME_OWNER, Role.ECONOMIST)
_FIGURES = ("budgeted", "spent", "claimed", "committed", "ahead", "forecast", "remaining")


@router.get(
    "/programmes/{int:programme_id}/budget",
    response=BudgetOut,
    summary="Read a programme's budget today beside what was spent, claimed, promised and is left",
)
def show_budget(request: SignedInRequest, programme_id: int) -> BudgetOut:
    found = get_budget(programme_of(request, programme_id, *_KEEPS), on=timezone.localdate())
    return BudgetOut(
        grant_id=found.grant.pk if found.grant else None,
        source=found.grant.source if found.grant else "",
        months_behind=found.months_behind,
        months_ahead=found.months_ahead,
        lines=[_row_out(row) for row in found.rows],
    )


@router.post(
    "/programmes/{int:programme_id}/grants/{int:grant_number}/budget",
    response={201: list[BudgetLineOut]},
    summary="Divide what a decision granted among lines",
)
def set_budget(
    request: SignedInRequest, programme_id: int, grant_number: int, sent: BudgetIn
) -> list[BudgetLine]:
    decisions = grants_of(programme_of(request, programme_id, *_KEEPS))
    return services.set_budget(
        grant=get_object_or_404(decisions, number=grant_number),
        lines=[line.read() for line in sent.lines],
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/budget-lines/{int:budget_line_id}/closing",
    response=BudgetLineOut,
    summary="Let no cost after a day belong to a budget line",
)
def close_line(request: SignedInRequest, budget_line_id: int, sent: ClosingIn) -> BudgetLine:
    return services.close_line(
        line=_line(request, budget_line_id), on=sent.on, by=request.user, at=timezone.now()
    )


@router.get(
    "/programmes/{int:programme_id}/commitments",
    response=list[CommitmentOut],
    summary="List what somebody has been promised, the latest first",
)
@paginate
def list_promised(request: SignedInRequest, programme_id: int) -> QuerySet[Commitment]:
    return list_commitments(programme_of(request, programme_id, *_KEEPS))


@router.post(
    "/budget-lines/{int:budget_line_id}/commitments",
    response={201: CommitmentOut},
    summary="Note an order or a contract whose costs will come",
)
def commit_money(request: SignedInRequest, budget_line_id: int, sent: PromiseIn) -> Commitment:
    return services.commit_money(
        line=_line(request, budget_line_id),
        promise=sent.read(),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/programmes/{int:programme_id}/costs",
    response=list[CostOut],
    summary="List a programme's costs and corrections with their evidence, the latest first",
)
@paginate
def list_costs(request: SignedInRequest, programme_id: int) -> QuerySet[CostEntry]:
    return costs_of(programme_of(request, programme_id, *_KEEPS))


@router.post(
    "/programmes/{int:programme_id}/costs",
    response={201: CostOut},
    summary="Enter a cost of a day",
)
def enter_cost(request: SignedInRequest, programme_id: int, sent: CostIn) -> CostEntry:
    programme = programme_of(request, programme_id, *_KEEPS)
    (cost,) = _costs(programme, [sent])
    return services.enter_cost(programme=programme, cost=cost, by=request.user, at=timezone.now())


@router.post(
    "/programmes/{int:programme_id}/costs/list",
    response={201: list[CostOut]},
    summary="Enter several costs, all of them or none",
)
def enter_costs(request: SignedInRequest, programme_id: int, sent: CostsIn) -> list[CostEntry]:
    programme = programme_of(request, programme_id, *_KEEPS)
    costs = _costs(programme, sent.costs)
    return services.enter_costs(
        programme=programme, costs=costs, by=request.user, at=timezone.now()
    )


@router.post(
    "/programmes/{int:programme_id}/costs/file",
    response={201: list[CostOut]},
    summary="Send a file of costs; all of it is taken in, or none",
)
def import_costs(
    request: SignedInRequest, programme_id: int, file: File[UploadedFile]
) -> list[CostEntry]:
    return services.import_costs(
        programme=programme_of(request, programme_id, *_KEEPS),
        file_name=file.name or "",
        content=file.read(),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/costs/{int:cost_id}/corrections",
    response={201: CostOut},
    summary="Put a cost right by an amount, on a day that no sent claim covers",
)
def correct_cost(request: SignedInRequest, cost_id: int, sent: CorrectionIn) -> CostEntry:
    rows = CostEntry.objects.select_related("line__programme", "partner", "commitment")
    entry = get_object_or_404(rows, pk=cost_id)
    programme_of(request, entry.line.programme_id, *_KEEPS)
    return services.correct_cost(
        entry=entry, correction=sent.read(), by=request.user, at=timezone.now()
    )


def _line(request: SignedInRequest, budget_line_id: int) -> BudgetLine:
    found = get_object_or_404(BudgetLine.objects.select_related("programme"), pk=budget_line_id)
    programme_of(request, found.programme_id, *_KEEPS)
    return found


def _costs(programme: Programme, sent: Sequence[CostIn]) -> list[Cost]:
    """Return costs as they were sent, the first in row 1; raises Http404 for what is not there."""
    partners = {one.organisation_id: one.organisation for one in list_partners(programme)}
    partners[programme.owner_id] = programme.owner
    promises = list_commitments(programme).in_bulk([one.commitment_id for one in sent])
    known = {field.name for field in fields(Cost)}
    costs = []
    for row, one in enumerate(sent, start=1):
        told: dict[str, Any] = {k: v for k, v in one.dict().items() if k in known}
        if one.partner_id is not None:
            told["partner"] = _found(partners, one.partner_id)
        if one.commitment_id is not None:
            told["commitment"] = _found(promises, one.commitment_id)
        costs.append(Cost(**told, row=row))
    return costs


def _found(known: dict[int, Any], key: int) -> Any:
    if key not in known:
        raise Http404
    return known[key]


def _row_out(row: LineRow) -> LineRowOut:
    figures = {name: getattr(row, name) for name in _FIGURES}
    return LineRowOut(line=BudgetLineOut.from_orm(row.line), **figures)
