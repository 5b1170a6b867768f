"""Native, labelled HTML inputs for each kind of interaction."""

from dataclasses import replace

from .answers import selected
from .bodies import copy_content, copy_phrase, copy_picture, with_controls
from .documents import Element
from .entries import end_attempt, extended_text, slider, text_entry, upload
from .figures import letter, marked_figure, ruled_figure
from .forms import Form, Input
from .groups import (
    Setting,
    area_name,
    choice,
    choice_hint,
    choice_list,
    group,
    labelled,
    picture_key,
    select,
    text_input,
)
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
    MatchInteraction,
    OrderInteraction,
    SelectPointInteraction,
    SliderInteraction,
    UploadInteraction,
)
from .markup import Node, tag

_Chosen = tuple[tuple[str, ...], ...]


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
        case ChoiceInteraction() | InlineChoiceInteraction() | HottextInteraction():
            shown = _choosing(form, chosen, setting)
        case ExtendedTextInteraction():
            shown = extended_text(form, chosen, setting)
        case SliderInteraction() as scale:
            shown = slider(form, chosen, setting, scale)
        case UploadInteraction():
            shown = upload(form, setting)
        case EndAttemptInteraction() as asked:
            shown = end_attempt(form, setting, asked)
        case MatchInteraction():
            shown = _match(form, chosen, setting)
        case GapMatchInteraction():
            shown = _gap_match(form, chosen, setting)
        case _:
            shown = _pictured(form, chosen, setting)
    return shown


def _pictured(form: Form, chosen: _Chosen, setting: Setting) -> Element:
    match form.interaction:
        case OrderInteraction() as asked:
            figure = marked_figure(asked.figure, asked.choices, setting.copying)
            shown = _order(form, chosen, setting, figure)
        case AssociateInteraction() as asked:
            figure = marked_figure(asked.figure, asked.choices, setting.copying)
            shown = _associate(form, chosen, setting, figure)
        case HotspotInteraction() as asked:
            figure = marked_figure(asked.figure, asked.choices, setting.copying)
            listed = choice_list(form.inputs[0], chosen[0], setting)
            shown = group(form, setting, choice_hint(form, setting), *figure, listed)
        case GraphicGapMatchInteraction() as asked:
            shown = _graphic_gap_match(form, chosen, setting, asked)
        case SelectPointInteraction() as asked:
            shown = _select_point(form, chosen, setting, asked)
        case _:
            shown = text_entry(form, chosen, setting)
    return shown


def _choosing(form: Form, chosen: _Chosen, setting: Setting) -> Element:
    match form.interaction:
        case InlineChoiceInteraction():
            label = {"aria-label": setting.name, "class": "input input--inline"}
            return select(form.inputs[0], chosen[0], label, setting)
        case HottextInteraction():
            return _hottext(form, chosen, setting)
        case _:
            listed = choice_list(form.inputs[0], chosen[0], setting)
            return group(form, setting, choice_hint(form, setting), listed)


def _hottext(form: Form, chosen: _Chosen, setting: Setting) -> Element:
    """Return the text with its words marked and lettered, and the words as a list of choices."""
    (each,) = form.inputs
    signs = {option.choice.identifier: letter(place) for place, option in enumerate(each.options)}

    def marked(word: Element) -> Node:
        content = copy_phrase(word, setting.copying)
        sign = signs.get(word.get("identifier"))
        return tag("mark", {}, tag("b", {}, f"{sign} "), *content) if sign else tag("span")

    copying = replace(setting.copying, control=marked)
    text = tag("div", {"class": "stack"}, *copy_content(form.interaction.source, copying))
    labels = [
        choice(each, option, (f"{letter(place)}: ", *copy_phrase(option.choice.content,
               setting.copying)), chosen[0])
        for place, option in enumerate(each.options)
    ]  # fmt: skip
    listed = tag("div", {"class": "choices"}, *labels)
    return group(form, setting, choice_hint(form, setting), text, listed)


def _order(form: Form, chosen: _Chosen, setting: Setting, figure: tuple[Node, ...]) -> Element:
    rows = [
        labelled(each, setting.words.place.format(place=place), select(each, picked, {}, setting))
        for place, (each, picked) in enumerate(zip(form.inputs, chosen, strict=True), start=1)
    ]
    listed = tag("ol", {"class": "stack"}, *rows)
    key = picture_key(form.inputs[0], setting)
    return group(form, setting, setting.words.order_hint, *figure, *key, listed)


