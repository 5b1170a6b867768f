from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kunnande.engines.planning import ImproperInstanceError, Jobs, assign_jobs, read_jobs

from .conftest import still

# Osman (1995), OR Spektrum 17, and the OR-Library's own list: the greatest profit of the sixty
# problems gap1 ... gap12, five of each.
GREATEST = [
    336, 327, 339, 341, 326, 434, 436, 420, 419, 428, 580, 564, 573, 570, 564,
    656, 644, 673, 647, 664, 563, 558, 564, 568, 559, 761, 759, 758, 752, 747,
    942, 949, 968, 945, 951, 1133, 1134, 1141, 1117, 1127, 709, 717, 712, 723, 706,
    958, 963, 960, 947, 947, 1139, 1178, 1195, 1171, 1171, 1451, 1449, 1433, 1447, 1446,
]  # fmt: skip
NAMES = [f"gap{group}-{n}" for group in range(1, 13) for n in range(5)]
SOME = [0, 6, 13, 19, 24, 26, 33, 45, 52, 56]


def random_jobs(seed):
    generator = np.random.default_rng(seed)
    costs, loads = generator.integers(1, 20, (2, 3, 6)).astype(float)
    return Jobs(costs, loads, np.full(3, 25.0))


def least_cost(jobs):
    """Try every way to give the jobs away."""
    n_agents, n_jobs = jobs.costs.shape
    best = np.inf
    for agents in product(range(n_agents), repeat=n_jobs):
        taken = np.bincount(agents, jobs.loads[agents, range(n_jobs)], minlength=n_agents)
        if (taken <= jobs.capacities).all():
            best = min(best, jobs.costs[agents, range(n_jobs)].sum())
    return best


@pytest.mark.parametrize("seed", range(5))
def test_jobs_are_given_away_as_by_trying_everything(seed):
    jobs = random_jobs(seed)

    plan = assign_jobs(jobs, still(), seed=1)

    assert plan.cost == least_cost(jobs)
    assert plan.bound == plan.cost
    assert plan.gap == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", SOME)
def test_public_problems_are_solved_to_their_published_optimum(number, data_file):
    jobs = read_jobs(data_file(f"gap_cattrysse/{NAMES[number]}").read_text())[0]

    plan = assign_jobs(jobs._replace(costs=-jobs.costs), still(), seed=1)

    assert (-plan.cost, -plan.bound) == (GREATEST[number], GREATEST[number])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("gap1-0", 261), ("gap8-0", 797), ("gap12-0", 974)])
def test_public_problems_are_solved_to_their_least_cost(name, least, data_file):
    jobs = read_jobs(data_file(f"gap_cattrysse/{name}").read_text())[0]

    plan = assign_jobs(jobs, still(), seed=1)

    assert (plan.cost, plan.bound) == (least, least)


def test_a_job_that_nobody_can_bear_is_left_out_and_counted():
    jobs = Jobs(np.array([[1.0, 2.0]]), np.array([[9.0, 1.0]]), np.array([3.0]))

    plan = assign_jobs(jobs, still(), seed=1)

    assert plan.agents.tolist() == [-1, 0]


def test_a_file_may_hold_several_problems():
    one = "1 2  5 6  1 1  2"

    problems = read_jobs(f"2 {one} {one}")

    assert [problem.costs.tolist() for problem in problems] == [[[5.0, 6.0]]] * 2


@pytest.mark.parametrize("text", ["", "2 2 1 9", "1 1 5 x 3", "1 1 5 1 3 7", "0 3", "2 1 1 5 1 3"])
def test_numbers_that_do_not_add_up_are_refused(text):
    with pytest.raises(ImproperInstanceError):
        read_jobs(text)
