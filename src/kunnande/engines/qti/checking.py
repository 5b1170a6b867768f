"""Check an item before it is taken into use."""

import re
from dataclasses import dataclass

from .documents import Element, UnreadableItemError
from .forms import Form, lay_out
from .interactions import (
    Choice,
    EndAttemptInteraction,
    ExtendedTextInteraction,
    Interaction,
    OrderInteraction,
    SliderInteraction,
    UploadInteraction,
)
from .items import Item, read_item
from .scoring import correct_responses, score
from .values import Response
from .views import Companions, lost_parts

_TELLING = re.compile(
    r"correct|right|wrong|distract|(?<![a-z])key(?![a-z])|rätt|fel(?!t)", re.IGNORECASE
)
# Answered without a key: by writing freely, by handing in, by asking for help.
_JUDGED = (ExtendedTextInteraction, UploadInteraction, EndAttemptInteraction)


@dataclass(frozen=True, slots=True)
class Report:
    """What stops an item, what a candidate would not see, and what its author should look at."""

    deliverable: bool
    refused: tuple[str, ...]
    lost: tuple[str, ...]
    remarks: tuple[str, ...]


def check_item(xml: bytes, companions: Companions | None = None) -> Report:
    """Return whether an item can be used, and what to mend.

    Parameters
    ----------
    xml
        Any bytes.
    companions
        As they will be given to ``show``.

    Returns
    -------
    Report
        ``refused`` is empty for a deliverable item; never raises.
    """
    try:
        item = read_item(xml)
    except UnreadableItemError as refusal:
        return Report(deliverable=False, refused=(str(refusal),), lost=(), remarks=())
    refused = () if item.interactions else ("The item asks nothing: it has no interaction.",)
    remarks = (
        *_key_remarks(item),
        *_choice_remarks(item),
        *_picture_remarks(item),
        *_delivery_remarks(item),
    )
    return Report(
        deliverable=not refused, refused=refused, lost=_lost(item, companions), remarks=remarks
    )


def _lost(item: Item, companions: Companions | None) -> tuple[str, ...]:
    around = companions or Companions()
    absent = [each.href for each in item.stimuli if each.identifier not in around.stimuli]
    return (*lost_parts(item, around), *absent)


def _key_remarks(item: Item) -> list[str]:
    keyed = correct_responses(item)
    remarks = [
        f"{each.response} has no key."
        for each in item.interactions
        if keyed[each.response] is None and not isinstance(each, _JUDGED)
    ]
    best = score(item, keyed)
    if None not in keyed.values() and best.points != best.maximum:
        remarks.append(
            f"The keyed response scores {best.points} of at most {best.maximum}. Mend the key,"
            " the processing or the declared maximum."
        )
    for form in lay_out(item, seed=0, name_prefix=""):
        interaction, response = form.interaction, keyed[form.interaction.response]
        if isinstance(interaction, SliderInteraction | EndAttemptInteraction):
            continue
        if form.inputs[0].options and not set(_words(response)) <= _offered(form):
            remarks.append(f"The key of {interaction.response} is not among its choices.")
        if isinstance(interaction, OrderInteraction) and _is_given_away(interaction, response):
            remarks.append(f"{interaction.response} is shown in the keyed order. Shuffle it.")
    return remarks


def _is_given_away(interaction: OrderInteraction, response: Response) -> bool:
    listed = tuple(choice.identifier for choice in interaction.choices)
    return response == listed and not interaction.shuffle and not interaction.figure


def _choice_remarks(item: Item) -> list[str]:
    remarks = [
        f"The identifier {choice.identifier} may tell the key."
        for choice in _choices(item)
        if _TELLING.search(choice.identifier)
    ]
    for interaction in item.interactions:
        areas = _areas(interaction)
        if areas and getattr(interaction, "figure", None) is None:
            remarks.append(f"{interaction.response} has no picture.")
        remarks.extend(
            f"The area {area.identifier} has no hotspot-label." for area in areas if not area.label
        )
    return remarks


def _areas(interaction: Interaction) -> list[Choice]:
    listed = (*getattr(interaction, "choices", ()), *getattr(interaction, "gaps", ()))
    return [each for each in listed if isinstance(each, Choice) and each.area]


def _choices(item: Item) -> list[Choice]:
    found: dict[str, Choice] = {}
    for form in lay_out(item, seed=0, name_prefix=""):
        for each in form.inputs:
            subjects = [each.subject] if isinstance(each.subject, Choice) else []
            for choice in (*subjects, *(option.choice for option in each.options)):
                found[choice.identifier] = choice
    return list(found.values())


def _offered(form: Form) -> set[str]:
    offered = {option.choice.identifier for each in form.inputs for option in each.options}
    subjects = (each.subject for each in form.inputs if each.subject)
    return offered.union(each.identifier if isinstance(each, Choice) else each for each in subjects)


def _words(response: Response) -> list[str]:
    values = [response] if isinstance(response, str) else response or ()
    return [word for value in values for word in value.split()]


def _picture_remarks(item: Item) -> list[str]:
    pictures = [part for part in item.body.walk() if part.name in {"img", "object", "svg"}]
    silent = [part for part in pictures if not _has_text(part)]
    names = dict.fromkeys(part.get("src") or part.get("data") for part in pictures)
    return [
        *(f"Line {part.line}: the {part.name} has no alternative text." for part in silent),
        *(f"The file name {name} may tell the key." for name in names if _TELLING.search(name)),
    ]


def _delivery_remarks(item: Item) -> list[str]:
    """Say what an item needs from whoever delivers it, besides keeping the seed."""
    remarks = [
        f"{each.response} asks for a file, which must be kept by whoever delivers the item."
        for each in item.interactions
        if isinstance(each, UploadInteraction)
    ]
    asks = any(isinstance(each, EndAttemptInteraction) for each in item.interactions)
    if item.adaptive or asks:
        remarks.append("The item goes on after an attempt: show it again with its outcomes.")
    return remarks


def _has_text(picture: Element) -> bool:
    if picture.family == "svg":
        hidden = picture.get("aria-hidden") == "true"
        return hidden or bool(picture.get("aria-label") or picture.find("title"))
    return "alt" in picture.attributes or bool(picture.get("aria-label") or picture.text())
