"""Who is counted in each cell of a node's numbers: for the release alone, shown to nobody."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kunnande.engines.disclosure_control import Cell, Split
from kunnande.stages.programme.models import (
    Gender,
    NodeMeasure,
    NodeNumber,
    NodeRelease,
    Programme,
)
from kunnande.stages.programme.queries.facts import list_facts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from kunnande.stages.programme.queries.facts import Fact

# The parts of a table: every company of a node together, which is tried first, or one company.
OF_NODE, OF_COMPANY = "all", "company"


def list_node_cells(*, on: date) -> dict[Cell, Split]:
    """Return everybody who takes part through a company of a node, by what is counted of them.

    A person is in one programme at a time, and may have been in another before: the audit of the
    release sees both, since it is of all programmes at once.
    """
    cells: dict[Cell, Split] = {}
    for programme in Programme.objects.filter(from_on__lte=on).order_by("pk"):
        parts: dict[tuple[str, int], list[Fact]] = defaultdict(list)
        for one in list_facts(programme, on=on):
            if one.node_id is not None:
                parts[OF_NODE, one.node_id].append(one)
                parts[OF_COMPANY, one.company_id].append(one)
        for (table, part), facts in parts.items():
            for measure in NodeMeasure:
                cell = Cell(f"{programme.pk}:{measure}:{table}", str(part))
                cells[cell] = _split(measure, facts, on)
    return cells


def find_node_release() -> NodeRelease | None:
    """Return the latest numbers."""
    return NodeRelease.objects.order_by("-month").first()


def list_former_counts() -> QuerySet[NodeNumber]:
    """Return the latest release's cells as they were counted; for the next release alone."""
    return NodeNumber.objects.filter(release=find_node_release()).order_by("pk")


def _split(measure: NodeMeasure, facts: Iterable[Fact], on: date) -> Split:
    counted: set[int] = set()
    others: set[int] = set()
    for one in facts:
        (counted if _is_counted(measure, one, on) else others).add(one.person_id)
    return Split(frozenset(counted), frozenset(others))


def _is_counted(measure: NodeMeasure, fact: Fact, on: date) -> bool:
    if measure == NodeMeasure.CERTIFIED:
        return bool(fact.awarded_by(on))
    if measure == NodeMeasure.LEFT:
        return fact.left_on is not None
    if measure == NodeMeasure.VALIDATED:
        return fact.validated_by(on)
    return fact.gender == (Gender.WOMAN if measure == NodeMeasure.WOMEN else Gender.MAN)
