"""Say whether responses keep to what an item asks for: how many, and in which form."""

from collections.abc import Mapping

from .interactions import Interaction, SliderInteraction, UploadInteraction
from .items import Item
from .patterns import InvalidPatternError, matches, read_pattern
from .values import Response, read_answer
from .words import Words, words_in


def find_broken_limits(
    item: Item, responses: Mapping[str, Response], *, language: str
) -> dict[str, str]:
    """Return what to say about each response that breaks a limit of its interaction.

    Parameters
    ----------
    item
        The item as read.
    responses
        As read from a form; unanswered interactions only break a least number.
    language
        ``sv`` or ``en``.

    Returns
    -------
    dict[str, str]
        Response identifier to a sentence; empty when all is well. Nothing here depends on the key.
    """
    words = words_in(language)
    said = {
        interaction.response: _fault(interaction, responses.get(interaction.response), words)
        for interaction in item.interactions
    }
    return {name: sentence for name, sentence in said.items() if sentence}


def _fault(interaction: Interaction, response: Response, words: Words) -> str:
    given = [response] if isinstance(response, str) else list(response or ())
    filled = [text for text in given if text.strip()]
    least = max(interaction.min_choices, _least_texts(interaction))
    if len(filled) < least:
        return words.too_few.format(least=least)
    if interaction.max_choices and len(filled) > interaction.max_choices:
        return words.too_many.format(most=interaction.max_choices)
    fitting = all(_fits(interaction, text) for text in filled)
    return "" if fitting else words.other_form


def _least_texts(interaction: Interaction) -> int:
    text = interaction.source.get("min-strings")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _fits(interaction: Interaction, text: str) -> bool:
    if isinstance(interaction, UploadInteraction):
        return True
    held = read_answer(text, interaction.base_type)
    if interaction.base_type != "record" and held is None:
        return False
    if isinstance(interaction, SliderInteraction):
        amount = held.numbers[0] if held else None
        return amount is not None and interaction.lower <= amount <= interaction.upper
    pattern = interaction.source.get("pattern-mask")
    return not pattern or _matches(pattern, text)


def _matches(pattern: str, text: str) -> bool:
    try:
        return matches(read_pattern(pattern), text) is not False
    except InvalidPatternError:
        # A mask nobody can follow holds nobody up.
        return True
