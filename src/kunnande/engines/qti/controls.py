"""Native, labelled HTML inputs for each kind of interaction."""

import re
from dataclasses import dataclass, replace

from .answers import selected
from .bodies import Copying, copy_content, copy_phrase
from .documents import Element
from .figures import letter, marked_figure
from .forms import Form, Input, Option
from .interactions import (
    Choice,
    ChoiceInteraction,
    GapMatchInteraction,
    HotspotInteraction,
    InlineChoiceInteraction,
    MatchInteraction,
    OrderInteraction,
)
from .markup import Node, is_plain, spoken, tag
from .values import Response
from .words import Words


@dataclass(frozen=True, slots=True)
class Setting:
    """What a control needs besides its form; ``name`` is used where nothing else labels it."""

    copying: Copying
    words: Words
    response: Response
    name: str


def control(form: Form, setting: Setting) -> Element:
    """Return the form's inputs, labelled, with the response already given filled in.

    Parameters
    ----------
    form
        The layout of one interaction.
    setting
        Content rules, words, the response so far, and a name.

    Returns
    -------
    Element
        A ``fieldset`` for block interactions, a single input inside sentences.
    """
    chosen = selected(form, setting.response)
    match form.interaction:
        case ChoiceInteraction():
            listed = _choice_list(form.inputs[0], chosen[0], setting)
            shown = _group(form, setting, _choice_hint(form, setting), listed)
        case InlineChoiceInteraction():
            label = {"aria-label": setting.name, "class": "input input--inline"}
            shown = _select(form.inputs[0], chosen[0], label, setting)
        case OrderInteraction():
            shown = _order(form, chosen, setting)
        case MatchInteraction():
            shown = _match(form, chosen, setting)
        case HotspotInteraction():
            figure = marked_figure(form.interaction, setting.copying)
            areas = _areas(form.inputs[0], chosen[0], setting)
            shown = _group(form, setting, _choice_hint(form, setting), *figure, areas)
        case GapMatchInteraction():
            shown = _gap_match(form, chosen, setting)
        case _:
            shown = _text_entry(form, chosen[0], setting)
    return shown


def _group(form: Form, setting: Setting, hint: str, *content: Node) -> Element:
    prompt = copy_phrase(form.interaction.prompt, setting.copying)
    if spoken(prompt):
        legend = tag("legend", {}, tag("span", {"class": "lead"}, *prompt))
    else:
        legend = tag("legend", {"class": "vh"}, setting.name)
    hint_id = f"{form.name}-hint"
    return tag(
        "fieldset",
        {"class": "stack", "aria-describedby": hint_id},
        legend,
        tag("p", {"class": "hint", "id": hint_id}, hint),
        *content,
    )


def _choice_hint(form: Form, setting: Setting) -> str:
    most = form.interaction.max_choices
    if most == 1:
        return setting.words.choose_one
    if most == 0 or most >= len(form.inputs[0].options):
        return setting.words.choose_several
    return setting.words.choose_at_most.format(most=most)


def _choice_list(each: Input, chosen: tuple[str, ...], setting: Setting) -> Element:
    labels = [
        _choice(each, option, copy_phrase(option.choice.content, setting.copying), chosen)
        for option in each.options
    ]
    return tag("div", {"class": "choices"}, *labels)


def _choice(
    each: Input, option: Option, content: tuple[Node, ...], chosen: tuple[str, ...]
) -> Element:
    checked = {"checked": ""} if option.choice.identifier in chosen else {}
    attributes = {"type": each.kind, "name": each.name, "value": option.token, **checked}
    return tag("label", {"class": "choice"}, tag("input", attributes), tag("span", {}, *content))


def _select(
    each: Input, chosen: tuple[str, ...], label: dict[str, str], setting: Setting
) -> Element:
    options = [tag("option", {"value": ""}, setting.words.choose)]
    for place, option in enumerate(each.options):
        picked = {"selected": ""} if option.choice.identifier in chosen else {}
        content = copy_phrase(option.choice.content, setting.copying)
        text = spoken(content)
        if not is_plain(content):
            text = f"{letter(place)} {text}".strip()
        options.append(tag("option", {"value": option.token, **picked}, text or letter(place)))
    attributes = {"class": "input", "name": each.name, "id": each.name, **label}
    return tag("select", attributes, *options)


