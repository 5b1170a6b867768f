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
    choose_at_least: str
    answer: str
    answer_of: str
    number_hint: str
    text_hint: str
    scale_hint: str
    place: str
    order_hint: str
    match_hint: str
    gap_hint: str
    pair: str
    first_of_pair: str
    second_of_pair: str
    pair_hint: str
    area: str
    area_hint: str
    point: str
    across: str
    down: str
    point_hint: str
    file_hint: str
    feedback: str
    word_help: str
    supports: Mapping[str, str]
    too_many: str
    too_few: str
    other_form: str


_SWEDISH = Words(
    choose="Välj",
    choose_one="Välj ett alternativ.",
    choose_several="Välj ett eller flera alternativ.",
    choose_at_most="Välj högst {most} alternativ.",
    choose_at_least="Välj minst {least} alternativ.",
    answer="Ditt svar",
    answer_of="Svar {place} av {total}",
    number_hint="Skriv ett tal med siffror, till exempel 0,5.",
    text_hint="Skriv med egna ord.",
    scale_hint="Skriv ett tal från {lower} till {upper}, i steg om {step}.",
    place="Plats {place}",
    order_hint="Välj vad som ska stå på varje plats.",
    match_hint="Välj det som hör ihop med varje rad.",
    gap_hint="Välj ett ord till varje lucka.",
    pair="Par {place}",
    first_of_pair="Par {place}, det ena",
    second_of_pair="Par {place}, det andra",
    pair_hint="Välj två som hör ihop i varje par. Alla par behöver inte användas.",
    area="Område {letter}",
    area_hint="Välj det som hör till varje område.",
    point="Punkt {place}",
    across="Punkt {place}, från vänster",
    down="Punkt {place}, uppifrån",
    point_hint="Läs av skalan längs bildens kanter och skriv var punkten ligger.",
    file_hint="Välj en fil att lämna in.",
    feedback="Återkoppling",
    word_help="Ordhjälp",
    supports={
        "glossary-on-screen": "Förklaring",
        "keyword-translation": "Översättning",
        "linguistic-guidance": "Med enklare ord",
    },
    too_many="Välj högst {most}.",
    too_few="Välj eller skriv minst {least}.",
    other_form="Svaret ska skrivas på ett annat sätt.",
)
_ENGLISH = Words(
    choose="Choose",
    choose_one="Choose one alternative.",
    choose_several="Choose one or more alternatives.",
    choose_at_most="Choose at most {most} alternatives.",
    choose_at_least="Choose at least {least} alternatives.",
    answer="Your answer",
    answer_of="Answer {place} of {total}",
    number_hint="Write a number in digits, for example 0.5.",
    text_hint="Write in your own words.",
    scale_hint="Write a number from {lower} to {upper}, in steps of {step}.",
    place="Place {place}",
    order_hint="Choose what belongs in each place.",
    match_hint="Choose what belongs with each row.",
    gap_hint="Choose a word for each gap.",
    pair="Pair {place}",
    first_of_pair="Pair {place}, the one",
    second_of_pair="Pair {place}, the other",
    pair_hint="Choose two that belong together in each pair. Not every pair need be used.",
    area="Area {letter}",
    area_hint="Choose what belongs to each area.",
    point="Point {place}",
    across="Point {place}, from the left",
    down="Point {place}, from the top",
    point_hint="Read the scale along the edges of the picture and write where the point lies.",
    file_hint="Choose a file to hand in.",
    feedback="Feedback",
    word_help="Help with words",
    supports={
        "glossary-on-screen": "Explanation",
        "keyword-translation": "Translation",
        "linguistic-guidance": "In plainer words",
    },
    too_many="Choose at most {most}.",
    too_few="Choose or write at least {least}.",
    other_form="The answer should be written in another way.",
)
_WORDS: Mapping[str, Words] = {"sv": _SWEDISH, "en": _ENGLISH}


def words_in(language: str) -> Words:
    """Return the words in a language such as ``sv`` or ``en-GB``; English if it is another."""
    return _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)