def _associate(form: Form, chosen: _Chosen, setting: Setting, figure: tuple[Node, ...]) -> Element:
    words, rows = setting.words, []
    for place in range(len(form.inputs) // 2):
        one, other = 2 * place, 2 * place + 1
        names = [
            text.format(place=place + 1) for text in (words.first_of_pair, words.second_of_pair)
        ]
        selects = [
            select(form.inputs[index], chosen[index], {"aria-label": name}, setting)
            for index, name in zip((one, other), names, strict=True)
        ]
        label = tag("span", {"aria-hidden": "true"}, words.pair.format(place=place + 1))
        rows.append(tag("li", {"class": "field"}, label, *selects))
    listed = tag("ol", {"class": "stack"}, *rows)
    key = picture_key(form.inputs[0], setting)
    return group(form, setting, words.pair_hint, *figure, *key, listed)


def _match(form: Form, chosen: _Chosen, setting: Setting) -> Element:
    pairs = list(zip(form.inputs, chosen, strict=True))
    if form.inputs[0].kind == "checkbox":
        groups = [
            _several(each, picked, setting, _subject(each, setting)) for each, picked in pairs
        ]
        return group(form, setting, setting.words.match_hint, *groups)
    rows = [
        tag(
            "tr",
            {},
            tag("th", {"scope": "row", "id": f"{each.name}-row"}, *_subject(each, setting)),
            tag("td", {}, select(each, picked, {"aria-labelledby": f"{each.name}-row"}, setting)),
        )
        for each, picked in pairs
    ]
    table = tag("table", {"class": "table table--fold"}, tag("tbody", {}, *rows))
    key = picture_key(form.inputs[0], setting)
    return group(form, setting, setting.words.match_hint, *key, table)


def _several(
    each: Input, picked: tuple[str, ...], setting: Setting, name: tuple[Node, ...]
) -> Element:
    legend = tag("legend", {}, *name)
    return tag("fieldset", {}, legend, choice_list(each, picked, setting))


def _subject(each: Input, setting: Setting) -> tuple[Node, ...]:
    content = each.subject.content if isinstance(each.subject, Choice) else None
    return copy_phrase(content, setting.copying)


def _gap_match(form: Form, chosen: _Chosen, setting: Setting) -> Element:
    selects: dict[str, Element] = {}
    total = len(form.inputs)
    for place, (each, picked) in enumerate(zip(form.inputs, chosen, strict=True), start=1):
        name = setting.words.answer_of.format(place=place, total=total)
        label = {"aria-label": name, "class": "input input--inline"}
        selects[str(each.subject)] = select(each, picked, label, setting)
    copying = with_controls(setting.copying, selects, "identifier")
    text = tag("div", {"class": "stack"}, *copy_content(form.interaction.source, copying))
    key = picture_key(form.inputs[0], setting)
    return group(form, setting, setting.words.gap_hint, *key, text)


def _graphic_gap_match(
    form: Form, chosen: _Chosen, setting: Setting, asked: GraphicGapMatchInteraction
) -> Element:
    figure = marked_figure(asked.figure, asked.gaps, setting.copying)
    rows: list[Node] = []
    for place, (each, picked) in enumerate(zip(form.inputs, chosen, strict=True)):
        name = area_name(asked.gaps[place], place, setting)
        if each.kind == "checkbox":
            rows.append(tag("li", {"class": "field"}, _several(each, picked, setting, (name,))))
        else:
            rows.append(labelled(each, name, select(each, picked, {}, setting)))
    listed = tag("ul", {"class": "stack"}, *rows)
    key = picture_key(form.inputs[0], setting) if form.inputs[0].kind == "select" else ()
    return group(form, setting, setting.words.area_hint, *figure, *key, listed)


def _select_point(
    form: Form, chosen: _Chosen, setting: Setting, asked: SelectPointInteraction
) -> Element:
    rows = []
    for place in range(asked.points):
        names = (setting.words.across, setting.words.down)
        rows += [
            labelled(each, name.format(place=place + 1),
                     text_input(each, written, {"size": "6", "inputmode": "decimal"}))
            for each, written, name in zip(
                form.inputs[2 * place : 2 * place + 2], chosen[2 * place : 2 * place + 2], names,
                strict=True,
            )
        ]  # fmt: skip
    figure = ruled_figure(asked.figure, setting.copying)
    # What is to be placed on the picture, if anything is.
    placed = [each for each in asked.source.elements("img", "object") if each is not asked.figure]
    objects = [tag("p", {}, copy_picture(each, setting.copying)) for each in placed]
    listed = tag("ul", {"class": "stack"}, *rows)
    return group(form, setting, setting.words.point_hint, *figure, *objects, listed)
