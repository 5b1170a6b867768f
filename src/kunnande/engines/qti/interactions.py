"""What the candidate is asked to do: one frozen class per kind of interaction."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from .declarations import Area
from .documents import Element


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, pair or place."""

    identifier: str
    content: Element
    fixed: bool = False
    match_max: int = 1
    area: Area | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What all interactions share: where the response goes and how it is asked for.

    ``max_choices`` 0 means any number; for pairs it counts associations.
    """

    response: str
    cardinality: str
    base_type: str
    prompt: Element | None
    source: Element
    shuffle: bool
    max_choices: int
    min_choices: int


@dataclass(frozen=True, slots=True)
class ChoiceInteraction(Asked):
    """Choose one or several from a list."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class InlineChoiceInteraction(Asked):
    """Choose one inside a sentence."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class HottextInteraction(Asked):
    """Choose one or several of the marked words of a text."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TextEntryInteraction(Asked):
    """Write a word or a number."""

    numeric: bool


@dataclass(frozen=True, slots=True)
class ExtendedTextInteraction(Asked):
    """Write one or several longer texts."""

    fields: int


@dataclass(frozen=True, slots=True)
class SliderInteraction(Asked):
    """Choose a number on a scale."""

    lower: Decimal
    upper: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class UploadInteraction(Asked):
    """Hand in a file."""


@dataclass(frozen=True, slots=True)
class EndAttemptInteraction(Asked):
    """Ask for something, such as a hint, by handing in what is done so far."""

    title: str


@dataclass(frozen=True, slots=True)
class OrderInteraction(Asked):
    """Put things, or areas of a picture, in order."""

    choices: tuple[Choice, ...]
    figure: Element | None = None


@dataclass(frozen=True, slots=True)
class AssociateInteraction(Asked):
    """Make pairs of things, or of areas of a picture."""

    choices: tuple[Choice, ...]
    pairs: int
    figure: Element | None = None


@dataclass(frozen=True, slots=True)
class MatchInteraction(Asked):
    """Pair each source with a target."""

    sources: tuple[Choice, ...]
    targets: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class HotspotInteraction(Asked):
    """Choose one or several areas of a picture."""

    choices: tuple[Choice, ...]
    figure: Element | None


@dataclass(frozen=True, slots=True)
class SelectPointInteraction(Asked):
    """Point out places on a picture."""

    figure: Element
    points: int


@dataclass(frozen=True, slots=True)
class GapMatchInteraction(Asked):
    """Fill the gaps of a text."""

    sources: tuple[Choice, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GraphicGapMatchInteraction(Asked):
    """Put things on the areas of a picture."""

    sources: tuple[Choice, ...]
    gaps: tuple[Choice, ...]
    figure: Element | None


Interaction: TypeAlias = (
    ChoiceInteraction
    | InlineChoiceInteraction
    | HottextInteraction
    | TextEntryInteraction
    | ExtendedTextInteraction
    | SliderInteraction
    | UploadInteraction
    | EndAttemptInteraction
    | OrderInteraction
    | AssociateInteraction
    | MatchInteraction
    | HotspotInteraction
    | SelectPointInteraction
    | GapMatchInteraction
    | GraphicGapMatchInteraction
)
