"""Show an item to a candidate: accessible HTML that carries nothing of the key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .bodies import Copying, copy_content, language_attribute, renamed_ids
from .controls import Setting, control
from .documents import Element
from .forms import Form, Kind, lay_out
from .items import Item
from .markup import tag, write
from .values import Response
from .words import Words, words_in


@dataclass(frozen=True, slots=True)
class Field:
    """One name the browser will post, and the response it belongs to."""

    name: str
    response: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class CandidateView:
    """What a candidate may see of an item; ``fields`` stays on the server."""

    html: str
    fields: tuple[Field, ...]


def show(
    item: Item,
    *,
    seed: int,
    language: str,
    name_prefix: str = "",
    responses: Mapping[str, Response] | None = None,
    media_prefix: str = "",
) -> CandidateView:
    """Return an item as a fragment of HTML with native form inputs.

    Parameters
    ----------
    item
        The item as read.
    seed
        Decides the order of shuffled choices; keep it for the whole attempt.
    language
        Language of the engine's own words, ``sv`` or ``en``.
    name_prefix
        Put before input names and ids; needed when a page shows several items.
    responses
        Responses already given, shown as chosen.
    media_prefix
        Address of the folder with the item's pictures, ending in a slash.

    Returns
    -------
    CandidateView
        A new tree built from an allow-list: no key, points, feedback, comments or identifiers of
        the item. Deterministic for the item's digest and the arguments.
    """
    forms = lay_out(item, seed=seed, name_prefix=name_prefix)
    copying = Copying(renamed_ids(item.body, name_prefix), media_prefix, [])
    controls = _controls(forms, copying, words_in(language), responses or {})
    shown = _show_body(item, copying, controls)
    return CandidateView(
        html=write(shown),
        fields=tuple(
            Field(each.name, form.interaction.response, each.kind)
            for form in forms
            for each in form.inputs
        ),
    )


def lost_parts(item: Item) -> tuple[str, ...]:
    """Return the names of the elements of an item that a candidate would not see."""
    copying = Copying(renamed_ids(item.body, ""), "", [])
    controls = _controls(lay_out(item, seed=0, name_prefix=""), copying, words_in("en"), {})
    _show_body(item, copying, controls)
    return tuple(dict.fromkeys(copying.lost))


def _show_body(item: Item, copying: Copying, controls: Mapping[str, Element]) -> Element:
    placing = replace(copying, control=lambda element: controls[element.get("response-identifier")])
    language = {"xml:lang": item.language}
    attributes = {"class": "stack", **language_attribute(tag("div", language))}
    return tag("div", attributes, *copy_content(item.body, placing))


def _controls(
    forms: tuple[Form, ...],
    copying: Copying,
    words: Words,
    responses: Mapping[str, Response],
) -> dict[str, Element]:
    controls: dict[str, Element] = {}
    for place, form in enumerate(forms, start=1):
        name = words.answer_of.format(place=place, total=len(forms))
        setting = Setting(
            copying=copying,
            words=words,
            response=responses.get(form.interaction.response),
            name=name if len(forms) > 1 else words.answer,
        )
        controls[form.interaction.response] = control(form, setting)
    return controls
