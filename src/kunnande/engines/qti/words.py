"""The few words the engine itself says to a candidate."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Interface texts in one language."""

    choose: str
    choose_one: str
    choose_several: str
    choose_at_most: str
    answer: str
    answer_of: str
    number_hint: str
    place: str
    order_hint: str
    match_hint: str
    gap_hint: str
    area: str


_SWEDISH = Words(
    choose="Välj",
    choose_one="Välj ett alternativ.",
    choose_several="Välj ett eller flera alternativ.",
    choose_at_most="Välj högst {most} alternativ.",
    answer="Ditt svar",
    answer_of="Svar {place} av {total}",
    number_hint="Skriv ett tal med siffror, till exempel 0,5.",
    place="Plats {place}",
    order_hint="Välj vad som ska stå på varje plats.",
    match_hint="Välj det som hör ihop med varje rad.",
    gap_hint="Välj ett ord till varje lucka.",
    area="Område {letter}",
)
_ENGLISH = Words(
    choose="Choose",
    choose_one="Choose one alternative.",
    choose_several="Choose one or more alternatives.",
    choose_at_most="Choose at most {most} alternatives.",
    answer="Your answer",
    answer_of="Answer {place} of {total}",
    number_hint="Write a number in digits, for example 0.5.",
    place="Place {place}",
    order_hint="Choose what belongs in each place.",
    match_hint="Choose what belongs with each row.",
    gap_hint="Choose a word for each gap.",
    area="Area {letter}",
)
_WORDS: Mapping[str, Words] = {"sv": _SWEDISH, "en": _ENGLISH}


def words_in(language: str) -> Words:
    """Return the words in a language such as ``sv`` or ``en-GB``; English if it is another."""
    return _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)
