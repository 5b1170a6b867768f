from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from kunnande.stages.parties.queries import Role, SignedInRequest
from kunnande.stages.programme import services
from kunnande.stages.programme.api.finding import programme_of
from kunnande.stages.programme.api.money_schemas import CostOut
from kunnande.stages.programme.api.schemas import PartIn
from kunnande.stages.programme.models import ClaimState, CostEntry, PaymentClaim
from kunnande.stages.programme.queries.claim_checks import list_checks
from kunnande.stages.programme.queries.claims import MonthRow, claims_of, get_contents

router = Router(tags=["Claims for payment"])

_KEEPS = (Role.PROGRAMME_OWNER, Role.ECONOMIST)


class ClaimOut(Schema):
    """A period's claim; a draft has no amounts of its own before it is sent."""

    id: int
    number: int
    from_on: date
    to_on: date
    state: ClaimState
    cost_ore: int
    hours: int
    cofinancing_ore: int
    digest: str
    sent_at: datetime | None


class CheckOut(Schema):
    name: str
    found: str
    stops: bool


class ClaimContentsOut(Schema):
    """What a claim asks for, as it is now where it is a draft, and what is checked in a draft."""

    claim: ClaimOut
    cost_ore: int
    hours: int
    cofinancing_ore: int
    checks: list[CheckOut]


class ClaimedMonthOut(Schema):
    """A month that was signed and locked, or by how much it was corrected."""

    attestation_id: int
    participation_id: int
    month_on: date
    minutes: int
    hours: int
    value_ore: int
    digest: str


class ClaimedMonthsIn(PartIn):
    """Which of a claim's months; as many at a time as of its costs, unless told."""

    limit: Annotated[int, Field(ge=1, le=500)] = 100


class ClaimedMonthsPage(Schema):
    """Some of a claim's months, and how many there are."""

    items: list[ClaimedMonthOut]
    count: int


@router.get(
    "/programmes/{int:programme_id}/claims",
    response=list[ClaimOut],
    summary="List a programme's claims for payment, the latest first",
)
@paginate
def list_claims(request: SignedInRequest, programme_id: int) -> QuerySet[PaymentClaim]:
    return claims_of(programme_of(request, programme_id, *_KEEPS))


@router.post(
    "/programmes/{int:programme_id}/claims",
    response={201: ClaimOut},
    summary="Open the claim of the next period as a draft",
)
def open_claim(request: SignedInRequest, programme_id: int) -> PaymentClaim:
    return services.open_claim(
        programme=programme_of(request, programme_id, *_KEEPS),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/claims/{int:claim_id}",
    response=ClaimContentsOut,
    summary="Read what a claim asks for, and what stops a draft from being sent",
)
def show_claim(request: SignedInRequest, claim_id: int) -> ClaimContentsOut:
    claim = _own(request, claim_id)
    contents = get_contents(claim)
    is_draft = claim.state == ClaimState.DRAFT
    checks = list_checks(claim, contents, on=timezone.localdate()) if is_draft else []
    return ClaimContentsOut(
        claim=ClaimOut.from_orm(claim),
        cost_ore=contents.cost_ore,
        hours=contents.hours,
        cofinancing_ore=contents.cofinancing_ore,
        checks=[CheckOut.from_orm(one) for one in checks],
    )


@router.get(
    "/claims/{int:claim_id}/costs",
    response=list[CostOut],
    summary="List the costs that a claim rests on, each with its evidence",
)
@paginate
def list_claimed_costs(request: SignedInRequest, claim_id: int) -> Sequence[CostEntry]:
    return get_contents(_own(request, claim_id)).costs


@router.get(
    "/claims/{int:claim_id}/months",
    response=ClaimedMonthsPage,
    summary="List the months that a claim counts; each person can see that theirs was read",
)
def list_claimed_months(
    request: SignedInRequest, claim_id: int, asked: Query[ClaimedMonthsIn]
) -> ClaimedMonthsPage:
    claim = _own(request, claim_id)
    months = get_contents(claim).months
    shown = services.show_claimed_months(
        claim=claim,
        months=months[asked.offset : asked.offset + asked.limit],
        page="programme:claim",
        by=request.user,
        at=timezone.now(),
    )
    return ClaimedMonthsPage(items=[_month_out(one) for one in shown], count=len(months))


@router.post(
    "/claims/{int:claim_id}/sending",
    response=ClaimOut,
    summary="Send a claim; it is frozen with everything that it rests on",
)
def send_claim(request: SignedInRequest, claim_id: int) -> PaymentClaim:
    return services.send_claim(claim=_own(request, claim_id), by=request.user, at=timezone.now())


def _own(request: SignedInRequest, claim_id: int) -> PaymentClaim:
    found = get_object_or_404(PaymentClaim.objects.select_related("programme"), pk=claim_id)
    programme_of(request, found.programme_id, *_KEEPS)
    return found


def _month_out(row: MonthRow) -> ClaimedMonthOut:
    return ClaimedMonthOut(
        attestation_id=row.attestation.pk,
        participation_id=row.attestation.participation_id,
        month_on=row.attestation.month_on,
        minutes=row.minutes,
        hours=row.hours,
        value_ore=row.value_ore,
        digest=row.attestation.digest,
    )
