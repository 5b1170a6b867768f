"""What a document and its graph must be before costly or lossy steps are taken on them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

MAX_CHARACTERS = 400_000
MAX_VALUES = 5_000
MAX_DEPTH = 16
MAX_BLANK_NODES = 500
MAX_ALIKE_BLANK_NODES = 4
MAX_WHOLE_NUMBER = 2**53

# RDFC-1.0 leaves line breaks and tabs readable; every other control character, and what XML 1.1
# does not count as a character, is escaped differently by different canonicalisers.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_BLANK = re.compile(r"_:[A-Za-z0-9]+")

Quad = tuple[str, ...]


class UnsafeDocumentError(ValueError):
    """The document can not be signed or checked safely."""


class DocumentTooLargeError(UnsafeDocumentError):
    """The document is larger or deeper than any credential made here."""


class ControlCharacterError(UnsafeDocumentError):
    """A text holds a control character or half a surrogate pair, often from a paste."""


class AmbiguousKeyError(UnsafeDocumentError):
    """A member is a JSON-LD keyword or an address, so the JSON may say other than the graph."""


class UnsupportedValueError(UnsafeDocumentError):
    """A value is null or a fraction, which canonicalisers drop or write differently."""


class PoisonedGraphError(UnsafeDocumentError):
    """The graph has so many nodes without a name that ordering them could take for ever."""


class UnsafeAddressError(UnsafeDocumentError):
    """An address holds characters that an address may not have."""


def check_document(document: Mapping[str, Any]) -> None:
    """Refuse a JSON document that can not be signed or checked safely.

    Parameters
    ----------
    document
        A credential as parsed JSON. ``@context`` is allowed at the top, and again further down if
        it is the very same, as in an endorsement: repeating it changes nothing.

    Raises
    ------
    DocumentTooLargeError
        Beyond 400,000 characters, 5,000 values or 16 levels.
    ControlCharacterError
        If a text holds a control character other than tab and line breaks, or a lone surrogate.
    AmbiguousKeyError
        If a member name contains ``@`` or ``:``.
    UnsupportedValueError
        If a value is null, a fraction, a number of 2**53 or more, or not JSON.

    References
    ----------
    W3C RDF Dataset Canonicalization 1.0, security considerations (dataset poisoning).
    """
    texts: list[str] = []
    context = document.get("@context")
    # A stack, not recursion: a hostile document may be deeper than the interpreter's stack.
    stack: list[tuple[Any, int]] = [(document, 0)]
    while stack:
        value, depth = stack.pop()
        if depth > MAX_DEPTH or len(texts) + len(stack) > MAX_VALUES:
            raise DocumentTooLargeError("The document is larger than a credential may be.")
        members = _members(value, context, texts)
        texts += [member for member in members if isinstance(member, str)]
        stack += [(member, depth + 1) for member in members if not isinstance(member, str)]
    if len(texts) > MAX_VALUES:
        raise DocumentTooLargeError("The document is larger than a credential may be.")
    check_texts(texts)


def check_texts(texts: Sequence[str]) -> None:
    """Refuse texts that can not be signed or checked safely.

    Parameters
    ----------
    texts
        All that stand in a document, or in one whose structure has been checked before.

    Raises
    ------
    DocumentTooLargeError, ControlCharacterError
        See `check_document`.
    """
    joined = "".join(texts)
    if len(joined) > MAX_CHARACTERS:
        raise DocumentTooLargeError("The document is larger than a credential may be.")
    found = _CONTROLS.search(joined)
    if found:
        raise ControlCharacterError(
            f"A text holds the control character U+{ord(found[0]):04X}; write it again."
        )


def check_address(address: str) -> None:
    """Refuse an address that could break out of its place in a statement.

    Parameters
    ----------
    address
        An absolute IRI or a blank node identifier.

    Raises
    ------
    UnsafeAddressError
        If it holds a space, a control character, a quote, a backslash or a bracket.

    References
    ----------
    W3C RDF 1.1 N-Quads, production IRIREF.
    """
    if _UNSAFE_IRI.search(address):
        raise UnsafeAddressError(f"{address!r} holds a character that an address may not have.")


def check_graph(quads: Iterable[Quad]) -> None:
    """Refuse a graph whose blank nodes could make canonicalisation explode.

    Parameters
    ----------
    quads
        Terms in N-Quads form: subject, predicate, object and, if named, graph.

    Raises
    ------
    PoisonedGraphError
        If there are more than 500 blank nodes, or more than 4 that their own quads do not tell
        apart: the cost grows with the factorial of the number of such nodes.

    References
    ----------
    W3C RDF Dataset Canonicalization 1.0, section 4.6 (Hash First Degree Quads).
    """
    described: dict[str, list[str]] = {}
    for quad in quads:
        for node in {term for term in quad if _BLANK.fullmatch(term)}:
            described.setdefault(node, []).append(_seen_from(node, quad))
    if len(described) > MAX_BLANK_NODES:
        raise PoisonedGraphError("The document has too many parts without a name.")
    alike = Counter(
        sha256("\n".join(sorted(lines)).encode()).digest() for lines in described.values()
    )
    if sum(count for count in alike.values() if count > 1) > MAX_ALIKE_BLANK_NODES:
        raise PoisonedGraphError("Too many parts without a name look alike.")


def _members(value: Any, context: Any, texts: list[str]) -> Collection[Any]:
    if isinstance(value, dict):
        texts.extend(value)
        for key in [key for key in value if "@" in key or ":" in key]:
            if key != "@context" or context is None or value[key] != context:
                raise AmbiguousKeyError(f"The member {key!r} is a JSON-LD keyword or an address.")
        return value.values()
    if isinstance(value, list):
        return value
    if not isinstance(value, int) or abs(value) >= MAX_WHOLE_NUMBER:
        raise UnsupportedValueError("Values are texts, whole numbers, true and false only.")
    return ()


def _seen_from(node: str, quad: Quad) -> str:
    return " ".join(
        ("_:a" if term == node else "_:z") if _BLANK.fullmatch(term) else term for term in quad
    )
