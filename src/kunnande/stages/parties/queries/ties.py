"""Who has, or has lately had, something to do with an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.parties.models import Employment, Membership

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.models import User


def has_ties(user: User, organisation_id: int, *, since: date) -> bool:
    """Say whether an account has acted for, or worked at, an organisation on or after a day."""
    lately = Q(to_on__isnull=True) | Q(to_on__gte=since)
    at = {"organisation_id": organisation_id}
    if Membership.objects.filter(lately, user=user, **at).exists():
        return True
    if user.person_id is None:
        return False
    return Employment.objects.filter(lately, person_id=user.person_id, **at).exists()
