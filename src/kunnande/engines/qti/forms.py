"""Lay an item out as form inputs: names, options, their order and neutral tokens.

Both showing and reading use the same layout, so what is posted maps back without guessing. Tokens
count the options in the order shown and therefore say nothing about the key.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from .interactions import (
    Choice,
    GapMatchInteraction,
    HotspotInteraction,
    Interaction,
    MatchInteraction,
    OrderInteraction,
    TextEntryInteraction,
)
from .items import Item

Kind = Literal["radio", "checkbox", "select", "text", "number"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as offered: ``token`` is what the browser sees."""

    token: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Input:
    """One named input, or one group of radio buttons or checkboxes.

    ``subject`` is what it belongs to: a source of a match, the identifier of a gap, or nothing.
    """

    name: str
    kind: Kind
    options: tuple[Option, ...] = ()
    subject: Choice | str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """All inputs of one interaction."""

    interaction: Interaction
    name: str
    inputs: tuple[Input, ...]


def lay_out(item: Item, *, seed: int, name_prefix: str) -> tuple[Form, ...]:
    """Return the forms of an item's interactions, in document order.

    Parameters
    ----------
    item
        The item as read.
    seed
        Decides the order of shuffled options, together with the item's digest.
    name_prefix
        Put before every name; makes names unique when a page shows several items.

    Returns
    -------
    tuple[Form, ...]
        The same for the same item and seed, whatever the prefix apart from the names.
    """
    forms = []
    for place, interaction in enumerate(item.interactions, start=1):
        name = f"{name_prefix}RESPONSE" if place == 1 else f"{name_prefix}RESPONSE-{place}"
        salt = f"{item.sha256}:{seed}:{place}"
        forms.append(Form(interaction, name, _inputs(interaction, name, salt)))
    return tuple(forms)


def _inputs(interaction: Interaction, name: str, salt: str) -> tuple[Input, ...]:
    match interaction:
        case TextEntryInteraction():
            return (Input(name, "number" if interaction.numeric else "text"),)
        case MatchInteraction():
            return _match_inputs(interaction, name, salt)
        case GapMatchInteraction():
            options = _options(interaction.sources, interaction, salt)
            gaps = enumerate(interaction.gaps, start=1)
            return tuple(Input(f"{name}.{place}", "select", options, gap) for place, gap in gaps)
        case OrderInteraction():
            options = _options(interaction.choices, interaction, salt)
            places = range(1, len(options) + 1)
            return tuple(Input(f"{name}.{place}", "select", options) for place in places)
        case _:
            options = _options(interaction.choices, interaction, salt)
            return (Input(name, _kind(interaction), options),)


def _match_inputs(interaction: MatchInteraction, name: str, salt: str) -> tuple[Input, ...]:
    rows = _options(interaction.sources, interaction, f"{salt}:rows")
    options = _options(interaction.targets, interaction, f"{salt}:columns")
    once = all(source.match_max == 1 for source in interaction.sources)
    kind: Kind = "select" if once else "checkbox"
    return tuple(
        Input(f"{name}.{place}", kind, options, row.choice)
        for place, row in enumerate(rows, start=1)
    )


def _kind(interaction: Interaction) -> Kind:
    if interaction.source.name == "qti-inline-choice-interaction":
        return "select"
    return "radio" if interaction.max_choices == 1 else "checkbox"


def _options(
    choices: tuple[Choice, ...], interaction: Interaction, salt: str
) -> tuple[Option, ...]:
    # The areas of a picture keep their order: it is the order in which the picture is read.
    shuffle = interaction.shuffle and not isinstance(interaction, HotspotInteraction)
    shown = _shuffled(choices, salt) if shuffle else choices
    return tuple(Option(f"c{place}", choice) for place, choice in enumerate(shown, start=1))


def _shuffled(choices: tuple[Choice, ...], salt: str) -> tuple[Choice, ...]:
    loose = (choice for choice in choices if not choice.fixed)
    drawn = iter(sorted(loose, key=lambda choice: _lot(choice, salt)))
    return tuple(choice if choice.fixed else next(drawn) for choice in choices)


def _lot(choice: Choice, salt: str) -> bytes:
    return sha256(f"{salt}:{choice.identifier}".encode()).digest()
