from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import list_employed_among
from kunnande.stages.requirements.models import Placement
from kunnande.stages.requirements.services.holdings import NotEmployedHereError
from kunnande.stages.trail.services import Act, record_acts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.requirements.queries import PlacedAt


@transaction.atomic
def place_employees(
    *, organisation: Organisation, places: Mapping[int, PlacedAt], by: User, at: datetime
) -> int:
    """Say on which shift and at which site people work, by person; return how many changed.

    Raises NotEmployedHereError.
    """
    on = localdate(at)
    employed = list_employed_among(places, organisation_id=organisation.pk, on=on)
    if employed != frozenset(places):
        raise NotEmployedHereError(_("Personen är inte anställd här den dagen."))
    placed = {p.person_id: p for p in Placement.objects.filter(organisation=organisation)}
    changed = [
        Placement(organisation=organisation, person_id=person, shift=at_.shift, site=at_.site)
        for person, at_ in sorted(places.items())
        if (at_.shift, at_.site) != _said(placed.get(person))
    ]
    Placement.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["organisation", "person"],
        update_fields=["shift", "site"],
    )
    acts = [Act("employee_placed", f"person:{placement.person_id}") for placement in changed]
    if acts:
        record_acts(chain=f"organisation:{organisation.pk}", acts=acts, by=by, at=at)
    return len(changed)


def _said(placement: Placement | None) -> tuple[str, str]:
    return (placement.shift, placement.site) if placement else ("", "")
