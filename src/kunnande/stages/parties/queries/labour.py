"""How people stand on the labour market, day by day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.parties.models import Employment, LabourSpell
from kunnande.stages.parties.queries.spells import current_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


def list_labour_spells(person_id: int) -> list[LabourSpell]:
    return list(LabourSpell.objects.filter(person_id=person_id).order_by("from_on", "pk"))


def find_employment(person_id: int, organisation_id: int, *, on: date) -> Employment | None:
    """Return the employment that holds on a day, or has not yet begun."""
    lasts = Q(to_on__isnull=True) | Q(to_on__gte=on)
    found = Employment.objects.filter(lasts, person_id=person_id, organisation_id=organisation_id)
    return found.select_related("person", "organisation").order_by("from_on", "pk").first()


def list_labour_spells_during(employment: Employment) -> list[LabourSpell]:
    """Return what an employer sees: the spells that have lasted into its own employment."""
    lasts = Q(to_on__isnull=True) | Q(to_on__gte=employment.from_on)
    spells = LabourSpell.objects.filter(lasts, person_id=employment.person_id)
    return list(spells.order_by("from_on", "pk"))


def list_labour_statuses(person_id: int, *, on: date) -> list[str]:
    """Return every status that holds on a day, the one that began first first."""
    spells = LabourSpell.objects.filter(current_on(on), person_id=person_id)
    return list(spells.order_by("from_on", "pk").values_list("status", flat=True))


def map_labour_spells(
    people: Iterable[int], *, from_on: date, to_on: date
) -> Mapping[int, list[LabourSpell]]:
    """Return, person by person, the spells that touch a period."""
    touches = Q(from_on__lte=to_on) & (Q(to_on__isnull=True) | Q(to_on__gte=from_on))
    spells = LabourSpell.objects.filter(touches, person_id__in=list(people))
    found: dict[int, list[LabourSpell]] = defaultdict(list)
    for spell in spells.order_by("person_id", "from_on", "pk"):
        found[spell.person_id].append(spell)
    return found
