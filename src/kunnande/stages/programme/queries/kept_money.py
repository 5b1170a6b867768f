"""What this room keeps of one person's work with the money of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from kunnande.stages.programme.models import (
    AidDeclaration,
    AidGrant,
    BudgetAmount,
    ClaimedCost,
    ClaimedMonth,
    Commitment,
    CostEntry,
    EarlierAid,
    LinkedCompany,
    PaymentClaim,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_money_about(person_id: int) -> Kept:
    """Return the costs, claims and state aid that a person entered, and claims with their hours."""
    return {**_costs(person_id), **_claims(person_id), **_aid(person_id)}


def _costs(person_id: int) -> Kept:
    entered = Q(entered_by__person_id=person_id)
    amounts = BudgetAmount.objects.filter(grant__entered_by__person_id=person_id)
    return {
        "budget_amounts": amounts.order_by("pk").values(
            words=F("line__name"), version=F("grant__number")
        ),
        "commitments": Commitment.objects.filter(entered)
        .order_by("pk")
        .values("words", "entered_at", takes_place_on=F("on")),
        "costs": CostEntry.objects.filter(entered)
        .order_by("pk")
        .values("words", "reason", "entered_at", takes_place_on=F("on")),
    }


def _claims(person_id: int) -> Kept:
    worked = Q(opened_by__person_id=person_id) | Q(sent_by__person_id=person_id)
    hours = ClaimedMonth.objects.filter(attestation__participation__person_id=person_id)
    costs = ClaimedCost.objects.filter(entry__entered_by__person_id=person_id)
    return {
        "claims": PaymentClaim.objects.filter(worked)
        .order_by("pk")
        .values("from_on", "to_on", "sent_at", version=F("number")),
        "claimed_months": hours.order_by("pk").values(
            "minutes", month_on=F("attestation__month_on"), version=F("claim__number")
        ),
        "claimed_costs": costs.order_by("pk").values(
            words=F("entry__words"), version=F("claim__number")
        ),
    }


def _aid(person_id: int) -> Kept:
    declared = AidDeclaration.objects.filter(entered_by__person_id=person_id)
    given = AidGrant.objects.filter(granted_by__person_id=person_id)
    of = {"declaration__entered_by__person_id": person_id}
    return {
        "aid_declarations": declared.order_by("pk").values(
            "entered_at", takes_place_on=F("signed_on"), employer=F("company__name")
        ),
        "linked_companies": LinkedCompany.objects.filter(**of)
        .order_by("pk")
        .values(words=F("organisation_number")),
        "earlier_aid": EarlierAid.objects.filter(**of)
        .order_by("pk")
        .values(takes_place_on=F("granted_on"), words=F("giver")),
        "aid": given.order_by("pk").values(
            "words", takes_place_on=F("granted_on"), employer=F("engagement__company__name")
        ),
    }
