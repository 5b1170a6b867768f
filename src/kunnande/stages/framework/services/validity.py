from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.models import Area, ProductVersion, ValidityRule
from kunnande.stages.trail.services import record, take_turns

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.framework.queries import Validity
    from kunnande.stages.parties.queries import User


class ImproperValidityError(ValueError):
    """A rule begins after the rule before it, and its months and days are more than none."""


@transaction.atomic
def set_validity_rule(
    *, about: Area | ProductVersion, validity: Validity, from_on: date, by: User, at: datetime
) -> ValidityRule:
    """Say from which day how long an area, or all of a product, counts; what was said before ends.

    What is already in the ledger keeps the last day it was given. Raises ImproperValidityError.
    """
    key = {"area": about} if isinstance(about, Area) else {"product_version": about}
    scheme = about.scheme if isinstance(about, Area) else about.product.scheme
    chain = f"scheme:{scheme.code}"
    take_turns(chain)
    months = (validity.shown_months, validity.recency_months)
    before = ValidityRule.objects.filter(**key).order_by("-from_on").first()
    if validity.renewal_days < 0 or 0 in months or (before and before.from_on >= from_on):
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
