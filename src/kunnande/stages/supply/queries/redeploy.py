"""How many have already shown what another role, or an area their own does not ask for, needs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.framework.queries import USUAL, list_validity
from kunnande.stages.ledger.queries import (
    Weighed,
    ask,
    keep_counting,
    list_disclosed_levels,
    weigh,
)
from kunnande.stages.parties.queries import list_staff
from kunnande.stages.requirements.queries import list_holdings, list_requirements
from kunnande.stages.supply.queries.matrix import WORKS_ALONE_LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kunnande.stages.ledger.queries import DisclosedLevel
    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.requirements.queries import Required

# A coach reads what a plan suggests: that it is so is told of five or more, as every number is.
FEWEST_LOOKED_AT = 5


class Ready(NamedTuple):
    """How many could take it on, by role and by area; nothing of fewer than five looked at."""

    roles: dict[int, int]
    areas: dict[int, int]


def count_ready(company: Organisation, *, on: date) -> Ready:
    """Count among those who let the company see what they have shown, and nobody else."""
    known = _Known(company, on)
    required = list_requirements(company.pk)
    by_role: dict[int, list[Required]] = defaultdict(list)
    by_area: dict[int, list[Required]] = defaultdict(list)
    for one in required:
        by_role[one.role_id].append(one)
        by_area[one.area_id].append(one)
    roles, areas = {}, {}
    for role_id, demands in by_role.items():
        others = [who for who in known.people if role_id not in known.roles[who]]
        roles[role_id] = _told(others, [who for who in others if known.meets(who, demands)])
    for area_id, demands in by_area.items():
        asking = {one.role_id for one in demands}
        others = [who for who in known.people if not asking & known.roles[who]]
        able = [who for who in others if any(known.works_alone(who, one) for one in demands)]
        areas[area_id] = _told(others, able)
    return Ready(roles, areas)


def _told(looked_at: Sequence[int], able: Sequence[int]) -> int:
    return len(able) if len(looked_at) >= FEWEST_LOOKED_AT else 0


class _Known:
    """What the company may see of everybody who works there, read once."""

    def __init__(self, company: Organisation, on: date) -> None:
        staff = [one.person_id for one in list_staff(company, on=on)]
        self.on = on
        self.people = sorted(list_people_who_share(company.pk, staff, on=on))
        self.roles: dict[int, set[int]] = defaultdict(set)
        for held in list_holdings(company.pk, on=on):
            self.roles[held.person_id].add(held.role_id)
        self.shown: dict[tuple[int, int], list[DisclosedLevel]] = defaultdict(list)
        for one in keep_counting(list_disclosed_levels(company.pk, self.people, on=on), on):
            self.shown[one.person_id, one.area_id].append(one)
        self.rules = list_validity({area for _who, area in self.shown}, on)

    def meets(self, person_id: int, demands: Sequence[Required]) -> bool:
        return all(self._weigh(person_id, one).is_met for one in demands)

    def works_alone(self, person_id: int, demand: Required) -> bool:
        weighed = self._weigh(person_id, demand)
        return weighed.is_met and weighed.held >= WORKS_ALONE_LEVEL

    def _weigh(self, person_id: int, demand: Required) -> Weighed:
        area_id = demand.area_id
        asked = ask(area_id, [demand], self.rules.get(area_id, USUAL), self.on)
        if asked is None:
            return Weighed(held=0, is_met=True, lasts=True)
        return weigh(asked, self.shown[person_id, area_id])
