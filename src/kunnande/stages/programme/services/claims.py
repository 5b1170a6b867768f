"""The funder is asked to pay for a period: a draft is opened, looked through, sent and frozen."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme.models import (
    ClaimedCost,
    ClaimedMonth,
    ClaimState,
    PaymentClaim,
    Programme,
)
from kunnande.stages.programme.queries.claim_checks import list_checks
from kunnande.stages.programme.queries.claims import claims_of, get_contents, next_period
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.queries.claims import Contents


class ImproperClaimError(ValueError):
    """A claim follows the one before, and is sent once when nothing stops it."""


@transaction.atomic
def open_claim(*, programme: Programme, by: User, at: datetime) -> PaymentClaim:
    """Open the claim of the next period as a draft; it reads costs and hours until it is sent.

    Raises NotYourProgrammeError, ImproperClaimError.
    """
    refuse_all_but_the_owner(programme, by, at, Role.ECONOMIST)
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    last = claims_of(locked).first()
    if last and last.state == ClaimState.DRAFT:
        raise ImproperClaimError(_("Skicka det utkast som finns först."))
    period = next_period(locked)
    if period is None:
        raise ImproperClaimError(_("Hela programmets tid är redan med i en ansökan."))
    claim = PaymentClaim.objects.create(
        programme=locked,
        number=last.number + 1 if last else 1,
        from_on=period[0],
        to_on=period[1],
        state=ClaimState.DRAFT,
        opened_by=by,
        opened_at=at,
    )
    _record(claim, "claim_opened", by, at)
    return claim


@transaction.atomic
def send_claim(*, claim: PaymentClaim, by: User, at: datetime) -> PaymentClaim:
    """Freeze a claim with everything that it rests on.

    Raises NotYourProgrammeError, ImproperClaimError.
    """
    refuse_all_but_the_owner(claim.programme, by, at, Role.ECONOMIST)
    Programme.objects.select_for_update().get(pk=claim.programme_id)
    locked = PaymentClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if locked.state == ClaimState.SENT:
        raise ImproperClaimError(_("Ansökan är redan skickad."))
    contents = get_contents(locked)
    stops = [one.found for one in list_checks(locked, contents, on=localdate(at)) if one.stops]
    if stops:
        raise ImproperClaimError(" ".join(stops))
    _freeze(locked, contents)
    locked.state = ClaimState.SENT
    locked.cost_ore = contents.cost_ore
    locked.hours = contents.hours
    locked.cofinancing_ore = contents.cofinancing_ore
    locked.digest = digest_of(contents)
    locked.sent_by, locked.sent_at = by, at
    locked.save()
    _record(locked, "claim_sent", by, at)
    return locked


def digest_of(contents: Contents) -> str:
    """Return the SHA-256 of every row of a claim, in the order it shows them."""
    told = [
        [[entry.pk, entry.amount_ore] for entry in contents.costs],
        [[one.attestation.pk, one.minutes, one.value_ore] for one in contents.months],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _freeze(claim: PaymentClaim, contents: Contents) -> None:
    ClaimedCost.objects.bulk_create(
        ClaimedCost(claim=claim, entry=entry, amount_ore=entry.amount_ore)
        for entry in contents.costs
    )
    ClaimedMonth.objects.bulk_create(
        ClaimedMonth(
            claim=claim,
            attestation=one.attestation,
            minutes=one.minutes,
            hours=one.hours,
            value_ore=one.value_ore,
        )
        for one in contents.months
    )


def _record(claim: PaymentClaim, act: str, by: User, at: datetime) -> None:
    record(
        chain=claim.programme.trail_name,
        act=act,
        subject=claim.trail_name,
        by=by,
        at=at,
        facts={"number": claim.number, "ore": claim.cost_ore, "digest": claim.digest},
    )
