"""How simulated people answer: by ability and difficulty, through the page they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import lxml.html
import numpy as np

from kunnande.engines import qti

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

Posted = dict[str, list[str]]
SHARED_ABILITY = 0.6
# Chosen so that about one in five meets all ten areas, and four areas in five are met.
USUAL_ABILITY = 2.5
DISCRIMINATION = 1.2
LEARNED = 1.0


@dataclass(frozen=True)
class Candidate:
    """A simulated person's ability per area, in logits; one part is common to all areas."""

    abilities: Mapping[str, float]

    @classmethod
    def draw(cls, generator: np.random.Generator, area_codes: tuple[str, ...]) -> Candidate:
        common = generator.normal(USUAL_ABILITY, 1.0)
        own = generator.normal(0.0, 1.0, len(area_codes))
        rest = (1 - SHARED_ABILITY**2) ** 0.5
        return cls(
            {
                code: float(SHARED_ABILITY * common + rest * part)
                for code, part in zip(area_codes, own, strict=True)
            }
        )

    def with_practice(self) -> Candidate:
        """Return the same person after a course and some weeks at work."""
        return Candidate({code: ability + LEARNED for code, ability in self.abilities.items()})

    def rated_level(self, area_code: str) -> int:
        """Return the level the person would choose for themselves, 0-4."""
        return int(np.clip(round(0.9 + 0.9 * self.abilities[area_code]), 0, 4))


def probability_of_success(ability: float, difficulty: float) -> float:
    """Return the two-parameter logistic probability; both arguments in logits."""
    return float(1 / (1 + np.exp(-DISCRIMINATION * (ability - difficulty))))


def difficulties_of(codes: tuple[str, ...], seed: int) -> dict[str, float]:
    """Return the difficulty the simulation lets each item have, in logits."""
    drawn = np.random.default_rng(seed).normal(-0.4, 0.8, len(codes))
    return {code: float(b) for code, b in zip(sorted(codes), drawn, strict=True)}


def answer_item(
    item: qti.Item, *, seed: int, succeeds: bool, generator: np.random.Generator
) -> Posted:
    """Return what a browser would post for a right or a wrong answer to a shown item."""
    keyed = qti.correct_responses(item, seed=seed)
    view = qti.show(item, seed=seed, language="sv", responses=keyed)
    page = lxml.html.fragment_fromstring(view.html, create_parent="form")
    posted = _read_form(page)
    return posted if succeeds else _spoil(page, posted, generator)


def _read_form(form: HtmlElement) -> Posted:
    posted: Posted = {}
    for control in form.iter("input", "select", "textarea"):
        name = control.get("name")
        if control.get("type") in {"radio", "checkbox"}:
            if control.get("checked") is not None:
                posted.setdefault(name, []).append(control.get("value"))
        elif control.tag == "select":
            posted[name] = [_chosen(control)]
        else:
            posted[name] = [control.get("value") or ""]
    return posted


def _chosen(select: HtmlElement) -> str:
    chosen = [o.get("value") for o in select.iter("option") if o.get("selected") is not None]
    return chosen[0] if chosen else ""


def _spoil(form: HtmlElement, posted: Posted, generator: np.random.Generator) -> Posted:
    """Change one thing so that the answer is no longer right, as a misconception would."""
    selects = [control.get("name") for control in form.iter("select")]
    buttons = [c for c in form.iter("input") if c.get("type") in {"radio", "checkbox"}]
    if selects:
        return _swap_selects(form, posted, selects, generator)
    if buttons:
        return _press_another(buttons, posted, generator)
    texts = {name: [_off_by_some(values[0], generator)] for name, values in posted.items()}
    return {**posted, **texts}


def _swap_selects(
    form: HtmlElement, posted: Posted, selects: list[str], generator: np.random.Generator
) -> Posted:
    first = str(generator.choice(selects))
    others = [name for name in selects if posted[name] != posted[first]]
    if others:
        second = str(generator.choice(others))
        return {**posted, first: posted[second], second: posted[first]}
    options = {
        option.get("value")
        for select in form.iter("select")
        if select.get("name") == first
        for option in select.iter("option")
    }
    wrong = sorted(options - {"", posted[first][0]})
    return {**posted, first: [str(generator.choice(wrong))]}


def _press_another(
    buttons: list[HtmlElement], posted: Posted, generator: np.random.Generator
) -> Posted:
    unpressed = [b for b in buttons if b.get("value") not in posted.get(b.get("name"), [])]
    pressed = unpressed[int(generator.integers(len(unpressed)))]
    name, value = pressed.get("name"), pressed.get("value")
    if pressed.get("type") == "radio":
        return {**posted, name: [value]}
    kept = posted.get(name, [])[1:]
    return {**posted, name: [*kept, value]}


def _off_by_some(value: str, generator: np.random.Generator) -> str:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return f"{value} x"
    factor = float(generator.choice([0.1, 0.5, 1.5, 2.0, 10.0]))
    return f"{number * factor + 1:.3f}"
