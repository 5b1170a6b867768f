"""What the simulated companies say of their own people, so that a matrix has all it can show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.site.simulation.parties import Acting
from kunnande.stages.parties.queries import get_person, list_staff
from kunnande.stages.requirements.queries import PlacedAt, list_requirements_of_person
from kunnande.stages.requirements.services import (
    Spell,
    exempt_from_area,
    place_employees,
    suspend_in_area,
)
from kunnande.stages.supply.services import save_view

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.site.simulation.world import Company

SHIFTS = ("Dag", "Kväll", "Natt")
SELECTION = "Natt, något återstår"
_SITES = ("Hall 1", "Hall 2")


def settle_matrix(company: Company, *, now: datetime) -> None:
    """Place everybody, except one person and pause another in an area, and keep a selection."""
    acting = Acting(by=company.employer, at=now)
    organisation, today = company.organisation, localdate(now)
    staff = list_staff(organisation, on=today)
    places = {
        one.person_id: PlacedAt(SHIFTS[n % len(SHIFTS)], _SITES[n % len(_SITES)])
        for n, one in enumerate(staff)
    }
    place_employees(organisation=organisation, places=places, **acting)
    asked = [
        (one.person_id, required[-1].area_id)
        for one in staff
        if (required := list_requirements_of_person(one.person_id, today))
    ]
    spells = (
        (exempt_from_area, Spell("Arbetar inte vid maskinen", today)),
        (suspend_in_area, Spell("Ny maskin, inskolning pågår", today, today + timedelta(days=45))),
    )
    for (person_id, area_id), (begin, spell) in zip(asked, spells, strict=False):
        person = get_person(person_id)
        begin(organisation=organisation, person=person, area_id=area_id, spell=spell, **acting)
    save_view(
        organisation=organisation,
        name=SELECTION,
        selection={"shift": "Natt", "state": "remaining"},
        **acting,
    )
