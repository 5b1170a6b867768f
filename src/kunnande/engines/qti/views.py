"""Show an item to a candidate: accessible HTML that carries nothing of the key."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .attempts import Instance, settle
from .bodies import Copying, copy_content, language_attribute, renamed_ids, with_controls
from .catalogs import find_supports, show_supports
from .controls import control
from .declarations import UndeliverableItemError
from .documents import Element
from .forms import Form, Kind, lay_out
from .groups import Setting
from .items import Item
from .markup import tag, write_all
from .scoring import Outcome, read_outcome
from .stimuli import Stimulus
from .values import Response, Value
from .visibility import Visibility
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


@dataclass(frozen=True, slots=True)
class Companions:
    """What comes with an item from outside its own file.

    Parameters
    ----------
    media
        File as the item writes it to its name after ``media_prefix``; files that are not listed
        are not shown. Without, every file inside the item's folder is.
    stimuli
        Shared texts by the identifier that the item refers to them with.
    supports
        Kinds of help from catalogs to languages, ``keyword-translation`` to ``ar`` for example; an
        empty language takes the default one. ``catalogs.SUPPORTS`` lists the kinds.
    """

    media: Mapping[str, str] | None = None
    stimuli: Mapping[str, Stimulus] = field(default_factory=dict)
    supports: Mapping[str, str] = field(default_factory=dict)


def show(
    item: Item,
    *,
    seed: int,
    language: str,
    name_prefix: str = "",
    responses: Mapping[str, Response] | None = None,
    media_prefix: str = "",
    outcomes: Mapping[str, Outcome] | None = None,
    companions: Companions | None = None,
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
    outcomes
        Of an attempt that is over, whose feedback is to be shown. Without, no feedback is shown,
        and an adaptive item begins.
    companions
        What comes with the item: its files, shared texts and help with words.

    Returns
    -------
    CandidateView
        A new tree built from an allow-list: no key, points, comments or identifiers of the item.
        Deterministic for the item's digest and the arguments.

    Raises
    ------
    UndeliverableItemError
        If the item was read for scoring only and can not be shown.
    """
    _refuse_obstacles(item)
    around = companions or Companions()
    instance = settle(item, seed)
    forms = lay_out(item, seed=seed, name_prefix=name_prefix, instance=instance)
    visibility = _visibility(item, instance, outcomes)
    copying = _prepared(item, around, visibility, name_prefix)
    copying = replace(copying, media_prefix=media_prefix)
    words = words_in(language)
    controls = _controls(forms, copying, words, responses or {})
    shown = [_show_body(item, copying, controls)]
    shown += _show_help(item, around, copying, words)
    # Modal feedback answers an attempt: before one, "not right" would tell what is.
    shown += () if outcomes is None else _modal_feedback(item, copying, words)
    return CandidateView(write_all(shown), _fields(forms))


def _prepared(item: Item, around: Companions, visibility: Visibility, name_prefix: str) -> Copying:
    wanted = [each.identifier for each in item.stimuli]
    shared = {name: around.stimuli[name].body for name in wanted if name in around.stimuli}
    ids = renamed_ids((item.body, *shared.values()), name_prefix)
    return Copying(ids, "", [], visibility, around.media, shared)


def _fields(forms: tuple[Form, ...]) -> tuple[Field, ...]:
    return tuple(
        Field(each.name, form.interaction.response, each.kind)
        for form in forms
        for each in form.inputs
    )


def _show_help(
    item: Item, around: Companions, copying: Copying, words: Words
) -> tuple[Element, ...]:
    roots = (item.root, *(each.root for each in around.stimuli.values()))
    return show_supports(find_supports(roots, around.supports), copying, words)


def lost_parts(item: Item, companions: Companions | None = None) -> tuple[str, ...]:
    """Return the names of the elements that a candidate would not see of an item shown so."""
    around = companions or Companions()
    # Everything that some candidate could see, whatever the outcomes and template variables.
    visibility = _Everything({}, {}, frozenset(), decimal_comma=False)
    copying = _prepared(item, around, visibility, "")
    controls = _controls(lay_out(item, seed=0, name_prefix=""), copying, words_in("en"), {})
    _show_body(item, copying, controls)
    _modal_feedback(item, copying, words_in("en"))
    return tuple(dict.fromkeys(copying.lost))


def _refuse_obstacles(item: Item) -> None:
    if item.obstacles:
        raise UndeliverableItemError(" ".join(item.obstacles))


def _visibility(
    item: Item, instance: Instance, outcomes: Mapping[str, Outcome] | None
) -> Visibility:
    declared = item.outcome_declarations
    held: dict[str, Value | None] | None = None
    if item.adaptive:
        held = {name: each.default for name, each in declared.items()}
    if outcomes is not None:
        known = {name: value for name, value in outcomes.items() if name in declared}
        held = {name: read_outcome(value, declared[name]) for name, value in known.items()}
    return Visibility(
        templates=instance.templates,
        outcomes=held,
        math_variables=frozenset(
            name for name, each in item.template_declarations.items() if each.math
        ),
        decimal_comma=item.language.lower().startswith("sv"),
    )


@dataclass(frozen=True, slots=True)
class _Everything(Visibility):
    def shows(self, element: Element) -> bool:  # noqa: ARG002  whatever the element says
        return True


def _modal_feedback(item: Item, copying: Copying, words: Words) -> tuple[Element, ...]:
    shown = [each for each in item.modal_feedback if copying.visibility.shows(each)]
    return tuple(
        tag("div", {"class": "stack", "role": "status", "aria-label": words.feedback},
            *copy_content(each, copying))
        for each in shown
    )  # fmt: skip


def _show_body(item: Item, copying: Copying, controls: Mapping[str, Element]) -> Element:
    placing = with_controls(copying, controls, "response-identifier")
    language = {"xml:lang": item.language}
    attributes = {"class": "stack", **language_attribute(tag("div", language))}
    placed = {part.get("data-stimulus-idref") for part in item.body.walk()}
    before = [each for name, each in copying.stimuli.items() if name not in placed]
    texts = [tag("section", {"class": "stack"}, *copy_content(each, copying)) for each in before]
    return tag("div", attributes, *texts, *copy_content(item.body, placing))


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
