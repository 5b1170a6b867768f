"""Calibration, adaptive steps and assembly beside the peers, on the same data in the same run.

Seconds are the processor's, each engine in a process of its own; the likelihoods are those of the
parameters found, all computed alike. ``--large`` adds 100,000 people x 200 items. Peers that are
not installed are named; ``make bench-irt`` installs them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from _scratch import print_table

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20240601
SIZES = ((1_000, 60), (10_000, 100))
LARGE = (100_000, 200)
SECONDS = 600
BANK, ASKED = 500, 30
REPEATED = "--engine"


def main() -> None:
    if REPEATED in sys.argv:
        name, *size = sys.argv[sys.argv.index(REPEATED) + 1 :]
        print(json.dumps(ENGINES[name](*map(int, size))))
        return
    for people, items in (*SIZES, *([LARGE] if "--large" in sys.argv else [])):
        rows = [_row(name, people, items) for name in ("kunnande", "mirt", "girth")]
        print_table(
            f"2PL, {people:,} people x {items} items: CPU seconds, log likelihood, RMSE a / b, "
            "memory; kunnande and mirt with standard errors",
            rows,
        )
    rows = [
        _row(name, people) for name, people in (
            ("kunnande-live", 100), ("kunnande-batch", 1000), ("mirt-live", 20), ("catsim", 20)
        )
    ]  # fmt: skip
    print_table(f"Adaptive step, {BANK} items of 2PL, {ASKED} asked: CPU microseconds", rows)
    print_table("Assembly, 1,000 items of 3PL, 30 asked, 20 constraints", [_row("assembly", 1000)])


def _row(name: str, *size: int) -> tuple[str, str]:
    peer = name.split("-", maxsplit=1)[0]
    if peer in {"mirt", "girth", "catsim"} and find_spec(peer) is None:
        return name, "not installed"
    command = [sys.executable, __file__, REPEATED, name, *map(str, size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except subprocess.TimeoutExpired:
        return name, f"not done in {SECONDS} s"
    except subprocess.CalledProcessError as error:
        return name, f"failed: {error.stderr.strip().splitlines()[-1]}"
    found = json.loads(done.stdout.splitlines()[-1])
    return name, ", ".join(f"{key} {value}" for key, value in found.items())


def _answers(people: int, items: int) -> tuple[Any, Any, Any]:
    generator = np.random.default_rng(SEED)
    slopes, places = np.exp(generator.normal(0, 0.3, items)), generator.normal(size=items)
    ability = generator.normal(size=people)
    codes = np.empty((people, items), dtype=np.int8)
    for item in range(items):
        chance = 1 / (1 + np.exp(-slopes[item] * (ability - places[item])))
        codes[:, item] = generator.random(people) < chance
    return codes, slopes, places


def _calibrated(people: int, items: int, fit: Callable[[Any], tuple[Any, Any]]) -> dict[str, str]:
    codes, slopes, places = _answers(people, items)
    began = time.process_time()
    a, b = fit(codes)
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    away = [
        float(np.sqrt(((found - true) ** 2).mean())) for found, true in ((a, slopes), (b, places))
    ]
    return {
        "CPU s": f"{seconds:.2f}",
        "log likelihood": f"{_log_likelihood(codes, a, b):.2f}",
        "RMSE": f"{away[0]:.4f} / {away[1]:.4f}",
        "MB": f"{memory:.0f}",
    }


def _log_likelihood(codes: Any, a: Any, b: Any) -> float:
    """Return the marginal log likelihood of 2PL items over 201 standard normal abilities."""
    grid = np.linspace(-7, 7, 201)
    odds = np.asarray(a)[:, None] * (grid - np.asarray(b)[:, None])
    prior = -0.5 * grid**2
    prior -= np.log(np.exp(prior).sum())
    none = -np.logaddexp(0, odds).sum(axis=0) + prior
    total = 0.0
    for start in range(0, len(codes), 5000):
        joint = codes[start : start + 5000].astype(np.float64) @ odds + none
        top = joint.max(axis=1, keepdims=True)
        total += float((top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))).sum())
    return total


def _kunnande(people: int, items: int) -> dict[str, str]:
    from kunnande.engines.psychometrics import Model, calibrate, item_errors, responses_of

    def fit(codes: Any) -> tuple[Any, Any]:
        found = calibrate(responses_of([str(n) for n in range(items)], codes), Model.TWO_PL)
        assert found.converged
        assert len(item_errors(found)) == items
        return found.bank.slopes, -found.bank.intercepts[:, 0] / found.bank.slopes

    return _calibrated(people, items, fit)


def _mirt(people: int, items: int) -> dict[str, str]:
    import mirt

    def fit(codes: Any) -> tuple[Any, Any]:
        found = mirt.fit_mirt(codes.astype(int), "2PL", n_quadpts=61, accelerate="squarem")
        return found.model.parameters["discrimination"], found.model.parameters["difficulty"]

    return _calibrated(people, items, fit)


def _girth(people: int, items: int) -> dict[str, str]:
    import girth

    def fit(codes: Any) -> tuple[Any, Any]:
        found = girth.twopl_mml(codes.T.astype(int))
        return found["Discrimination"], found["Difficulty"]

    return _calibrated(people, items, fit)


def _bank() -> tuple[Any, Any, Any]:
    generator = np.random.default_rng(7)
    slopes, places = np.exp(generator.normal(0, 0.3, BANK)), generator.normal(size=BANK)
    return slopes, places, generator


def _adaptive_test() -> Any:
    from kunnande.engines.psychometrics import AdaptiveTest, Item, Model, Plan, bank_of

    slopes, places, _ = _bank()
    bank = bank_of(
        [
            Item(id=str(n), model=Model.TWO_PL, a=a, b=b)
            for n, (a, b) in enumerate(zip(slopes, places, strict=True))
        ]
    )
    return AdaptiveTest(bank, Plan(longest=ASKED))


def _steps(seconds: float, steps: int, away: Any) -> dict[str, str]:
    rmse = float(np.sqrt(np.mean(np.square(away))))
    return {"per step": f"{1e6 * seconds / steps:.0f}", "RMSE": f"{rmse:.3f}"}


def _live(people: int) -> dict[str, str]:
    from kunnande.engines.psychometrics import next_position

    test, generator = _adaptive_test(), np.random.default_rng(11)
    next_position(test, [])
    slopes, places, _ = _bank()
    true, seconds, away = generator.normal(size=people), 0.0, []
    for ability in true:
        log: list[tuple[str, int]] = []
        for _ in range(ASKED + 1):
            began = time.process_time()
            here = next_position(test, log)
            seconds += time.process_time() - began
            if here.item is not None:
                item = int(here.item)
                chance = 1 / (1 + np.exp(-slopes[item] * (ability - places[item])))
                log.append((here.item, int(generator.random() < chance)))
        away.append(here.ability - ability)
    return _steps(seconds, people * ASKED, away)


def _batch(people: int) -> dict[str, str]:
    from kunnande.engines.psychometrics import simulate

    test, generator = _adaptive_test(), np.random.default_rng(11)
    true = generator.normal(size=people)
    began = time.process_time()
    runs = simulate(test, true, generator)
    return _steps(time.process_time() - began, people * ASKED, runs.ability - true)


def _mirt_live(people: int) -> dict[str, str]:
    import mirt

    slopes, places, generator = _bank()
    # The engine takes fitted models only: fit a small sample, then put the known items in.
    sample = (generator.random((200, BANK)) < 0.5).astype(int)
    found = mirt.fit_mirt(sample, "2PL", max_iter=1, compute_standard_errors=False)
    model = found.model
    model.set_parameters(discrimination=slopes, difficulty=places)
    true, seconds, away = generator.normal(size=people), 0.0, []
    for ability in true:
        began = time.process_time()
        engine = mirt.CATEngine(model, se_threshold=1e-9, max_items=ASKED, seed=1)
        result = engine.run_simulation(float(ability))
        seconds += time.process_time() - began
        away.append(result.theta - ability)
    return _steps(seconds, people * ASKED, away)


def _catsim(people: int) -> dict[str, str]:
    from catsim.estimation import NumericalSearchEstimator
    from catsim.initialization import FixedPointInitializer
    from catsim.selection import MaxInfoSelector
    from catsim.simulation import Simulator
    from catsim.stopping import TestLengthStopper

    slopes, places, generator = _bank()
    items = np.column_stack([slopes, places, np.zeros(BANK), np.ones(BANK)])
    true = generator.normal(size=people)
    simulator = Simulator(
        items,
        true,
        FixedPointInitializer(0),
        MaxInfoSelector(),
        NumericalSearchEstimator(),
        TestLengthStopper(max_items=ASKED),
    )
    began = time.process_time()
    simulator.simulate()
    seconds = time.process_time() - began
    return _steps(seconds, people * ASKED, simulator.latest_estimations - true)


def _assembly(items: int) -> dict[str, str]:
    from kunnande.engines.psychometrics import (
        Aim,
        Amount,
        Blueprint,
        Goal,
        Item,
        Model,
        assemble,
        bank_of,
    )

    generator = np.random.default_rng(SEED)
    bank = bank_of(
        [
            Item(id=str(n), model=Model.THREE_PL, a=a, b=b, c=0.2)
            for n, (a, b) in enumerate(
                zip(
                    np.exp(generator.normal(0, 0.3, items)),
                    generator.normal(size=items),
                    strict=True,
                )
            )
        ]
    )
    kinds = generator.integers(0, 19, items)
    rules = [Amount(f"kind {kind}", (kinds == kind).astype(float), 1, 2) for kind in range(19)]
    rules.append(Amount("length", np.ones(items), ASKED, ASKED))
    aim = Aim(goal=Goal.MAXIMIN, abilities=(-1.0, 0.0, 1.0))
    began = time.process_time()
    found = assemble(bank, Blueprint(amounts=tuple(rules)), aim)
    return {
        "CPU s": f"{time.process_time() - began:.2f}",
        "status": found.result.value,
        "gap": f"{found.gap:.2g}",
    }


ENGINES: dict[str, Callable[..., dict[str, str]]] = {
    "kunnande": _kunnande,
    "mirt": _mirt,
    "girth": _girth,
    "kunnande-live": _live,
    "kunnande-batch": _batch,
    "mirt-live": _mirt_live,
    "catsim": _catsim,
    "assembly": _assembly,
}

if __name__ == "__main__":
    main()
