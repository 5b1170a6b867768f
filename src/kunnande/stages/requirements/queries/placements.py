"""On which shift and at which site the people of a company work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kunnande.stages.requirements.models import Placement

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Organisation


class PlacedAt(NamedTuple):
    shift: str = ""
    site: str = ""


def list_placements(organisation: Organisation) -> dict[int, PlacedAt]:
    """Return shift and site by person, of those for whom the company has said them."""
    rows = Placement.objects.filter(organisation=organisation).order_by("person_id")
    return {
        person: PlacedAt(shift, site)
        for person, shift, site in rows.values_list("person_id", "shift", "site")
    }
