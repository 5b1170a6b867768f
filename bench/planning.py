"""What plans are worth: against best known values, peers in the same run, bounds and habits.

usage: planning.py [--seeds N] [--seconds T] [--regions N] [--only PART ...]
Peers: HiGHS alone on the whole problem, and CP-SAT where ortools happens to be installed.
"""

from __future__ import annotations

import argparse
import copy
import json
import resource
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from _scratch import clock, milliseconds, print_table
from scipy.optimize import Bounds, LinearConstraint, milp

from kunnande.engines.planning import (
    Habit,
    Jobs,
    Plan,
    Watch,
    area_bus_factors,
    assign_jobs,
    book_in_turn,
    cheapest_trainings,
    check_portfolio,
    check_sessions,
    choose_portfolio,
    company_bus_factor,
    example_company,
    example_instance,
    example_portfolio,
    gap,
    plan_sessions,
    read_company,
    read_instance,
    read_jobs,
    read_portfolio,
    replan,
    role_bus_factors,
    shortage_probability,
    write_groups,
    write_plan,
)
from kunnande.engines.planning.portfolio import choose_groups, closed

DATA = Path(__file__).parents[2] / "shared/data/planning"

# Best known costs as listed with the instances at github.com/fontanf/generalizedassignmentsolver.
CATTRYSSE = [
    261, 269, 256, 274, 251, 277, 269, 260, 269, 267, 438, 415, 446, 430, 411, 423, 424, 426, 395,
    406, 403, 389, 383, 384, 396, 525, 527, 519, 516, 521, 646, 662, 662, 645, 649, 797, 783, 800,
    789, 792, 482, 476, 496, 497, 488, 638, 638, 654, 635, 639, 573, 583, 589, 578, 581, 974, 956,
    941, 954, 945,
]  # fmt: skip
LARGER = {
    "gap_chu/c20200": 2391, "gap_chu/d05200": 12742, "gap_chu/d10200": 12430,
    "gap_chu/d20200": 12244, "gap_yagiura/c20400": 4782, "gap_yagiura/d20400": 24582,
    "gap_yagiura/e10400": 45746, "gap_yagiura/e20400": 44877,
}  # fmt: skip
GAP_SECONDS, CANCELLED = 10.0, 100


def begin(seconds: float) -> Watch:
    begun = time.perf_counter()
    return Watch(seconds, lambda: time.perf_counter() - begun)


def cattrysse(_given: argparse.Namespace) -> None:
    if not DATA.is_dir():
        print("Generalised assignment: ../shared/data has no planning")
        return
    taken: list[float] = []
    alone: list[float] = []
    found = {"ours": 0, "HiGHS": 0}
    names = [f"gap_cattrysse/gap{group}-{n}" for group in range(1, 13) for n in range(5)]
    for name, best in zip(names, CATTRYSSE, strict=True):
        jobs = read_jobs((DATA / name).read_text())[0]
        with clock(taken):
            plan = assign_jobs(jobs, begin(GAP_SECONDS), seed=1)
        found["ours"] += plan.cost == best == plan.bound
        with clock(alone):
            found["HiGHS"] += highs_alone(jobs, GAP_SECONDS) == best
    rows = [
        ("optimal and proved, ours", f"{found['ours']} of 60"),
        ("optimal, HiGHS alone", f"{found['HiGHS']} of 60"),
        ("median, ours", milliseconds(taken, 0.5)),
        ("slowest, ours", f"{max(taken):.2f} s"),
        ("slowest, HiGHS alone", f"{max(alone):.2f} s"),
    ]
    print_table("Generalised assignment, Cattrysse 1994, 60 instances", rows)


