"""Generalised assignment: each job to one agent, within what agents can bear."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from kunnande.engines.planning.values import Floats, ImproperInstanceError, Ints, Watch, gap

from .choices import Choices, no_options
from .greedy import choose_greedily
from .solving import assign


class Jobs(NamedTuple):
    """A generalised assignment problem.

    Attributes
    ----------
    costs
        Of giving a job to an agent, shape ``(n_agents, n_jobs)``.
    loads
        What the job takes of the agent, shape ``(n_agents, n_jobs)``.
    capacities
        What each agent can bear, shape ``(n_agents,)``.
    """

    costs: Floats
    loads: Floats
    capacities: Floats


class JobPlan(NamedTuple):
    """Which agent does each job, counted from 0, -1 where nobody can; the cost and its bound."""

    agents: Ints
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """How far above the bound the cost is, as a share of the bound."""
        return gap(self.cost, self.bound)


def read_jobs(text: str) -> tuple[Jobs, ...]:
    """Read generalised assignment problems in the format of the OR-Library.

    Parameters
    ----------
    text
        The number of agents and of jobs; for each agent the cost of every job; for each agent
        the load of every job; the capacity of every agent. Several problems may follow each
        other when their number comes first.

    Returns
    -------
    tuple of Jobs
        One or more.

    Raises
    ------
    ImproperInstanceError
        If numbers are missing or too many, or something is not a number.

    References
    ----------
    Beasley (1990), OR-Library, *J. Oper. Res. Soc.* 41: the generalised assignment problem.

    Examples
    --------
    >>> read_jobs("2 2  1 9  9 1  3 3  3 3  3 3")[0].capacities
    array([3., 3.])
    """
    try:
        numbers = np.array(text.split(), dtype=np.float64)
    except ValueError as error:
        raise ImproperInstanceError(f"Something is not a number: {error}") from error
    for at, count in ((0, 1), (1, int(numbers[0]) if len(numbers) else 0)):
        problems = _read_some(numbers[at:], count)
        if problems is not None:
            return problems
    raise ImproperInstanceError(
        "The numbers do not add up to: agents, jobs, a cost and a load for each pair, capacities."
    )


def assign_jobs(jobs: Jobs, watch: Watch, *, seed: int) -> JobPlan:
    """Give each job to one agent at the least cost.

    Parameters
    ----------
    jobs
        The problem.
    watch
        The time.
    seed
        Decides between equals.

    Returns
    -------
    JobPlan
        Within every capacity. Jobs are left out only when no plan with all of them was found;
        ``cost`` then counts each as dearer than any job that is done.
    """
    choices = choices_of(jobs)
    order = np.argsort(-jobs.loads.min(axis=0), kind="stable")
    start = choose_greedily(choices, order, choices.costs)
    found = assign(choices, watch, seed=seed, start=start)
    n_jobs = jobs.costs.shape[1]
    agents = np.full(n_jobs, -1, dtype=np.int64)
    agents[found.chosen.columns % n_jobs] = found.chosen.columns // n_jobs
    return JobPlan(agents, found.cost, found.bound)


def choices_of(jobs: Jobs) -> Choices:
    """Return the problem as choices: column ``agent * n_jobs + job``."""
    n_agents, n_jobs = jobs.costs.shape
    columns = np.arange(n_agents * n_jobs)
    agent, job = np.divmod(columns, n_jobs)
    fits = jobs.loads.ravel() <= jobs.capacities[agent]
    dearest = np.abs(jobs.costs).max(axis=0)
    return Choices(
        costs=jobs.costs.ravel(),
        covers=sparse.csc_matrix((np.ones(len(columns)), (job, columns))),
        penalties=np.full(n_jobs, 1.0 + 2 * dearest.sum()),
        uses=sparse.csc_matrix(
            (np.where(fits, jobs.loads.ravel(), jobs.capacities[agent] + 1.0), (agent, columns))
        ),
        limits=jobs.capacities,
        conflicts=sparse.csc_matrix((0, len(columns))),
        options=no_options(n_agents),
        least=np.zeros(n_agents),
        blocks=np.arange(n_agents),
    )


def _read_some(numbers: Floats, count: int) -> tuple[Jobs, ...] | None:
    """Return so many problems, or None when the numbers do not add up to them."""
    found = []
    for _problem in range(count):
        if len(numbers) < 2:
            return None
        n_agents, n_jobs = int(numbers[0]), int(numbers[1])
        pairs = n_agents * n_jobs
        size = 2 + 2 * pairs + n_agents
        if min(n_agents, n_jobs) < 1 or len(numbers) < size:
            return None
        costs, loads = numbers[2 : 2 + 2 * pairs].reshape(2, n_agents, n_jobs)
        found.append(Jobs(costs, loads, numbers[2 + 2 * pairs : size]))
        numbers = numbers[size:]
    return tuple(found) if found and not len(numbers) else None
