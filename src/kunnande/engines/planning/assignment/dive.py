"""Decide which capacity to open: round what the relaxation is surest of, and ask it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Bools, Floats, Ints, Watch

    from .choices import Choices
    from .relaxation import Master, Relaxation

SURE = 0.95
SHARE = 0.2
STEPS = 40


def dive(
    choices: Choices, master: Master, start: Relaxation, watch: Watch
) -> tuple[Ints, Relaxation]:
    """Open at most one option per group, and return the relaxation that follows.

    Parameters
    ----------
    choices
        What may be chosen.
    master
        Its relaxation; is left with every option decided.
    start
        What the relaxation says while nothing is decided.
    watch
        When time is out, the rest is rounded at once.

    Returns
    -------
    tuple
        Options, and the last relaxation; columns are priced anew in every step, for a dive on
        columns chosen at its top ends far above the bound.
    """
    groups = choices.options.groups
    undecided = np.ones(choices.options.n_groups, dtype=bool)
    opened: list[Ints] = []
    latest = start
    for step in range(STEPS):
        at_once = watch.left <= 0 or step == STEPS - 1
        picked = _surest(groups, latest.options, undecided, all_of_them=at_once)
        if not len(picked):
            break
        decided = np.isin(groups, groups[picked])
        undecided[groups[picked]] = False
        values = np.zeros(len(groups))
        values[picked] = 1.0
        master.hold(np.flatnonzero(decided), values[decided])
        opened.append(picked)
        latest = master.relax(watch) or latest
    opened.append(_free_of_charge(choices, undecided, latest.worth))
    return np.sort(np.concatenate(opened)), latest


def _surest(groups: Ints, values: Floats, undecided: Bools, *, all_of_them: bool) -> Ints:
    """Return the best option of each group that is sure, and of the surest share of the rest."""
    order = np.lexsort((-values, groups))
    first = order[np.concatenate([[True], groups[order][1:] != groups[order][:-1]])]
    first = first[undecided[groups[first]] & (values[first] > 1e-6)]
    if all_of_them or not len(first):
        return np.asarray(first)
    ranked = first[np.argsort(-values[first], kind="stable")]
    n_sure = int((values[ranked] >= SURE).sum())
    return np.asarray(ranked[: max(n_sure, int(np.ceil(SHARE * len(ranked))))])


def _free_of_charge(choices: Choices, undecided: Bools, worth: Floats) -> Ints:
    """Open, in groups the relaxation does not need, what costs nothing and may come in handy."""
    options = choices.options
    value = options.gives.T @ worth - options.costs
    order = np.lexsort((-value, options.groups))
    grouped = options.groups[order]
    first = order[np.concatenate([[True], grouped[1:] != grouped[:-1]])] if len(order) else order
    return np.asarray(first[undecided[options.groups[first]] & (options.costs[first] <= 0)])
