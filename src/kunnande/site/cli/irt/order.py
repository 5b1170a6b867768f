"""The rules of forms as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kunnande.engines.psychometrics import (
    Aim,
    Amount,
    Blueprint,
    Goal,
    Group,
    ImproperBlueprintError,
    Sets,
)

from .pool import Pool, where
from .tables import ABSENT

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = {
    "forms", "length", "objective", "constraints", "sets", "include", "exclude", "enemies",
    "together", "most_used", "overlap",
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What is asked for: rules, a goal, and each rule in words."""

    blueprint: Blueprint
    aim: Aim | None
    words: dict[str, str]


def read_order(path: Path, pool: Pool) -> Order:
    """Read the rules of forms, or raise ClickException where one is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        unknown = set(content) - _KEYS
        if unknown:
            raise click.ClickException(f"{path.name}: {min(unknown)} is no rule.")
        return _order(content, pool)
    except (OSError, json.JSONDecodeError) as error:
        raise click.ClickException(f"{path.name} can not be read: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise click.ClickException(f"{path.name} holds a rule that is none: {error!r}") from error
    except ImproperBlueprintError as error:
        raise click.ClickException(str(error)) from error


def _order(content: dict[str, Any], pool: Pool) -> Order:
    amounts, words = _amounts(content, pool)
    enemies, together = (_groups(content, kind, pool) for kind in ("enemies", "together"))
    for kind, groups in (("at most one", enemies), ("all or none", together)):
        for group in groups:
            ids = ", ".join(pool.items[item].id for item in group.items)
            words[group.name] = f"{kind} of {ids} in a form"
    sets = tuple(_sets(entry, pool) for entry in content.get("sets", ()))
    words |= {
        each.name: f"{each.fewest} to {each.largest} sets with {each.least} to {each.most} items"
        for each in sets
    }
    most_used, overlap = content.get("most_used", 1), content.get("overlap")
    words["most_used"] = f"an item is in at most {most_used} of the forms"
    words["overlap"] = f"two forms share {overlap} items"
    blueprint = Blueprint(
        n_forms=int(content.get("forms", 1)),
        amounts=amounts,
        sets=sets,
        enemies=enemies,
        together=together,
        most_used=None if most_used is None else int(most_used),
        overlap=None if overlap is None else _span(overlap),
    )
    named: tuple[Amount | Sets | Group, ...] = (*amounts, *sets, *enemies, *together)
    names = [each.name for each in named]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise click.ClickException(f"Two rules are called {min(twice)}.")
    return Order(blueprint, _aim(content.get("objective")), words)


def _amounts(content: dict[str, Any], pool: Pool) -> tuple[tuple[Amount, ...], dict[str, str]]:
    n_items = len(pool.items)
    amounts, words = [], {}
    if "length" in content:
        length = _span(content["length"])
        amounts.append(Amount("length", np.ones(n_items), *length))
        words["length"] = f"{length[0]} to {length[1]} items; the pool has {n_items}"
    for number, entry in enumerate(content.get("constraints", ()), start=1):
        mask = where(entry.get("where"), pool)
        name = str(entry.get("name", f"constraint {number}"))
        what = entry.get("sum")
        weight = mask * (pool.amounts(what) if what else 1.0)
        least, most = float(entry.get("least", -np.inf)), float(entry.get("most", np.inf))
        amounts.append(Amount(name, weight, least, most))
        condition = json.dumps(entry.get("where", {}), ensure_ascii=False)
        words[name] = (
            f"{least:g} to {most:g} {what or 'items'} where {condition}; "
            f"the pool has {weight.sum():g}"
        )
    for kind, share in (("include", 1.0), ("exclude", 0.0)):
        chosen = content.get(kind)
        if chosen:
            mask = where(chosen, pool) if isinstance(chosen, dict) else np.zeros(n_items)
            mask[[] if isinstance(chosen, dict) else [pool.number(name) for name in chosen]] = 1.0
            amounts.append(Amount(kind, mask, share * mask.sum(), share * mask.sum()))
            words[kind] = (
                f"{'all' if share else 'none'} of {mask.sum():g} named items in every form"
            )
    return tuple(amounts), words


def _span(value: object) -> tuple[int, int]:
    if isinstance(value, list):
        least, most = value
        return int(least), int(most)
    return int(str(value)), int(str(value))


def _groups(content: dict[str, Any], kind: str, pool: Pool) -> tuple[Group, ...]:
    return tuple(
        Group(f"{kind} {number}", tuple(pool.number(name) for name in names))
        for number, names in enumerate(content.get(kind, ()), start=1)
    )


def _sets(entry: dict[str, Any], pool: Pool) -> Sets:
    name = str(entry["column"])
    cells = pool.column(name)
    number = {cell: place for place, cell in enumerate(dict.fromkeys(cells)) if cell not in ABSENT}
    least, most = _span(entry.get("items", [1, len(cells)]))
    fewest, largest = _span(entry.get("sets", [0, len(number)]))
    member = np.array([number.get(cell, -1) for cell in cells])
    return Sets(str(entry.get("name", name)), member, least, most, fewest, largest)


def _aim(entry: dict[str, Any] | None) -> Aim | None:
    if entry is None:
        return None
    return Aim(
        goal=Goal(entry["goal"]),
        abilities=tuple(map(float, entry["abilities"])),
        target=tuple(map(float, entry.get("target", ()))),
    )
