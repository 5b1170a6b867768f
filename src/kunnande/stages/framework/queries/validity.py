"""How long what is shown in an area counts, and when it is time to renew it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.framework.models import ProductArea, ProductState, ValidityRule

if TYPE_CHECKING:
    from collections.abc import Iterable

USUAL_RENEWAL_DAYS = 90


@dataclass(frozen=True)
class Validity:
    """What holds for an area on a day; without months a proof counts until further notice."""

    shown_months: int | None = None
    renewal_days: int = USUAL_RENEWAL_DAYS
    recency_months: int | None = None

    @classmethod
    def of(cls, rule: ValidityRule) -> Validity:
        return cls(rule.shown_months, rule.renewal_days, rule.recency_months)

    def last_day_of(self, shown_on: date) -> date | None:
        return add_months(shown_on, self.shown_months) if self.shown_months else None


USUAL = Validity()


def list_validity(area_ids: Iterable[int], on: date) -> dict[int, Validity]:
    """Return what holds for each area on a day: its own rule, else its product's, else the usual.

    Of several products in force the one that began last counts.
    """
    wanted = set(area_ids)
    if not ValidityRule.objects.exists():
        return dict.fromkeys(wanted, USUAL)
    found = dict.fromkeys(wanted, USUAL)
    rules = ValidityRule.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)
    by_product = {r.product_version_id: Validity.of(r) for r in rules if r.product_version_id}
    places = ProductArea.objects.filter(
        Q(product_version__valid_to__isnull=True) | Q(product_version__valid_to__gte=on),
        product_version__in=by_product,
        product_version__state=ProductState.PUBLISHED,
        product_version__valid_from__lte=on,
        area_version__area__in=wanted,
    ).order_by("product_version__valid_from", "product_version")
    for area_id, version_id in places.values_list("area_version__area_id", "product_version_id"):
        found[area_id] = by_product[version_id]
    found.update({r.area_id: Validity.of(r) for r in rules if r.area_id in wanted})
    return found


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
