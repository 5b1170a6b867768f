"""Calibrations as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.engines import psychometrics

from .parameters import plain

if TYPE_CHECKING:
    from kunnande.engines.psychometrics import (
        Bank,
        Calibration,
        ConditionalCalibration,
        Model,
        Responses,
        Status,
    )

Entry = dict[str, object]


def report(found: Calibration, coded: Responses, model: Model, names: list[str]) -> Entry:
    """Return what is written of a marginal calibration."""
    spread = psychometrics.latent_errors(found)
    groups: list[Entry] = [
        {
            "name": name,
            "mean": plain(found.latent.means[row]),
            "variance": plain(found.latent.deviations[row] ** 2),
            "se": {
                "mean": plain(spread.mean[row]) or None,
                "variance": plain(spread.variance[row]) or None,
            },
        }
        for row, name in enumerate(names)
    ]
    return {
        "model": model.value,
        "estimator": "mml",
        **_size(coded),
        "log_likelihood": found.log_likelihood,
        "converged": found.converged,
        "iterations": found.iterations,
        "latent": {"mean": groups[0]["mean"], "variance": groups[0]["variance"]},
        "groups": groups,
        "items": _entries(found.bank, _errors(found), coded.items, found.status),
    }


def conditional_report(found: ConditionalCalibration, coded: Responses, model: Model) -> Entry:
    """Return what is written of a conditional calibration, which knows no latent distribution."""
    errors: dict[str, Entry] = {}
    for row, name in enumerate(found.bank.ids):
        errors[name] = {"a": None, "b": plain(found.location_errors[row]), "c": None}
        if not model.is_dichotomous:
            steps = found.errors[row, : found.bank.n_categories[row] - 1]
            errors[name]["thresholds"] = [plain(step) for step in steps]
    return {
        "model": model.value,
        "estimator": "cml",
        **_size(coded),
        "log_likelihood": found.log_likelihood,
        "converged": found.converged,
        "iterations": found.iterations,
        "latent": {"mean": None, "variance": None},
        "items": _entries(found.bank, errors, coded.items, found.status),
    }


def _size(coded: Responses) -> Entry:
    n_persons = float(coded.weights.sum())
    return {
        "n_persons": int(n_persons) if n_persons.is_integer() else n_persons,
        "n_items": len(coded.items),
    }


def _errors(found: Calibration) -> dict[str, Entry]:
    errors: dict[str, Entry] = {}
    for name, error in psychometrics.item_errors(found).items():
        # What was not estimated has no error rather than an error of 0.
        errors[name] = {key: plain(getattr(error, key)) or None for key in ("a", "b", "c", "d")}
        if not any(model.is_dichotomous for model in found.bank.models):
            errors[name]["thresholds"] = [plain(step) or None for step in error.thresholds]
    return errors


def _entries(
    bank: Bank, errors: dict[str, Entry], names: tuple[str, ...], status: dict[str, Status]
) -> list[Entry]:
    known = {item.id: item for item in psychometrics.items_of(bank)}
    entries: list[Entry] = []
    for name in names:
        item = known.get(name)
        if item is None:
            values: Entry = dict.fromkeys(("a", "b", "c", "thresholds"))
            entries.append({"id": name, **values, "se": {}, "status": status[name].value})
            continue
        entries.append(
            {
                "id": name,
                "a": item.a,
                "b": item.b,
                "c": item.c,
                "thresholds": list(item.thresholds),
                "se": errors[name],
                "status": status[name].value,
                "model": item.model.value,
                "lowest": item.lowest,
            }
        )
    return entries
