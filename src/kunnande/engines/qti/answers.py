"""Turn posted form inputs into responses, and responses back into filled inputs."""

from collections.abc import Mapping, Sequence

from .forms import Form, Input, lay_out
from .interactions import Choice, OrderInteraction
from .items import Item
from .values import Response

_UNPRINTABLE = dict.fromkeys([*range(32), *range(127, 160), *range(0xD800, 0xE000)])


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
        Input name to its values; names that do not belong to the item are ignored.

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


def selected(form: Form, response: Response) -> tuple[tuple[str, ...], ...]:
    """Return per input what is to be shown as chosen: identifiers, or the text written.

    The inverse of reading; what no input can show is left out.
    """
    values = _listed(response)
    if not form.inputs[0].options:
        return (values[:1],)
    if isinstance(form.interaction, OrderInteraction):
        padded = (*values, *[""] * len(form.inputs))
        return tuple((value,) if value else () for value in padded[: len(form.inputs)])
    if form.inputs[0].subject is None:
        return (values,)
    pairs = [(first, second) for value in values for first, _, second in [value.partition(" ")]]
    return tuple(_partners(each, pairs) for each in form.inputs)


def _listed(response: object) -> tuple[str, ...]:
    # Stored responses come back from JSON as lists.
    values = response if isinstance(response, list | tuple) else [response]
    return tuple(_printable(value) for value in values if isinstance(value, str))


def _partners(each: Input, pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    if isinstance(each.subject, Choice):
        return tuple(second for first, second in pairs if first == each.subject.identifier)
    return tuple(first for first, second in pairs if second == each.subject)


def _gather(form: Form, posted: Mapping[str, Sequence[str]]) -> Response:
    answers = [_answers(each, posted.get(each.name, ())) for each in form.inputs]
    if isinstance(form.interaction, OrderInteraction):
        places = [answer[0] if answer else "" for answer in answers]
        return tuple(places) if any(places) else None
    values = [
        _paired(each, answer)
        for each, given in zip(form.inputs, answers, strict=True)
        for answer in given
    ]
    if form.interaction.cardinality != "single":
        return tuple(values) or None
    if len(values) > 1:
        raise UnknownResponseError(f"{form.name} takes one answer, not {len(values)}.")
    return values[0] if values else None


def _answers(each: Input, values: Sequence[str]) -> list[str]:
    given = [text for value in values if (text := _printable(value).strip())]
    if each.kind != "checkbox" and len(given) > 1:
        raise UnknownResponseError(f"{each.name} takes one value, not {len(given)}.")
    if not each.options:
        return given
    offered = {option.token: option.choice.identifier for option in each.options}
    unknown = [value for value in given if value not in offered]
    if unknown:
        raise UnknownResponseError(f"{each.name} does not offer '{unknown[0][:40]}'.")
    return [offered[value] for value in dict.fromkeys(given)]


def _paired(each: Input, answer: str) -> str:
    if isinstance(each.subject, Choice):
        return f"{each.subject.identifier} {answer}"
    return f"{answer} {each.subject}" if each.subject else answer


def _printable(text: str) -> str:
    return text.translate(_UNPRINTABLE)
