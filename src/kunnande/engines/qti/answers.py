"""Turn posted form inputs into responses, and responses back into filled inputs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from .forms import Form, Input, lay_out
from .interactions import (
    Choice,
    ExtendedTextInteraction,
    OrderInteraction,
    SelectPointInteraction,
    SliderInteraction,
)
from .items import Item
from .values import Response, read_answer

_UNPRINTABLE = dict.fromkeys([*range(32), *range(127, 160), *range(0xD800, 0xE000)])
_UNPRINTABLE_IN_TEXTS = {sign: None for sign in _UNPRINTABLE if sign not in {9, 10}}
_LONGEST = 100_000
_Filled = tuple[tuple[str, ...], ...]


class UnknownResponseError(ValueError):
    """A posted value is not one of those offered, or there are more than can be."""


def read_responses(
    item: Item, posted: Mapping[str, Sequence[str]], *, seed: int, name_prefix: str = ""
) -> dict[str, Response]:
    """Return the responses posted from a view of the item.

    Parameters
    ----------
    item, seed, name_prefix
        As given to ``show``.
    posted
        Input name to its values; names that do not belong to the item are ignored. For an upload,
        whatever the caller wants to find the file by.

    Returns
    -------
    dict[str, Response]
        One entry per interaction; None when nothing was answered. In an order, an empty text marks
        a place that is not yet filled.

    Raises
    ------
    UnknownResponseError
        If a value was not offered, or a single input carries several values.
    """
    forms = lay_out(item, seed=seed, name_prefix=name_prefix)
    return {form.interaction.response: _gather(form, posted) for form in forms}


def selected(form: Form, response: Response) -> _Filled:
    """Return per input what is to be shown as chosen: identifiers, or the text written.

    The inverse of reading; what no input can show is left out.
    """
    values = _listed(form, response)
    if isinstance(form.interaction, SliderInteraction):
        filled: _Filled = (_on_scale(form.inputs[0], values[:1]),)
    elif _paired(form):
        pairs = [(first, second) for value in values for first, _, second in [value.partition(" ")]]
        filled = tuple(_partners(each, pairs) for each in form.inputs)
    elif form.joined > 1:
        filled = _padded([part for value in values for part in value.split(" ", 1)], form)
    elif isinstance(form.interaction, OrderInteraction) or _has_places(form):
        filled = _padded(values, form)
    else:
        filled = (tuple(values if form.inputs[0].options else values[:1]),)
    return filled


def _paired(form: Form) -> bool:
    return form.inputs[0].subject is not None


def _padded(values: Sequence[str], form: Form) -> _Filled:
    padded = [*values, *[""] * len(form.inputs)]
    return tuple((value,) if value else () for value in padded[: len(form.inputs)])


def _listed(form: Form, response: object) -> list[str]:
    # Stored responses come back from JSON as lists.
    values = response if isinstance(response, list | tuple) else [response]
    return [_printable(form, value) for value in values if isinstance(value, str)]


def _on_scale(each: Input, values: Sequence[str]) -> tuple[str, ...]:
    if not each.options:
        return tuple(values)
    held = read_answer(values[0], "float") if values else None
    marks = (option.choice.identifier for option in each.options)
    return tuple(mark for mark in marks if held and Decimal(mark) == held.atom)


def _partners(each: Input, pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    subject = each.subject.identifier if isinstance(each.subject, Choice) else each.subject
    if _is_first(each):
        return tuple(second for first, second in pairs if first == subject)
    return tuple(first for first, second in pairs if second == subject)


def _is_first(each: Input) -> bool:
    """Tell whether the input's subject stands first in its pairs: in a match, not at a gap."""
    return isinstance(each.subject, Choice) and each.subject.area is None


def _gather(form: Form, posted: Mapping[str, Sequence[str]]) -> Response:
    answers = [_answers(form, each, posted.get(each.name, ())) for each in form.inputs]
    if form.joined > 1:
        return _join(form, [answer[0] if answer else "" for answer in answers])
    if isinstance(form.interaction, OrderInteraction) or _has_places(form):
        places = [answer[0] if answer else "" for answer in answers]
        return tuple(places) if any(places) else None
    values = [
        _with_subject(each, answer)
        for each, given in zip(form.inputs, answers, strict=True)
        for answer in given
    ]
    if form.interaction.cardinality in {"multiple", "ordered"}:
        return tuple(values) or None
    if len(values) > 1:
        raise UnknownResponseError(f"{form.name} takes one answer, not {len(values)}.")
    return values[0] if values else None


def _has_places(form: Form) -> bool:
    return isinstance(form.interaction, ExtendedTextInteraction) and len(form.inputs) > 1


def _join(form: Form, parts: list[str]) -> Response:
    """Return pairs and points; one with a side missing is not yet an answer."""
    halves = zip(parts[::2], parts[1::2], strict=True)
    values = [f"{first} {second}" for first, second in halves if first and second]
    if isinstance(form.interaction, SelectPointInteraction):
        values = [value.replace(",", ".") for value in values]
    if form.interaction.cardinality == "single":
        return values[0] if values else None
    return tuple(values) or None


def _answers(form: Form, each: Input, values: Sequence[str]) -> list[str]:
    given = [text for value in values if (text := _printable(form, value).strip())]
    if each.kind != "checkbox" and len(given) > 1:
        raise UnknownResponseError(f"{each.name} takes one value, not {len(given)}.")
    if given and len(given[0]) > _LONGEST:
        raise UnknownResponseError(f"{each.name} takes at most {_LONGEST} characters.")
    if not each.options:
        return given
    offered = {option.token: option.choice.identifier for option in each.options}
    unknown = [value for value in given if value not in offered]
    if unknown:
        raise UnknownResponseError(f"{each.name} does not offer '{unknown[0][:40]}'.")
    return [offered[value] for value in dict.fromkeys(given)]


def _with_subject(each: Input, answer: str) -> str:
    if each.subject is None:
        return answer
    subject = each.subject.identifier if isinstance(each.subject, Choice) else each.subject
    return f"{subject} {answer}" if _is_first(each) else f"{answer} {subject}"


def _printable(form: Form, text: str) -> str:
    if isinstance(form.interaction, ExtendedTextInteraction):
        return text.replace("\r\n", "\n").translate(_UNPRINTABLE_IN_TEXTS)
    return text.translate(_UNPRINTABLE)
