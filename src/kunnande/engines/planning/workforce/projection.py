"""How many there will be, and how probable it is that too few stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kunnande.engines.planning.values import Floats, Ints

    from .values import Company, Flows

WORLDS = 4000


class Projection(NamedTuple):
    """People per role at the end of each year, and who left the company in it.

    Shapes ``(n_years + 1, n_roles)``, beginning with the stock, and ``(n_years,)``.
    """

    stocks: Floats
    exits: Floats


def project(flows: Flows, *, years: int) -> Projection:
    """Project a stock of people through yearly moves and hires.

    Parameters
    ----------
    flows
        The stock, the share of each role that moves to each other role, and yearly hires.
    years
        How far.

    Returns
    -------
    Projection
        Expected numbers, not whole: next = stock @ moves + hires.

    References
    ----------
    Bartholomew, Forbes & McClean (1991), *Statistical Techniques for Manpower Planning*, ch. 4.
    """
    stocks, exits = [flows.stock], []
    leaving = 1.0 - flows.moves.sum(axis=1)
    for _year in range(years):
        exits.append(stocks[-1] @ leaving)
        stocks.append(stocks[-1] @ flows.moves + flows.hires)
    return Projection(np.array(stocks), np.array(exits, dtype=np.float64))


def leaves_within(per_year: Floats, months: float) -> Floats:
    """Return the probability of leaving within some months, at a constant rate.

    >>> leaves_within(np.array([0.19]), 24).round(4).tolist()
    [0.3439]
    """
    return np.asarray(1.0 - (1.0 - per_year) ** (months / 12))


def how_many_stay(leaves: Floats) -> Floats:
    """Return the probability of each number of people who stay.

    Parameters
    ----------
    leaves
        That each leaves, independently, ``(n_people,)``.

    Returns
    -------
    Floats
        For 0 to all of them, shape ``(n_people + 1,)``: the Poisson-binomial distribution, exact
        by convolution.

    References
    ----------
    Biscarri, Zhao & Brunner (2018), *Comput. Stat. Data Anal.* 122, the direct convolution.

    Examples
    --------
    >>> round(float(how_many_stay(np.array([0.30, 0.12, 0.05]))[:2].sum()), 4)
    0.0534
    """
    chance = np.ones(1)
    for gone in leaves:
        chance = np.convolve(chance, [gone, 1.0 - gone])
    return chance


def shortage_probability(
    company: Company, *, months: Sequence[float], seed: int, worlds: int = WORLDS
) -> Floats:
    """Return how probable it is that fewer hold a role than it needs.

    Parameters
    ----------
    company
        Without replacements: nobody is hired or trained in time.
    months
        From now.
    seed
        For shared shocks only.
    worlds
        How many combinations of shocks are drawn.

    Returns
    -------
    Floats
        Shape ``(n_roles, n_months)``. Exact without shocks; with them, each drawn combination of
        shocks is counted exactly, and the standard error is at most ``0.5 / sqrt(worlds)``.
    """
    found = np.zeros((len(company.roles), len(months)))
    generator = np.random.default_rng(seed)
    for column, distance in enumerate(months):
        own = leaves_within(company.leaves, distance)
        if not company.shocks:
            found[:, column] = _short(company, own)
            continue
        chance = leaves_within(np.array([shock.per_year for shock in company.shocks]), distance)
        drawn = generator.random((worlds, len(chance))) < chance
        happened, counts = np.unique(drawn, axis=0, return_counts=True)
        for combination, count in zip(happened, counts, strict=True):
            leaves = _with_shocks(company, own, np.flatnonzero(combination))
            found[:, column] += _short(company, leaves) * count / worlds
    return found


def _with_shocks(company: Company, leaves: Floats, happened: Ints) -> Floats:
    stays = 1.0 - leaves
    for number in happened:
        shock = company.shocks[number]
        stays[shock.people] *= 1.0 - shock.leaves
    return np.asarray(1.0 - stays)


def _short(company: Company, leaves: Floats) -> Floats:
    return np.array(
        [
            how_many_stay(leaves[company.holds[:, role]])[: company.need[role]].sum()
            for role in range(len(company.roles))
        ]
    )
