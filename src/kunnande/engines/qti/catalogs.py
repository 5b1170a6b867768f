"""Help with words: glossaries, translations and plain language from an item's catalogs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .bodies import Copying, copy_content, copy_phrase, language_attribute
from .documents import Element
from .markup import Node, spoken, tag
from .words import Words

# Spoken, tactile and signed supports need files and devices of their own.
SUPPORTS = ("glossary-on-screen", "keyword-translation", "linguistic-guidance")


@dataclass(frozen=True, slots=True)
class Support:
    """One help for one word or passage of an item."""

    kind: str
    subject: Element
    content: Element


def find_supports(roots: tuple[Element, ...], wanted: Mapping[str, str]) -> tuple[Support, ...]:
    """Return the help that a candidate is to have, in the order of the text.

    Parameters
    ----------
    roots
        Items' or stimuli's root elements, each with its body and its catalogs.
    wanted
        Kind of support to language (``sv``, ``ar``); an empty language takes the default one.
        Kinds that are not in ``SUPPORTS`` give nothing.
    """
    cards = {name: tuple(_cards(root, name)) for root in roots for name in _catalogs(root)}
    return tuple(
        Support(kind, subject, content)
        for root in roots
        for subject in _subjects(root)
        for kind, card in cards.get(subject.get("data-catalog-idref"), ())
        if kind in wanted and (content := _content(card, wanted[kind]))
    )


def show_supports(
    supports: tuple[Support, ...], copying: Copying, words: Words
) -> tuple[Element, ...]:
    """Return a section with one foldable entry for each word; nothing when there is no help."""
    if not supports:
        return ()
    entries: list[Node] = [tag("h2", {}, words.word_help)]
    for support in supports:
        word = copy_phrase(support.subject, copying)
        named = tag("summary", {}, spoken(word)[:80])
        content = copy_content(support.content, copying)
        kind = tag("p", {"class": "kicker"}, words.supports[support.kind])
        body = tag("div", language_attribute(support.content), *content)
        entries.append(tag("details", {}, named, kind, body))
    return (tag("section", {"class": "stack"}, *entries),)


def _catalogs(root: Element) -> list[str]:
    return [part.get("id") for part in root.walk() if part.name == "qti-catalog"]


def _cards(root: Element, name: str) -> Iterator[tuple[str, Element]]:
    for catalog in root.walk():
        if catalog.name == "qti-catalog" and catalog.get("id") == name:
            for card in catalog.elements("qti-card"):
                if card.get("support") in SUPPORTS:
                    yield card.get("support"), card


def _subjects(root: Element) -> Iterator[Element]:
    bodies = root.elements("qti-item-body", "qti-stimulus-body")
    return (part for body in bodies for part in body.walk() if part.get("data-catalog-idref"))


def _content(card: Element, language: str) -> Element | None:
    entries = card.elements("qti-card-entry")
    if not entries:
        return card.find("qti-html-content")
    wanted = language.split("-", maxsplit=1)[0].lower()
    fitting = [entry for entry in entries if _speaks(entry, wanted)]
    preferred = fitting or ([] if wanted else [entry for entry in entries if entry.get("default")])
    for entry in preferred:
        content = entry.find("qti-html-content")
        if content:
            return _spoken_in(content, entry)
    return None


def _speaks(entry: Element, language: str) -> bool:
    return bool(language) and entry.get("xml:lang").lower().split("-")[0] == language


def _spoken_in(content: Element, entry: Element) -> Element:
    attributes = {"xml:lang": entry.get("xml:lang"), **content.attributes}
    return tag(content.name, attributes, *content.children)
