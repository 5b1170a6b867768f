"""A programme against what was granted, with the decision that applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.programme.queries.cofinancing import Cofinancing, get_cofinancing
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.people import Reached, count_reached

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.programme.models import GrantVersion, Programme


@dataclass(frozen=True)
class Steering:
    """Targets and figures on one day; every figure is of the decision that applies then."""

    programme: Programme
    grants: tuple[GrantVersion, ...]
    applies: GrantVersion | None
    reached: Reached
    cofinancing: Cofinancing

    @property
    def percent(self) -> int | None:
        """Return how much of the target is reached, in whole percent rounded down."""
        return 100 * self.reached.people // self.applies.people if self.applies else None


def get_steering(programme: Programme, *, on: date) -> Steering:
    grants = list_grants(programme)
    in_force = [grant for grant in grants if grant.from_on <= on]
    return Steering(
        programme=programme,
        grants=tuple(grants),
        applies=in_force[-1] if in_force else None,
        reached=count_reached(programme, on=on),
        cofinancing=get_cofinancing(programme, first_on=programme.from_on, last_on=on),
    )
