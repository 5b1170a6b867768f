"""Controls to write in, and those that hand something in."""

import re

from .documents import Element
from .forms import Form, Input
from .groups import Setting, choice_list, group, labelled, text_input
from .interactions import EndAttemptInteraction, SliderInteraction
from .markup import Node, tag

_MOST_LINES = 30


def text_entry(form: Form, chosen: tuple[tuple[str, ...], ...], setting: Setting) -> Element:
    """Return a short input inside a sentence."""
    (each,) = form.inputs
    source = form.interaction.source
    attributes = {"size": str(_expected(source)), "aria-label": setting.name}
    if each.kind == "text":
        return text_input(each, chosen[0], attributes)
    hint_id = f"{each.name}-hint"
    numeric = {"inputmode": "decimal", "aria-describedby": hint_id}
    hint = tag("span", {"class": "vh", "id": hint_id}, setting.words.number_hint)
    return tag("span", {}, text_input(each, chosen[0], attributes | numeric), hint)


def extended_text(form: Form, chosen: tuple[tuple[str, ...], ...], setting: Setting) -> Element:
    """Return one or several larger fields."""
    rows = str(min(max(_whole(form.interaction.source, "expected-lines") or 6, 2), _MOST_LINES))
    fields = [
        _area(each, written, {"rows": rows})
        for each, written in zip(form.inputs, chosen, strict=True)
    ]
    if len(fields) == 1:
        name = {"aria-label": setting.name}
        shown: Node = _area(form.inputs[0], chosen[0], {"rows": rows, **name})
    else:
        numbered = enumerate(zip(form.inputs, fields, strict=True), start=1)
        shown = tag("ol", {"class": "stack"}, *[
            labelled(each, setting.words.answer_of.format(place=place, total=len(fields)), field)
            for place, (each, field) in numbered
        ])  # fmt: skip
    return group(form, setting, setting.words.text_hint, shown)


def slider(
    form: Form, chosen: tuple[tuple[str, ...], ...], setting: Setting, scale: SliderInteraction
) -> Element:
    """Return a short scale as a row of buttons, a long one as a number to write.

    The browser's own slider always stands somewhere, so nobody could tell that it is unanswered.
    """
    ends = {"lower": _plain(scale.lower), "upper": _plain(scale.upper), "step": _plain(scale.step)}
    hint = setting.words.scale_hint.format(**ends)
    (each,) = form.inputs
    if each.options:
        return group(form, setting, setting.words.choose_one,
                     choice_list(each, chosen[0], setting))  # fmt: skip
    attributes = {"size": "8", "inputmode": "decimal", "aria-label": setting.name}
    return group(form, setting, hint, text_input(each, chosen[0], attributes))


def upload(form: Form, setting: Setting) -> Element:
    """Return an input that hands in a file."""
    (each,) = form.inputs
    attributes = {"class": "input", "type": "file", "name": each.name, "id": each.name}
    field = tag("input", {**attributes, "aria-label": setting.name})
    return group(form, setting, setting.words.file_hint, field)


def end_attempt(form: Form, setting: Setting, asked: EndAttemptInteraction) -> Element:
    """Return a button that hands in what is done so far."""
    (each,) = form.inputs
    token = each.options[0].token
    attributes = {"class": "btn", "type": "submit", "name": each.name, "value": token}
    return tag("button", attributes, asked.title or setting.name)


def _area(each: Input, written: tuple[str, ...], attributes: dict[str, str]) -> Element:
    shared = {"class": "input", "name": each.name, "id": each.name, **attributes}
    return tag("textarea", shared, written[0] if written else "")


def _plain(amount: object) -> str:
    return f"{amount:f}"


def _expected(source: Element) -> int:
    return min(max(_whole(source, "expected-length") or 12, 4), 40)


def _whole(source: Element, attribute: str) -> int | None:
    text = source.get(attribute)
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None
