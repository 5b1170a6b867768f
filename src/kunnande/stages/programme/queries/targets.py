"""How the people of a decision are divided among nodes and sizes of company."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kunnande.stages.programme.models import GrantVersion, Part, Partner, Programme, Target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True)
class Targets:
    """People to bring: by the node's organisation, and by the size of the company."""

    nodes: Mapping[int, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)


def get_targets(grant: GrantVersion | None) -> Targets:
    """Return how a decision's people are divided; nothing where nobody has divided them."""
    told = list(Target.objects.filter(grant=grant).order_by("pk")) if grant else []
    return Targets(
        nodes={one.node_id: one.people for one in told if one.node_id},
        sizes={one.size: one.people for one in told if one.size},
    )


def list_nodes(programme: Programme) -> list[Partner]:
    """Return every node a programme has had, in order of their names."""
    nodes = Partner.objects.filter(programme=programme, part=Part.NODE)
    return list(nodes.select_related("organisation").order_by("organisation__name", "pk"))


def is_replaced(grant: GrantVersion, *, on: date) -> bool:
    """Say whether another decision applies instead on a day."""
    later = GrantVersion.objects.filter(programme_id=grant.programme_id, number__gt=grant.number)
    return later.filter(from_on__lte=on).exists()
