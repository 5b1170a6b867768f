"""Take an instance apart where nobody can go from one part to another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .values import Instance, Plan
from .visits import reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kunnande.engines.planning.values import Ints


def independent_parts(instance: Instance) -> tuple[Instance, ...]:
    """Split an instance into parts that share no centre and no company.

    Parameters
    ----------
    instance
        What is to be planned.

    Returns
    -------
    tuple of Instance
        Their plans together are a plan of the whole, and their bounds add up to its bound.
        People who can go nowhere belong to the first part.
    """
    part_of_person, part_of_centre = _parts(instance)
    numbers = np.unique(part_of_centre)
    lost = ~np.isin(part_of_person, numbers)
    part_of_person = np.where(lost, numbers[0], part_of_person)
    return tuple(
        _part(instance, part_of_person == number, part_of_centre == number) for number in numbers
    )


def joined(plans: Sequence[Plan]) -> Plan:
    """Return the plans of independent parts as one."""
    return Plan(
        visits=tuple(sorted((v for p in plans for v in p.visits), key=lambda v: (v.day, v.person))),
        duties=tuple(sorted(duty for plan in plans for duty in plan.duties)),
        missing=tuple(missing for plan in plans for missing in plan.missing),
        objective=sum(plan.objective for plan in plans),
        bound=sum(plan.bound for plan in plans),
    )


def _parts(instance: Instance) -> tuple[Ints, Ints]:
    n_people, n_centres = len(instance.people), len(instance.centres)
    number = {company.id: n_people + n_centres + n for n, company in enumerate(instance.companies)}
    person, centre = np.nonzero(reach(instance))
    employed = [
        (p, number[someone.company])
        for p, someone in enumerate(instance.people)
        if someone.company is not None
    ]
    some, others = np.array(employed, dtype=np.int64).reshape(-1, 2).T
    rows = np.concatenate([person, some])
    columns = np.concatenate([n_people + centre, others])
    size = n_people + n_centres + len(number)
    graph = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    _count, labels = connected_components(graph, directed=False)
    return labels[:n_people].astype(np.int64), labels[n_people : n_people + n_centres]


def _part(instance: Instance, people: Ints, centres: Ints) -> Instance:
    own = {centre.id for centre, here in zip(instance.centres, centres, strict=True) if here}
    who = tuple(person for person, here in zip(instance.people, people, strict=True) if here)
    employers = {person.company for person in who}
    return replace(
        instance,
        people=who,
        centres=tuple(centre for centre in instance.centres if centre.id in own),
        assessors=tuple(a for a in instance.assessors if a.centre in own),
        companies=tuple(c for c in instance.companies if c.id in employers),
    )
