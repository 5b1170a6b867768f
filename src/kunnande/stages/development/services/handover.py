"""Somebody who leaves takes along what is proven, what remains and what closes it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.development.models import HandOver
from kunnande.stages.development.queries.gaps import list_gaps, suggest
from kunnande.stages.development.queries.proven import Proven, list_proven
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.development.queries.gaps import Suggestion
    from kunnande.stages.parties.queries import Organisation, Person, User

LONGEST_RECIPIENT = 200


class NotYourHandOverError(PermissionError):
    """Only the person asks for their own hand-over."""


class UnnamedRecipientError(ValueError):
    """A hand-over says for whom it is."""


@dataclass(frozen=True)
class HandOverPackage:
    """What is handed over, complete: made once, for one recipient, at the person's own request."""

    recipient: str
    made_on: date
    company: str
    proven: tuple[Proven, ...]
    remaining: tuple[Suggestion, ...]
    hand_over: HandOver


@transaction.atomic
def make_hand_over(
    *,
    person: Person,
    recipient: str,
    company: Organisation | None = None,
    by: User,
    at: datetime,
) -> HandOverPackage:
    """Gather what somebody takes to a transition organisation; nobody else is told.

    With a company, what remains for the person's roles there comes along. Own ratings never do.
    Raises NotYourHandOverError, UnnamedRecipientError.
    """
    name = " ".join(recipient.split())
    if by.person_id != person.pk:
        raise NotYourHandOverError(_("Bara du själv kan begära en överlämning om dig."))
    if not name or len(name) > LONGEST_RECIPIENT:
        raise UnnamedRecipientError(_("Skriv vem överlämningen är till."))
    on = localdate(at)
    proven = tuple(list_proven(person.pk, on=on))
    remaining = tuple(suggest(list_gaps(person.pk, company.pk, on=on) if company else []))
    hand_over = HandOver.objects.create(
        person=person, recipient=name, made_at=at, sha256=_digest_of(proven, remaining)
    )
    record(
        chain=person.trail_name,
        act="handed_over",
        subject=f"hand-over:{hand_over.pk}",
        by=by,
        at=at,
        facts={"proven": len(proven), "remaining": len(remaining), "digest": hand_over.sha256},
    )
    return HandOverPackage(
        recipient=name,
        made_on=on,
        company=company.name if company else "",
        proven=proven,
        remaining=remaining,
        hand_over=hand_over,
    )


def _digest_of(proven: Sequence[Proven], remaining: Sequence[Suggestion]) -> str:
    told = json.dumps(
        [[asdict(one) for one in proven], [(one.gap.area_id, one.means) for one in remaining]],
        cls=DjangoJSONEncoder,
    )
    return hashlib.sha256(told.encode()).hexdigest()
