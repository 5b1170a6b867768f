"""Groups compared by the items' parameters, calibrated in each and brought to one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import chi2

from .calibration import calibrate
from .dif_strata import DELTA, Verdict, ets_class
from .linking import Link, mean_sigma
from .standard_errors import item_covariances
from .values import Floats, ImproperResponsesError, Item, Model, Responses, items_of, responses_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .calibration import Calibration


class _Curve(NamedTuple):
    """One item in one group: a, c and thresholds where they are free, with their covariance."""

    item: Item
    covariance: Floats
    names: tuple[str, ...]


class Curves(NamedTuple):
    """Items of both groups (None where a group could not tell), and why not."""

    pairs: tuple[tuple[_Curve, _Curve] | None, ...]
    status: tuple[str, ...]
    model: Model


def calibrate_groups(responses: Responses, focal: NDArray[np.bool_], model: Model) -> Curves:
    """Calibrate the reference and the focal group, each by itself.

    Raises
    ------
    ImproperResponsesError
        If a group's answers do not determine the items.
    """
    sides, statuses = [], []
    for name, rows in (("reference", ~focal), ("focal", focal)):
        part = responses_of(responses.items, responses.codes[rows], weights=responses.weights[rows])
        found = calibrate(part, model)
        if not found.converged:
            raise ImproperResponsesError(
                f"The answers of the {name} group do not determine the {model.value} items."
            )
        sides.append(_curves(found))
        statuses.append({key: f"{name}_{value.value}" for key, value in found.status.items()})
    pairs = tuple(_pair(sides[0].get(name), sides[1].get(name)) for name in responses.items)
    status = tuple(
        "ok" if pair else _why(name, statuses)
        for name, pair in zip(responses.items, pairs, strict=True)
    )
    return Curves(pairs, status, model)


def lord(groups: Curves, anchors: NDArray[np.bool_]) -> Verdict:
    """Return Lord's chi-square of every item.

    Parameters
    ----------
    groups
        Items as calibrated in each group.
    anchors
        Items that give the scale, shape ``(n_items,)``.

    Returns
    -------
    Verdict
        The effect is focal less reference difficulty in the reference group's logits; its class
        is that of the difference in ETS deltas.

    References
    ----------
    Lord (1980), *Applications of Item Response Theory*, eq. 14.4.1.
    """
    linked = [pair for pair, use in zip(groups.pairs, anchors, strict=True) if pair and use]
    if not linked:
        raise ImproperResponsesError("No item that gives the scale was estimated in both groups.")
    link = mean_sigma(
        [focal.item for _, focal in linked], [reference.item for reference, _ in linked]
    )
    rows = [_one(pair, link) if pair else (np.nan,) * 5 for pair in groups.pairs]
    statistic, p, effect, error, slope = (np.array(column) for column in zip(*rows, strict=True))
    sizes = zip(p, DELTA * slope * effect, -DELTA * slope * error, strict=True)
    return Verdict(
        statistic, p, effect, error, tuple(ets_class(*size) for size in sizes), groups.status
    )


def _curves(found: Calibration) -> dict[str, _Curve]:
    covariances = item_covariances(found)
    curves = {}
    for item in items_of(found.bank):
        if not found.status[item.id].is_sound:
            continue
        places, names = [], []
        if not item.model.has_unit_slope:
            places, names = [0], ["a"]
        if item.model is Model.THREE_PL and item.c > 0:
            places, names = [*places, 2], [*names, "c"]
        n_steps = max(1, len(item.thresholds))
        places += range(4, 4 + n_steps)
        names += ["b"] * n_steps
        own = covariances[item.id][np.ix_(places, places)]
        curves[item.id] = _Curve(item, own, tuple(names))
    return curves


def _pair(reference: _Curve | None, focal: _Curve | None) -> tuple[_Curve, _Curve] | None:
    if reference is None or focal is None or reference.names != focal.names:
        return None
    return reference, focal


def _why(name: str, statuses: list[dict[str, str]]) -> str:
    reasons = [status[name] for status in statuses if not status[name].endswith("_ok")]
    return ", ".join(reasons) or "other_categories"


def _values(item: Item, names: tuple[str, ...]) -> Floats:
    """Return the parameters of an item that are compared."""
    steps = item.thresholds or (item.b,)
    own = {"a": [item.a], "c": [item.c], "b": list(steps)}
    return np.array([value for name in dict.fromkeys(names) for value in own[name]])


def _one(pair: tuple[_Curve, _Curve], link: Link) -> tuple[float, float, float, float, float]:
    reference, focal = pair
    names = reference.names
    moved = link.item(focal.item)
    scale = np.array([{"a": 1 / link.slope, "b": link.slope, "c": 1.0}[name] for name in names])
    covariance = reference.covariance + focal.covariance * np.outer(scale, scale)
    away = _values(moved, names) - _values(reference.item, names)
    statistic = float(away @ np.linalg.solve(covariance, away))
    steps = np.array([name == "b" for name in names]) / names.count("b")
    error = float(np.sqrt(steps @ covariance @ steps))
    slope = (reference.item.a + moved.a) / 2
    return statistic, float(chi2.sf(statistic, len(names))), float(steps @ away), error, slope
