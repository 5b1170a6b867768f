"""The JSON-LD contexts that credentials may use: bundled, pinned, never fetched."""

import json
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

KNOWN_CONTEXTS: tuple[tuple[str, ...], ...] = (
    (CREDENTIALS_V2,),
    (CREDENTIALS_V2, OPEN_BADGES_V3),
)

_PINNED = {
    CREDENTIALS_V2: (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    OPEN_BADGES_V3: (
        "open-badges-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
}


class UnknownContextError(LookupError):
    """A document names a context that is not bundled; contexts are never fetched."""


class ContextDriftError(ValueError):
    """A bundled context differs from the one that was pinned."""


@cache
def load_context(url: str) -> dict[str, Any]:
    """Return the bundled context that stands at an address.

    Parameters
    ----------
    url
        Exactly as written in ``@context``.

    Returns
    -------
    dict
        The parsed context document; do not change it.

    Raises
    ------
    UnknownContextError
        If the context is not bundled.
    ContextDriftError
        If the bundled file no longer has its pinned SHA-256.

    Examples
    --------
    >>> sorted(load_context(OPEN_BADGES_V3))
    ['@context']
    """
    if url not in _PINNED:
        raise UnknownContextError(f"The context {url} is not bundled and is never fetched.")
    name, pinned = _PINNED[url]
    bundled = resources.files(__package__) / "standards" / name
    return read_pinned(bundled.read_bytes(), pinned)


def read_pinned(content: bytes, pinned: str) -> dict[str, Any]:
    """Return a context document after comparing it with its pin.

    Parameters
    ----------
    content
        The file as bundled.
    pinned
        SHA-256 in lower-case hexadecimal.

    Returns
    -------
    dict
        The parsed context document.

    Raises
    ------
    ContextDriftError
        If the content has another hash: every older signature would stop to verify.
    """
    if sha256(content).hexdigest() != pinned:
        raise ContextDriftError("A bundled context has changed; restore the pinned file.")
    document: dict[str, Any] = json.loads(content)
    return document
