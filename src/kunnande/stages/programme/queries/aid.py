"""State aid of a company: who counts as the same undertaking, the ceiling, and what is left."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from kunnande.stages.programme.models import (
    AidBasis,
    AidDeclaration,
    AidGrant,
    EarlierAid,
    LinkedCompany,
    SizeClass,
)
from kunnande.stages.programme.queries.grants import NoRuleError, get_rule
from kunnande.stages.programme.queries.months import months_later

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.programme.models import DatedRule, Engagement

# The rate is written as öre for a hundred euro: ten thousand cents.
_A_HUNDRED_EURO = 10_000


@dataclass(frozen=True)
class Headroom:
    """What an undertaking may still be given on a day, in euro cents, and what it rests on."""

    on: date
    declaration: AidDeclaration | None
    group: tuple[str, ...]
    window_from: date
    ceiling: DatedRule
    declared_cents: int
    granted_cents: int

    @property
    def left_cents(self) -> int:
        return self.ceiling.amount - self.declared_cents - self.granted_cents

    @property
    def left_euro(self) -> Decimal:
        return Decimal(self.left_cents) / 100

    @property
    def ceiling_euro(self) -> Decimal:
        return Decimal(self.ceiling.amount) / 100

    @property
    def declared_euro(self) -> Decimal:
        return Decimal(self.declared_cents) / 100

    @property
    def granted_euro(self) -> Decimal:
        return Decimal(self.granted_cents) / 100


def get_headroom(company: Organisation, *, on: date) -> Headroom:
    """Return what is left under the ceiling of a day. Raises NoRuleError."""
    declaration = find_declaration(company, on=on)
    group = group_of(company, on=on)
    window_from = _window_from(on)
    earlier = EarlierAid.objects.filter(
        declaration=declaration, granted_on__gte=window_from, granted_on__lte=on
    )
    # Aid of a later day counts too: what it already takes can not be given again.
    ours = AidGrant.objects.filter(
        engagement__company__organisation_number__in=group,
        basis=AidBasis.DE_MINIMIS,
        granted_on__gte=window_from,
    )
    return Headroom(
        on=on,
        declaration=declaration,
        group=group,
        window_from=window_from,
        ceiling=get_rule("de_minimis_ceiling", on=on),
        declared_cents=earlier.aggregate(cents=Sum("euro_cents"))["cents"] or 0,
        granted_cents=ours.aggregate(cents=Sum("euro_cents"))["cents"] or 0,
    )


def find_declaration(company: Organisation, *, on: date) -> AidDeclaration | None:
    """Return the latest declaration that a company has signed by a day."""
    signed = AidDeclaration.objects.filter(company=company, signed_on__lte=on)
    return signed.order_by("-signed_on", "-pk").first()


def group_of(company: Organisation, *, on: date) -> tuple[str, ...]:
    """Return the organisation numbers that count as one undertaking with a company's own.

    A link holds both ways and onwards, whoever of the two has declared it.
    """
    links: dict[str, set[str]] = defaultdict(set)
    latest = (
        AidDeclaration.objects.filter(signed_on__lte=on)
        .order_by("company_id", "-signed_on", "-pk")
        .distinct("company_id")
    )
    for one, other in (
        LinkedCompany.objects.filter(declaration__in=latest.values("pk"))
        .values_list("declaration__company__organisation_number", "organisation_number")
        .order_by("pk")
    ):
        links[one].add(other)
        links[other].add(one)
    found, ahead = set(), [company.organisation_number]
    while ahead:
        number = ahead.pop()
        if number not in found:
            found.add(number)
            ahead += links[number]
    return tuple(sorted(found))


def in_euro_cents(value_ore: int, *, on: date) -> tuple[int, DatedRule]:
    """Return öre in euro cents at the rate of a day, rounded up, and the rate. Raises NoRuleError.

    Rounded up, since aid is never told as less than it is.
    """
    rate = get_rule("ore_for_100_euro", on=on)
    return -(-value_ore * _A_HUNDRED_EURO // rate.amount), rate


def highest_percent(size: str, *, disadvantaged: bool, on: date) -> int:
    """Return the highest share of the cost that training aid may be. Raises NoRuleError."""
    codes = ["training_aid"]
    if disadvantaged:
        codes.append("training_aid_disadvantaged")
    if size == SizeClass.MEDIUM:
        codes.append("training_aid_medium")
    if size in {SizeClass.MICRO, SizeClass.SMALL}:
        codes.append("training_aid_small")
    share = sum(get_rule(code, on=on).amount for code in codes)
    return min(share, get_rule("training_aid_most", on=on).amount)


def list_aid(engagement: Engagement) -> QuerySet[AidGrant]:
    """Return what a company was given in a programme, the latest first."""
    return (
        AidGrant.objects.filter(engagement=engagement)
        .select_related("engagement__company", "engagement__programme__owner")
        .select_related("exchange", "declaration", "granted_by__person")
        .order_by("-granted_on", "-pk")
    )


def _window_from(on: date) -> date:
    """Return the first day that counts: of rolling months, or of the fiscal years before 2024."""
    try:
        months = get_rule("de_minimis_rolling", on=on).amount
    except NoRuleError:
        years = get_rule("de_minimis_fiscal", on=on).amount // 12
        return date(on.year - years + 1, 1, 1)
    return months_later(on, -months) + timedelta(days=1)