def larger(_given: argparse.Namespace) -> None:
    rows = []
    for name, best in LARGER.items():
        if not (DATA / name).exists():
            continue
        jobs = read_jobs((DATA / name).read_text())[0]
        plan = assign_jobs(jobs, begin(GAP_SECONDS), seed=1)
        peers = [("HiGHS", highs_alone(jobs, GAP_SECONDS)), ("CP-SAT", cp_sat(jobs, GAP_SECONDS))]
        over = "  ".join(f"{peer} {above(cost, best)}" for peer, cost in peers)
        rows.append((f"{name} best known {best}", f"ours {above(plan.cost, best)}  {over}"))
    if rows:
        title = "Generalised assignment, above the best known, 10 s each"
        print_table(title, rows)


def above(cost: float | None, best: int) -> str:
    return "-" if cost is None else f"{100 * (cost / best - 1):6.3f} %"


def highs_alone(jobs: Jobs, seconds: float) -> float | None:
    """Hand the whole problem to HiGHS, as anybody would."""
    n_agents, n_jobs = jobs.costs.shape
    once = np.tile(np.eye(n_jobs), n_agents)
    loads = np.zeros((n_agents, n_agents * n_jobs))
    for agent in range(n_agents):
        loads[agent, agent * n_jobs : (agent + 1) * n_jobs] = jobs.loads[agent]
    found = milp(
        jobs.costs.ravel(),
        constraints=[
            LinearConstraint(once, 1, 1),
            LinearConstraint(loads, -np.inf, jobs.capacities),
        ],
        integrality=np.ones(n_agents * n_jobs),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    return None if found.x is None else float(round(found.fun))


def cp_sat(jobs: Jobs, seconds: float) -> float | None:
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        return None
    model, (n_agents, n_jobs) = cp_model.CpModel(), jobs.costs.shape
    takes = [[model.new_bool_var("") for _job in range(n_jobs)] for _agent in range(n_agents)]
    for job in range(n_jobs):
        model.add_exactly_one(takes[agent][job] for agent in range(n_agents))
    for agent in range(n_agents):
        loads = (int(jobs.loads[agent, job]) * takes[agent][job] for job in range(n_jobs))
        model.add(sum(loads) <= int(jobs.capacities[agent]))
    costs = jobs.costs.astype(int).tolist()
    pairs = [(agent, job) for agent in range(n_agents) for job in range(n_jobs)]
    model.minimize(sum(costs[agent][job] * takes[agent][job] for agent, job in pairs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    return solver.objective_value if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None


def sessions(given: argparse.Namespace) -> None:
    for seed in range(given.seeds):
        content = example_instance(1000, seed=seed)
        instance = read_instance(content)
        begun = time.perf_counter()
        plan = plan_sessions(instance, begin(given.seconds), seed=1)
        seconds = time.perf_counter() - begun
        rows = [("planned", figures(content, plan))]
        rows += [(habit.value, figures(content, book_in_turn(instance, habit))) for habit in Habit]
        best = gap(plan.objective, plan.bound)
        rows += [
            ("above the bound", f"{100 * best:.2f} %"),
            ("time", f"{seconds:.1f} s"),
            ("memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"),
        ]
        print_table(f"Sessions, 1,000 people, 8 centres, seed {seed}", rows)


def figures(content: dict[str, object], plan: Plan) -> str:
    checked = check_sessions(content, write_plan(plan))
    assert checked.broken == ()
    return (
        f"{checked.objective:12,.0f} SEK {checked.unserved:4} unserved {checked.km:10,.0f} km "
        f"{checked.disruption:12,.0f} SEK disruption {checked.visits:5} visits"
    )


def cancellations(given: argparse.Namespace) -> None:
    content = example_instance(1000, seed=0)
    plan = plan_sessions(read_instance(content), begin(given.seconds / 2), seed=1)
    generator = np.random.default_rng(1)
    taken: list[float] = []
    busy: list[float] = []
    moved, lost = [], 0
    for _cancelled in range(CANCELLED):
        visit = plan.visits[int(generator.integers(len(plan.visits)))]
        changed = copy.copy(content)
        changed["people"] = [
            one | {"blocked": [*one["blocked"], str(visit.day)]}
            if one["id"] == visit.person
            else one
            for one in content["people"]
        ]
        instance = read_instance(changed)
        at = time.process_time()
        with clock(taken):
            found = replan(instance, plan, begin(0.5), seed=1)
        busy.append(time.process_time() - at)
        assert check_sessions(changed, write_plan(found.plan)).broken == ()
        moved.append(len(found.moves))
        lost += len(found.plan.missing) > len(plan.missing)
    rows = [
        ("median", milliseconds(taken, 0.5)),
        ("95 of 100", milliseconds(taken, 0.95)),
        ("95 of 100, processor's time", milliseconds(busy, 0.95)),
        ("people moved, median", f"{statistics.median(moved):.0f}"),
        ("people moved, 95 of 100", f"{np.quantile(moved, 0.95):.0f}"),
        ("left without a visit", f"{lost}"),
    ]
    print_table(f"A plan of 1,000 people mended after one of {CANCELLED} cancellations", rows)


def regions(given: argparse.Namespace) -> None:
    if not given.regions:
        return
    from click.testing import CliRunner

    from kunnande.site.cli import main

    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "instance.json", Path(folder) / "plan.json"
        file.write_text(json.dumps(example_instance(1000 * given.regions, seed=0)))
        begun = time.perf_counter()
        words = ["plan", "sessions", str(file), "--out", str(out), "--workers", "2"]
        seconds = str(given.seconds * given.regions / 2)
        result = CliRunner().invoke(main, [*words, "--seconds", seconds])
        assert result.exit_code == 0, result.output
        plan = json.loads(out.read_text())
        rows = [
            ("above the bound", f"{100 * plan['gap']:.2f} %"),
            ("unserved", f"{plan['unserved']}"),
            ("time", f"{time.perf_counter() - begun:.0f} s"),
        ]
    print_table(f"Sessions, {given.regions} regions of 1,000 people, two at a time", rows)


def portfolio(given: argparse.Namespace) -> None:
    for seed in range(given.seeds):
        content = example_portfolio(1000, seed=seed)
        read = read_portfolio(content)
        greedy = closed(read, choose_groups(read).seats)
        found = choose_portfolio(read, begin(given.seconds), seed=1)
        written = write_groups(read, found.groups, closed=found.closed, bound=found.bound)
        checked = check_portfolio(content, written)
        assert checked.broken == ()
        rows = [
            ("closed", f"{found.closed:,.0f} ({100 * checked.share:.1f} %)"),
            ("closed by gain per krona", f"{greedy:,.0f}"),
            ("below the bound", f"{100 * found.gap:.2f} %"),
            ("spent", f"{checked.spent:,.0f} SEK"),
        ]
        print_table(f"Portfolio, 1,000 people, 40 courses, seed {seed}", rows)


def workforce(_given: argparse.Namespace) -> None:
    company = read_company(example_company(500, areas=60, seed=0))
    taken: list[float] = []
    with clock(taken):
        shortage_probability(company, months=[12, 24, 36], seed=1)
        role_bus_factors(company)
        area_bus_factors(company)
    with clock(taken):
        trained = cheapest_trainings(company, seconds=5, seed=1)
    with clock(taken):
        factor = company_bus_factor(company, seconds=5, seed=1)
    is_best = trained.sek - trained.bound < 1
    rows = [
        ("shortage, bus factors of roles", f"{taken[0]:.2f} s"),
        ("cheapest trainings", f"{taken[1]:.2f} s, proved best: {is_best}"),
        ("bus factor of the company", f"{taken[2]:.2f} s: {len(factor.people)}"),
        ("  at least", f"{factor.bound}"),
    ]
    print_table("Workforce, 500 people, 60 areas", rows)


PARTS = {
    part.__name__: part
    for part in (cattrysse, larger, sessions, cancellations, regions, portfolio, workforce)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--regions", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=list(PARTS), choices=list(PARTS))
    given = parser.parse_args()
    for name in given.only:
        PARTS[name](given)


if __name__ == "__main__":
    main()
