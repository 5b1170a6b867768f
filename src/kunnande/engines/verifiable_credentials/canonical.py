"""A document's canonical N-Quads: the text that a signature covers."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any

from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver

from .contexts import load_context
from .guards import Quad, UnsafeDocumentError, check_address, check_graph

# The library resolves what is not an address against a default of its own and would sign that.
_NOWHERE = "https://relative.invalid/"
# The bundled contexts hold fewer than this; what a document writes out itself is not kept for long.
_MOST_CONTEXTS = 100
_PLAIN_TEXT = "http://www.w3.org/2001/XMLSchema#string"
_here = threading.local()


class JsonLdSyntaxError(UnsafeDocumentError):
    """The document is not JSON-LD that its contexts allow."""


class UncoveredTermError(ValueError):
    """A part of the document would not be covered by the signature."""


def canonicalise(document: Mapping[str, Any]) -> str:
    """Return the canonical N-Quads of a JSON-LD document.

    Parameters
    ----------
    document
        With bundled contexts; addresses are absolute. No proof.

    Returns
    -------
    str
        Sorted N-Quads, each ending with a line feed.

    Raises
    ------
    UncoveredTermError
        If a member, type or address has no meaning in the contexts, so that nothing would sign it.
    UnknownContextError
        If a context is not bundled.
    JsonLdSyntaxError
        If the contexts do not allow the document.
    PoisonedGraphError, UnsafeAddressError
        See `check_graph` and `check_address`.

    References
    ----------
    W3C RDF Dataset Canonicalization 1.0, section 4.4; JSON-LD 1.1 API, sections 5.1 and 8.1.
    """
    return str(URDNA2015().main(_read(document), {"format": "application/n-quads"}))


def read_quads(document: Mapping[str, Any]) -> list[Quad]:
    """Return a document's statements with the library's own names for unnamed nodes.

    Parameters
    ----------
    document
        As for `canonicalise`.

    Returns
    -------
    list of Quad
        Subject, predicate, object and, if named, graph, as N-Quads terms; texts not yet escaped.

    Raises
    ------
    UncoveredTermError, UnknownContextError, JsonLdSyntaxError
        See `canonicalise`.
    PoisonedGraphError, UnsafeAddressError
        See `check_graph` and `check_address`.
    """
    return list(_quads(_read(document)))


def _read(document: Mapping[str, Any]) -> dict[str, Any]:
    for context in document.get("@context", []):
        if isinstance(context, str):
            load_context(context)
    try:
        return _dataset(document)
    except jsonld.JsonLdError as cause:
        raise JsonLdSyntaxError("The document is not valid JSON-LD.") from cause


def _dataset(document: Mapping[str, Any]) -> dict[str, Any]:
    options = {
        "documentLoader": _load,
        "contextResolver": ContextResolver(_contexts_read_here(), _load),
        "base": _NOWHERE,
    }
    processor = jsonld.JsonLdProcessor(on_property_dropped=_refuse_dropped)
    expanded = processor.expand(dict(document), dict(options))
    for address in _addresses(expanded):
        if not isinstance(address, str) or address.startswith(_NOWHERE):
            raise UncoveredTermError(f"{address!r} has no meaning in the contexts.")
        check_address(address)
    dataset: dict[str, Any] = processor.to_rdf(expanded, dict(options))
    check_graph(_quads(dataset))
    return dataset


def _contexts_read_here() -> dict[str, Any]:
    """Return this thread's processed contexts: the library's own cache is shared and unsafe."""
    contexts: dict[str, Any] = _here.__dict__.setdefault("contexts", {})
    if len(contexts) > _MOST_CONTEXTS:
        contexts.clear()
    return contexts


def _load(url: str, _options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "tag": "static",
        "document": load_context(url),
    }


def _refuse_dropped(term: str | None) -> None:
    raise UncoveredTermError(f"The member {term!r} has no meaning in the contexts.")


def _addresses(expanded: Any) -> Iterator[Any]:
    if isinstance(expanded, list):
        for member in expanded:
            yield from _addresses(member)
    elif isinstance(expanded, dict):
        for key, value in expanded.items():
            if key in {"@id", "@type"}:
                yield from value if isinstance(value, list) else [value]
            else:
                yield from _addresses(value)


def _quads(dataset: Mapping[str, Any]) -> Iterator[Quad]:
    for graph, triples in dataset.items():
        name = () if graph == "@default" else (graph if graph.startswith("_:") else f"<{graph}>",)
        for triple in triples:
            yield (*(_term(triple[part]) for part in ("subject", "predicate", "object")), *name)


def _term(component: Mapping[str, str]) -> str:
    match component["type"]:
        case "IRI":
            return f"<{component['value']}>"
        case "blank node":
            return component["value"]
        case _:
            return f'"{component["value"]}"{_datatype(component)}'


def _datatype(literal: Mapping[str, str]) -> str:
    if "language" in literal:
        return f"@{literal['language']}"
    return "" if literal["datatype"] == _PLAIN_TEXT else f"^^<{literal['datatype']}>"
