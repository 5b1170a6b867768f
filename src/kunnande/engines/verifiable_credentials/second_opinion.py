"""A second, independent canonicaliser: what two implementations agree on is what gets signed."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pyoxigraph

from .contexts import load_context


class DisagreementError(ArithmeticError):
    """Two canonicalisers give different text: nothing may be signed until somebody knows why."""


def canonicalise_elsewhere(document: Mapping[str, Any]) -> str:
    """Return the canonical N-Quads according to pyoxigraph.

    It does not say which members it dropped, so it judges a text and never replaces `canonicalise`.

    Parameters
    ----------
    document
        With bundled contexts only; they are written into the document before it is read.

    Returns
    -------
    str
        Sorted N-Quads, each ending with a line feed.

    Raises
    ------
    UnknownContextError
        If a context is not bundled.

    References
    ----------
    W3C RDF Dataset Canonicalization 1.0, section 4.4.
    """
    text = json.dumps(_with_contexts(document))
    dataset = pyoxigraph.Dataset(
        pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    written = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    lines = written.decode()
    # Only a line feed ends a statement; other separators may stand inside a text.
    return "".join(sorted(f"{line}\n" for line in lines.split("\n") if line))


def _with_contexts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: [_inlined(url) for url in member]
            if name == "@context"
            else _with_contexts(member)
            for name, member in value.items()
        }
    return [_with_contexts(member) for member in value] if isinstance(value, list) else value


@cache
def _inlined(url: str) -> Any:
    return load_context(url)["@context"]