def _key(each: Input, setting: Setting) -> tuple[Node, ...]:
    """Return lettered pictures, since the options of a select can only hold text."""
    contents = [copy_phrase(option.choice.content, setting.copying) for option in each.options]
    if all(is_plain(content) for content in contents):
        return ()
    rows = [
        tag("li", {}, tag("strong", {}, letter(place)), " ", *content)
        for place, content in enumerate(contents)
    ]
    return (tag("ul", {"class": "stack"}, *rows),)


def _order(form: Form, chosen: tuple[tuple[str, ...], ...], setting: Setting) -> Element:
    rows = [
        tag(
            "li",
            {"class": "field"},
            tag("label", {"for": each.name}, setting.words.place.format(place=place)),
            _select(each, picked, {}, setting),
        )
        for place, (each, picked) in enumerate(zip(form.inputs, chosen, strict=True), start=1)
    ]
    listed = tag("ol", {"class": "stack"}, *rows)
    return _group(form, setting, setting.words.order_hint, *_key(form.inputs[0], setting), listed)


def _match(form: Form, chosen: tuple[tuple[str, ...], ...], setting: Setting) -> Element:
    pairs = list(zip(form.inputs, chosen, strict=True))
    if form.inputs[0].kind == "checkbox":
        groups = [_match_group(each, picked, setting) for each, picked in pairs]
        return _group(form, setting, setting.words.match_hint, *groups)
    rows = [
        tag(
            "tr",
            {},
            tag("th", {"scope": "row", "id": f"{each.name}-row"}, *_subject(each, setting)),
            tag("td", {}, _select(each, picked, {"aria-labelledby": f"{each.name}-row"}, setting)),
        )
        for each, picked in pairs
    ]
    table = tag("table", {"class": "table table--fold"}, tag("tbody", {}, *rows))
    return _group(form, setting, setting.words.match_hint, *_key(form.inputs[0], setting), table)


def _match_group(each: Input, picked: tuple[str, ...], setting: Setting) -> Element:
    legend = tag("legend", {}, *_subject(each, setting))
    return tag("fieldset", {}, legend, _choice_list(each, picked, setting))


def _subject(each: Input, setting: Setting) -> tuple[Node, ...]:
    content = each.subject.content if isinstance(each.subject, Choice) else None
    return copy_phrase(content, setting.copying)


def _areas(each: Input, chosen: tuple[str, ...], setting: Setting) -> Element:
    labels = []
    for place, option in enumerate(each.options):
        sign, label = letter(place), option.choice.label
        text = f"{sign}: {label}" if label else setting.words.area.format(letter=sign)
        labels.append(_choice(each, option, (text,), chosen))
    return tag("div", {"class": "choices"}, *labels)


def _gap_match(form: Form, chosen: tuple[tuple[str, ...], ...], setting: Setting) -> Element:
    selects: dict[str, Element] = {}
    total = len(form.inputs)
    for place, (each, picked) in enumerate(zip(form.inputs, chosen, strict=True), start=1):
        name = setting.words.answer_of.format(place=place, total=total)
        label = {"aria-label": name, "class": "input input--inline"}
        selects[str(each.subject)] = _select(each, picked, label, setting)
    copying = replace(setting.copying, control=lambda gap: selects[gap.get("identifier")])
    text = tag("div", {"class": "stack"}, *copy_content(form.interaction.source, copying))
    return _group(form, setting, setting.words.gap_hint, *_key(form.inputs[0], setting), text)


def _text_entry(form: Form, chosen: tuple[str, ...], setting: Setting) -> Element:
    (each,) = form.inputs
    attributes = {
        "class": "input input--inline",
        "type": "text",
        "name": each.name,
        "id": each.name,
        "value": chosen[0] if chosen else "",
        "size": str(_width(form.interaction.source)),
        "autocomplete": "off",
        "spellcheck": "false",
        "aria-label": setting.name,
    }
    if each.kind == "text":
        return tag("input", attributes)
    hint_id = f"{each.name}-hint"
    numeric = {"inputmode": "decimal", "aria-describedby": hint_id}
    hint = tag("span", {"class": "vh", "id": hint_id}, setting.words.number_hint)
    return tag("span", {}, tag("input", attributes | numeric), hint)


def _width(source: Element) -> int:
    expected = source.get("expected-length")
    return min(max(int(expected), 4), 40) if re.fullmatch(r"\d{1,4}", expected) else 12
