from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.models import Area, ProductVersion, ValidityRule
from kunnande.stages.framework.queries import Validity
from kunnande.stages.trail.services import record, take_turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from kunnande.stages.framework.models import Scheme
    from kunnande.stages.parties.queries import User

LONGEST_MONTHS = 1200
LONGEST_RENEWAL_DAYS = 3650


class ImproperValidityError(ValueError):
    """A rule begins after the rule before it, and its months and days are more than none."""


@transaction.atomic
def set_validity_rule(
    *, about: Area | ProductVersion, validity: Validity, from_on: date, by: User, at: datetime
) -> ValidityRule:
    """Say from which day how long an area, or all of a product, counts; what was said before ends.

    What is already in the ledger keeps the last day it was given. Raises ImproperValidityError.
    """
    key = _key(about)
    scheme = about.scheme if isinstance(about, Area) else about.product.scheme
    chain = f"scheme:{scheme.code}"
    take_turns(chain)
    before = ValidityRule.objects.filter(**key).order_by("-from_on").first()
    if _is_improper(validity) or (before and before.from_on >= from_on):
        raise ImproperValidityError(
            _("Regeln ska börja efter den som gäller, med minst en månad och inga minusdagar.")
        )
    if before and (before.to_on is None or before.to_on >= from_on):
        before.to_on = from_on - timedelta(days=1)
        before.save(update_fields=["to_on"])
    rule = ValidityRule.objects.create(
        **key,
        from_on=from_on,
        shown_months=validity.shown_months,
        renewal_days=validity.renewal_days,
        recency_months=validity.recency_months,
    )
    facts = {
        "about": f"{next(iter(key))}:{about.pk}",
        "from": from_on.isoformat(),
        "months": validity.shown_months,
        "renewal_days": validity.renewal_days,
        "recency_months": validity.recency_months,
    }
    subject = f"validity_rule:{rule.pk}"
    record(chain=chain, act="validity_set", subject=subject, by=by, at=at, facts=facts)
    return rule


def _is_improper(validity: Validity) -> bool:
    months = [m for m in (validity.shown_months, validity.recency_months) if m is not None]
    return not 0 <= validity.renewal_days <= LONGEST_RENEWAL_DAYS or any(
        not 1 <= m <= LONGEST_MONTHS for m in months
    )


def store_rules(
    *, scheme: Scheme, package: Mapping[str, Any], by: User, at: datetime
) -> Iterator[str]:
    """Set the rules of a package that are not set yet; give what stands in the way of one.

    What has held since a day is never rewritten: a change is a rule from a later day.
    """
    rows = (package.get("validity") or {}).get("rules", [])
    for row in sorted(rows, key=lambda row: str(row["from_on"])):
        about = _about(scheme, row)
        from_on = date.fromisoformat(str(row["from_on"]))
        told = Validity(row.get("shown_months"), row["renewal_days"], row.get("recency_months"))
        kept = ValidityRule.objects.filter(**_key(about), from_on=from_on).first()
        if kept and Validity.of(kept) == told:
            continue
        path = f"validity.rules[{row.get('area') or row['product']} {from_on}]"
        try:
            set_validity_rule(about=about, validity=told, from_on=from_on, by=by, at=at)
        except ImproperValidityError as error:
            yield f"{path}: {error}"


def _about(scheme: Scheme, row: Mapping[str, Any]) -> Area | ProductVersion:
    if "area" in row:
        return Area.objects.get(scheme=scheme, code=row["area"])
    return ProductVersion.objects.get(product__code=row["product"], version=row["version"])


def _key(about: Area | ProductVersion) -> dict[str, Any]:
    return {"area": about} if isinstance(about, Area) else {"product_version": about}
