from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import (
    AdaptiveTest,
    ImproperPlanError,
    Plan,
    Prior,
    Quota,
    Runs,
    StopRule,
    Summary,
)

from .parameters import ParameterFile, plain, read_parameters, write_json

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LONGEST = 60


@click.command("simulate-adaptive")
@click.argument("bank", type=_FILE)
@click.option("--people", required=True, type=click.IntRange(2), help="How many to simulate.")
@click.option("--seed", required=True, type=int, help="The same seed gives the same people.")
@click.option("--length", type=click.IntRange(1), help="Items asked, or at most with --stop.")
@click.option("--stop", metavar="RULE", help="se=X, sprt, glr or interval.")
@click.option("--cut", type=float, help="The ability that divides people.")
@click.option("--shortest", default=1, show_default=True, help="Items before --stop applies.")
@click.option("--select", type=click.Choice(["ability", "cut"]), help="Where items inform most.")
@click.option("--indifference", default=0.25, show_default=True, help="Around the cut: sprt, glr.")
@click.option("--alpha", default=0.05, show_default=True, help="Rate of false passes: sprt, glr.")
@click.option("--beta", default=0.05, show_default=True, help="Rate of false fails: sprt, glr.")
@click.option("--confidence", default=0.95, show_default=True, help="Of the interval of ability.")
@click.option("--quota", multiple=True, metavar="AREA=LEAST-MOST", help="May be repeated.")
@click.option("--randomesque", default=1, show_default=True, help="Choose among so many items.")
@click.option("--exposure", type=float, metavar="SHARE", help="Sympson-Hetter: most who may see.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(bank: Path, out: Path | None, **choices: Any) -> None:
    """Take simulated people through an adaptive test with the items of BANK.json.

    Abilities are drawn from the distribution in the file (standard normal where it has none);
    the next item is the one that informs most at the ability so far (EAP), or at the cut: then
    unless --select says otherwise with sprt, glr and interval. Without --length a test that
    --stop ends has at most 60 items. Quotas hold for everybody and are checked before the start;
    an item's area is its "area" in the file.

    "forced_share" is the share whose test ended by its length, undecided by its rule.
    "microseconds_per_step" is processor time per item and person, all people at once.
    """
    known = read_parameters(bank)
    generator = np.random.default_rng(choices["seed"])
    try:
        test = _test(known, choices, generator)
        true = generator.normal(known.prior.mean, known.prior.deviation, choices["people"])
        began = time.process_time()
        runs = psychometrics.simulate(test, true, generator)
        seconds = time.process_time() - began
    except ImproperPlanError as error:
        raise click.ClickException(str(error)) from error
    summary = psychometrics.summarise(runs, choices["cut"])
    content = _report(test, runs, summary)
    content["microseconds_per_step"] = 1e6 * seconds / float(runs.length.sum())
    write_json(content, out)


def _test(
    known: ParameterFile, choices: dict[str, Any], generator: np.random.Generator
) -> AdaptiveTest:
    bank = psychometrics.bank_of(known.items)
    if choices["length"] is None and choices["stop"] is None:
        raise click.UsageError("Give --length, --stop or both.")
    rule, target = _stop(choices["stop"])
    decides = rule is not None and rule is not StopRule.STANDARD_ERROR
    plan = Plan(
        longest=choices["length"] or min(_LONGEST, len(known.items)),
        shortest=choices["shortest"],
        cut=choices["cut"],
        select_at_cut=choices["select"] == "cut" or (decides and choices["select"] is None),
        stop=rule,
        standard_error=target,
        indifference=choices["indifference"],
        false_pass=choices["alpha"],
        false_fail=choices["beta"],
        confidence=choices["confidence"],
        quotas=dict(map(_quota, choices["quota"])),
        randomesque=choices["randomesque"],
    )
    test = AdaptiveTest(bank, plan, known.areas, known.prior)
    if choices["exposure"] is None:
        return test
    offered = psychometrics.control_exposure(test, choices["exposure"], generator)
    return AdaptiveTest(bank, plan, known.areas, known.prior, offered)


def _stop(text: str | None) -> tuple[StopRule | None, float]:
    if text is None:
        return None, 1.0
    name, _, value = text.partition("=")
    try:
        rule = StopRule(name)
        target = float(value) if rule is StopRule.STANDARD_ERROR else 1.0
    except ValueError as error:
        raise click.UsageError("--stop is se=X, sprt, glr or interval.") from error
    return rule, target


def _quota(text: str) -> tuple[str, Quota]:
    found = re.fullmatch(r"(.+)=(\d+)-(\d+)", text)
    if found is None:
        raise click.UsageError("--quota is AREA=LEAST-MOST, such as safety=4-6.")
    return found[1], Quota(int(found[2]), int(found[3]))


def _report(test: AdaptiveTest, runs: Runs, summary: Summary) -> dict[str, object]:
    asked = runs.codes != psychometrics.MISSING
    by_area: dict[str, list[int]] = {}
    for name in sorted(set(test.areas)):
        count = asked[:, [area == name for area in test.areas]].sum(axis=1)
        by_area[name] = [int(count.min()), int(count.max())]
    return {
        "people": len(runs.true),
        "bias": summary.bias,
        "rmse": summary.rmse,
        "mean_standard_error": float(runs.standard_error.mean()),
        "mean_length": summary.mean_length,
        "classification_accuracy": plain(summary.classification_accuracy),
        "forced_share": summary.forced_share,
        "largest_exposure": summary.largest_exposure,
        "unused_items": int((summary.exposure == 0).sum()),
        "overlap": summary.overlap,
        "areas": by_area,
        "by_ability": _by_ability(runs, test.prior),
    }


def _by_ability(runs: Runs, prior: Prior) -> list[dict[str, object]]:
    """Return bias and precision of people within half a standard deviation of whole ones."""
    place = np.clip(np.rint((runs.true - prior.mean) / prior.deviation), -3, 3)
    rows: list[dict[str, object]] = []
    for step in range(-3, 4):
        here = place == step
        if here.any():
            away = runs.ability[here] - runs.true[here]
            rows.append(
                {
                    "ability": prior.mean + step * prior.deviation,
                    "people": int(here.sum()),
                    "bias": float(away.mean()),
                    "rmse": float(np.sqrt((away**2).mean())),
                    "mean_length": float(runs.length[here].mean()),
                }
            )
    return rows
