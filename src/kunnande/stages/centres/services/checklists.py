from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kunnande.stages.centres.models import ChecklistRequirement, ChecklistVersion, QualityFactor
from kunnande.stages.centres.services.refusals import RefusalError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import User


class ImproperChecklistError(RefusalError, ValueError):
    """The checklist says nothing, or one thing twice."""


class ChecklistKnownError(RefusalError, ValueError):
    """The product already has a checklist of that version, or from that day."""


@dataclass(frozen=True)
class Terms:
    """How long an accreditation holds, and how long each step of an audit may take."""

    first_months: int
    renewed_months: int
    protocol_months: int
    correction_months: int
    independence_months: int
    warning_days: int


@dataclass(frozen=True)
class RequirementText:
    """One requirement of a checklist, in words."""

    code: str
    quality_factor: str
    text_sv: str
    text_en: str = ""


@transaction.atomic
def publish_checklist(
    *,
    product: Product,
    version: str,
    valid_from: date,
    terms: Terms,
    requirements: Sequence[RequirementText],
    by: User,
    at: datetime,
) -> ChecklistVersion:
    """Publish what centres must show for a product from a day; it never changes after that.

    Raises ImproperChecklistError, ChecklistKnownError.
    """
    _refuse_improper(terms, requirements)
    checklist = _draft(product, version, valid_from, terms)
    ChecklistRequirement.objects.bulk_create(
        ChecklistRequirement(checklist=checklist, position=position, **asdict(requirement))
        for position, requirement in enumerate(requirements, start=1)
    )
    # The rows are in place: from here on the database refuses every change.
    checklist.published_at = at
    checklist.save(update_fields=["published_at"])
    record(
        chain=f"organisation:{checklist.owner_id}",
        act="checklist_published",
        subject=f"checklist:{checklist.pk}",
        by=by,
        at=at,
        facts={"product": product.pk, "requirements": len(requirements)},
    )
    return checklist


def _draft(product: Product, version: str, valid_from: date, terms: Terms) -> ChecklistVersion:
    try:
        with transaction.atomic():
            return ChecklistVersion.objects.create(
                owner=product.scheme.owner,
                product=product,
                version=version.strip(),
                valid_from=valid_from,
                **asdict(terms),
            )
    except IntegrityError as error:
        msg = _("Det finns redan en checklista med den versionen eller från den dagen.")
        raise ChecklistKnownError(msg) from error


def _refuse_improper(terms: Terms, requirements: Sequence[RequirementText]) -> None:
    codes = [requirement.code for requirement in requirements]
    if not codes:
        raise ImproperChecklistError(_("Checklistan behöver minst ett krav."))
    if len(set(codes)) < len(codes):
        raise ImproperChecklistError(_("Varje krav behöver en egen kod."))
    for requirement in requirements:
        if requirement.quality_factor not in QualityFactor.values or not requirement.text_sv:
            msg = _("Krav %(code)s behöver en kvalitetsfaktor ur listan och en text.")
            raise ImproperChecklistError(msg % {"code": requirement.code})
    if min(terms.first_months, terms.renewed_months) < 1:
        raise ImproperChecklistError(_("En ackreditering gäller minst en månad."))
