"""Lay an item out as form inputs: names, options, their order and neutral tokens.

Both showing and reading use the same layout, so what is posted maps back without guessing. Tokens
count the options in the order shown and therefore say nothing about the key.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from .attempts import Instance, settle
from .interactions import (
    AssociateInteraction,
    Choice,
    ChoiceInteraction,
    EndAttemptInteraction,
    ExtendedTextInteraction,
    GapMatchInteraction,
    GraphicGapMatchInteraction,
    HotspotInteraction,
    HottextInteraction,
    InlineChoiceInteraction,
    Interaction,
    MatchInteraction,
    OrderInteraction,
    SelectPointInteraction,
    SliderInteraction,
    TextEntryInteraction,
    UploadInteraction,
)
from .items import Item
from .visibility import Visibility

Kind = Literal["radio", "checkbox", "select", "text", "number", "textarea", "file", "button"]
# Up to this many steps a slider is a row of buttons.
_FEW_STEPS = 20


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as offered: ``token`` is what the browser sees."""

    token: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Input:
    """One named input, or one group of radio buttons or checkboxes.

    ``subject`` is what it belongs to: a source of a match, a gap, or nothing.
    """

    name: str
    kind: Kind
    options: tuple[Option, ...] = ()
    subject: Choice | str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """All inputs of one interaction; ``joined`` of them in a row make up one value."""

    interaction: Interaction
    name: str
    inputs: tuple[Input, ...]
    joined: int = 1


def lay_out(
    item: Item, *, seed: int, name_prefix: str, instance: Instance | None = None
) -> tuple[Form, ...]:
    """Return the forms of an item's interactions, in document order.

    Parameters
    ----------
    item
        The item as read.
    seed
        Decides the order of shuffled options, together with the item's digest.
    name_prefix
        Put before every name; makes names unique when a page shows several items.
    instance
        What the seed settled, if already known.

    Returns
    -------
    tuple[Form, ...]
        The same for the same item and seed, whatever the prefix apart from the names.
    """
    settled = instance or settle(item, seed)
    shown = Visibility(settled.templates, None, frozenset(), decimal_comma=False)
    forms = []
    for place, interaction in enumerate(item.interactions, start=1):
        name = f"{name_prefix}RESPONSE" if place == 1 else f"{name_prefix}RESPONSE-{place}"
        laid = _Layout(name, f"{item.sha256}:{seed}:{place}", shown)
        pairwise = isinstance(interaction, AssociateInteraction | SelectPointInteraction)
        forms.append(Form(interaction, name, laid.inputs(interaction), 2 if pairwise else 1))
    return tuple(forms)


@dataclass(frozen=True, slots=True)
class _Layout:
    name: str
    salt: str
    shown: Visibility

    def inputs(self, interaction: Interaction) -> tuple[Input, ...]:
        match interaction:
            case MatchInteraction():
                laid = self._match_inputs(interaction)
            case GapMatchInteraction() | GraphicGapMatchInteraction():
                laid = self._gap_inputs(interaction)
            case OrderInteraction():
                options = self._options(interaction.choices, interaction)
                places = min(interaction.max_choices or len(options), len(options))
                laid = self._numbered("select", places, options)
            case AssociateInteraction():
                options = self._options(interaction.choices, interaction)
                laid = self._numbered("select", 2 * interaction.pairs, options)
            case SelectPointInteraction():
                laid = self._numbered("number", 2 * interaction.points)
            case ExtendedTextInteraction() if interaction.fields > 1:
                laid = self._numbered("textarea", interaction.fields)
            case _:
                laid = (self._single(interaction),)
        return laid

    def _single(self, interaction: Interaction) -> Input:
        kind: Kind = "textarea"
        options: tuple[Option, ...] = ()
        match interaction:
            case TextEntryInteraction():
                kind = "number" if interaction.numeric else "text"
            case UploadInteraction():
                kind = "file"
            case EndAttemptInteraction():
                kind, options = "button", (Option("c1", Choice("true", interaction.source)),)
            case SliderInteraction():
                options = scale_options(interaction)
                kind = "radio" if options else "number"
            case ChoiceInteraction() | InlineChoiceInteraction() | HotspotInteraction():
                kind, options = _kind(interaction), self._options(interaction.choices, interaction)
            case HottextInteraction():
                kind, options = _kind(interaction), self._options(interaction.choices, interaction)
        return Input(self.name, kind, options)

    def _numbered(
        self, kind: Kind, count: int, options: tuple[Option, ...] = ()
    ) -> tuple[Input, ...]:
        places = range(1, count + 1)
        return tuple(Input(f"{self.name}.{place}", kind, options) for place in places)

    def _match_inputs(self, interaction: MatchInteraction) -> tuple[Input, ...]:
        rows = self._options(interaction.sources, interaction, "rows")
        options = self._options(interaction.targets, interaction, "columns")
        once = all(source.match_max == 1 for source in interaction.sources)
        return tuple(
            Input(f"{self.name}.{place}", "select" if once else "checkbox", options, row.choice)
            for place, row in enumerate(rows, start=1)
        )

    def _gap_inputs(
        self, interaction: GapMatchInteraction | GraphicGapMatchInteraction
    ) -> tuple[Input, ...]:
        options = self._options(interaction.sources, interaction)
        gaps: tuple[Choice | str, ...] = interaction.gaps
        return tuple(
            Input(f"{self.name}.{place}", _gap_kind(gap), options, gap)
            for place, gap in enumerate(gaps, start=1)
        )

    def _options(
        self, choices: tuple[Choice, ...], interaction: Interaction, part: str = ""
    ) -> tuple[Option, ...]:
        # Areas of a picture and words of a text keep their order: it is the order of reading.
        pictured = any(choice.area for choice in choices)
        shuffle = interaction.shuffle and not pictured
        shuffle = shuffle and not isinstance(interaction, HotspotInteraction | HottextInteraction)
        offered = tuple(choice for choice in choices if self.shown.shows(choice.content))
        salt = f"{self.salt}:{part}" if part else self.salt
        listed = _shuffled(offered, salt) if shuffle else offered
        return tuple(Option(f"c{place}", choice) for place, choice in enumerate(listed, start=1))


def scale_options(slider: SliderInteraction) -> tuple[Option, ...]:
    """Return the steps of a short scale as options; none for a long one, which is written."""
    count = int((slider.upper - slider.lower) / slider.step)
    if count > _FEW_STEPS:
        return ()
    amounts = [slider.lower + place * slider.step for place in range(count + 1)]
    if slider.source.get("reverse") in {"true", "1"}:
        amounts.reverse()
    return tuple(
        Option(
            f"c{place}", Choice(f"{amount:f}", replace(slider.source, children=(f"{amount:f}",)))
        )
        for place, amount in enumerate(amounts, start=1)
    )


def _gap_kind(gap: Choice | str) -> Kind:
    return "checkbox" if isinstance(gap, Choice) and gap.match_max != 1 else "select"


def _kind(interaction: Interaction) -> Kind:
    if interaction.source.name == "qti-inline-choice-interaction":
        return "select"
    return "radio" if interaction.max_choices == 1 else "checkbox"


def _shuffled(choices: tuple[Choice, ...], salt: str) -> tuple[Choice, ...]:
    loose = (choice for choice in choices if not choice.fixed)
    drawn = iter(sorted(loose, key=lambda choice: _lot(choice, salt)))
    return tuple(choice if choice.fixed else next(drawn) for choice in choices)


def _lot(choice: Choice, salt: str) -> bytes:
    return sha256(f"{salt}:{choice.identifier}".encode()).digest()
