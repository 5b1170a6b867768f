from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.disclosure.models import Agreement, Answer, Extent
from kunnande.stages.disclosure.queries import find_agreement_in_force
from kunnande.stages.trail.services import record, take_turns

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, Person, User


class NotYoursToAnswerError(PermissionError):
    """Only the person can say what others may see of them."""


@transaction.atomic
def make_agreement(
    *,
    organisation: Organisation,
    extent: str = Extent.AREAS_MET,
    from_on: date,
    by: User,
    at: datetime,
) -> Agreement:
    """Set what an employer will see from a day; earlier agreements stay on record."""
    chain = f"organisation:{organisation.pk}"
    take_turns(chain)
    last = Agreement.objects.filter(organisation=organisation).order_by("-version").first()
    agreement = Agreement.objects.create(
        organisation=organisation,
        version=last.version + 1 if last else 1,
        extent=extent,
        from_on=from_on,
        made_at=at,
    )
    record(
        chain=chain,
        act="agreement_made",
        subject=f"agreement:{agreement.pk}",
        by=by,
        at=at,
        facts={"extent": str(extent), "version": agreement.version, "from": from_on.isoformat()},
    )
    return agreement


@transaction.atomic
def ensure_agreement(*, organisation: Organisation, by: User, at: datetime) -> Agreement:
    """Return the agreement in force, or make the usual one: met or remaining for each area."""
    today = localdate(at)
    take_turns(f"organisation:{organisation.pk}")
    return find_agreement_in_force(organisation.pk, on=today) or make_agreement(
        organisation=organisation, from_on=today, by=by, at=at
    )


@transaction.atomic
def answer_agreement(
    *, agreement: Agreement, person: Person, accepted: bool, by: User, at: datetime
) -> Answer:
    """Record the person's own yes or no. Raises NotYoursToAnswerError."""
    if by.person_id != person.pk:
        raise NotYoursToAnswerError(_("Bara du själv kan svara på vad andra får se om dig."))
    answer = Answer.objects.create(
        agreement=agreement, person=person, accepted=accepted, answered_at=at
    )
    record(
        chain=f"person:{person.pk}",
        act="agreement_answered",
        subject=f"agreement:{agreement.pk}",
        by=by,
        at=at,
        facts={"accepted": accepted},
    )
    return answer
