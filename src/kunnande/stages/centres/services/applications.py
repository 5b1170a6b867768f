from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.centres import queries
from kunnande.stages.centres.models import (
    Accreditation,
    AccreditationState,
    Answer,
    SelfAssessment,
)
from kunnande.stages.centres.services.refusals import RefusalError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Organisation, User


class NoChecklistError(RefusalError, LookupError):
    """Nothing says yet what a centre must show for the product."""


class AlreadyAppliedError(RefusalError, ValueError):
    """The centre has an application for the product under way."""


class AlreadyHandedInError(RefusalError, ValueError):
    """The self-assessment has been handed in and is read as it is."""


class RequirementsUnansweredError(RefusalError, ValueError):
    """Some requirement has no answer yet."""


class UnknownRequirementError(RefusalError, LookupError):
    """The requirement is not one of the checklist's."""


@dataclass(frozen=True)
class OwnAnswer:
    """What a centre says of itself about one requirement."""

    answer: str
    note: str = ""


@transaction.atomic
def apply_for_accreditation(
    *, centre: Organisation, product: Product, by: User, at: datetime
) -> Accreditation:
    """Apply for a product, or to go on with it. Raises NoChecklistError, AlreadyAppliedError."""
    on = timezone.localdate(at)
    checklist = queries.find_checklist(product.pk, on=on)
    if checklist is None:
        raise NoChecklistError(_("Modellägaren har inte publicerat någon checklista för det här."))
    held = queries.find_latest(centre.pk, product.pk)
    goes_on = held and held.withdrawn_on is None and (held.accredited_to or on) >= on
    try:
        with transaction.atomic():
            accreditation = Accreditation.objects.create(
                centre=centre,
                product=product,
                checklist=checklist,
                renews=held if goes_on else None,
                applied_on=on,
            )
    except IntegrityError as error:
        raise AlreadyAppliedError(_("Ni har redan en ansökan på gång för det här.")) from error
    _record(accreditation, "accreditation_applied", by, at, product=product.pk)
    return accreditation


@transaction.atomic
def assess_requirements(
    *, accreditation: Accreditation, answers: Mapping[int, OwnAnswer], by: User, at: datetime
) -> None:
    """Keep what a centre says of itself; may be changed until it is handed in.

    Raises AlreadyHandedInError, UnknownRequirementError.
    """
    refuse_handed_in(accreditation)
    known = set(accreditation.checklist.requirements.values_list("pk", flat=True))
    if not answers.keys() <= known or any(a.answer not in Answer.values for a in answers.values()):
        raise UnknownRequirementError(_("Kravet hör inte till den här checklistan."))
    SelfAssessment.objects.bulk_create(
        [
            SelfAssessment(
                accreditation=accreditation,
                requirement_id=requirement_id,
                answer=own.answer,
                note=own.note.strip(),
            )
            for requirement_id, own in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["accreditation", "requirement"],
        update_fields=["answer", "note"],
    )
    _record(accreditation, "requirements_assessed", by, at, answers=len(answers))


@transaction.atomic
def submit_self_assessment(*, accreditation: Accreditation, by: User, at: datetime) -> None:
    """Hand in the application. Raises AlreadyHandedInError, RequirementsUnansweredError."""
    locked = refuse_handed_in(accreditation)
    asked = locked.checklist.requirements.count()
    left = asked - locked.self_assessments.count()
    if left:
        msg = _("%(count)d krav återstår att svara på.") % {"count": left}
        raise RequirementsUnansweredError(msg)
    locked.submitted_at = accreditation.submitted_at = at
    locked.save(update_fields=["submitted_at"])
    _record(locked, "accreditation_submitted", by, at, answers=asked)


def refuse_handed_in(accreditation: Accreditation) -> Accreditation:
    """Lock an application that may still be changed. Raises AlreadyHandedInError."""
    locked = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    if locked.submitted_at or locked.state != AccreditationState.APPLIED:
        raise AlreadyHandedInError(_("Ansökan är inlämnad och går inte att ändra."))
    return locked


def _record(accreditation: Accreditation, act: str, by: User, at: datetime, **facts: int) -> None:
    record(
        chain=f"organisation:{accreditation.centre_id}",
        act=act,
        subject=accreditation.trail_name,
        by=by,
        at=at,
        facts=facts,
    )
