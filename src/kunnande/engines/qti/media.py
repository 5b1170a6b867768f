"""Which files of a package a browser may be given: by name and by first bytes."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from .documents import UnreadableItemError, read_document

_SIGNS: Mapping[str, tuple[str, tuple[tuple[int, bytes], ...]]] = {
    ".png": ("image/png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    ".jpg": ("image/jpeg", ((0, b"\xff\xd8\xff"),)),
    ".jpeg": ("image/jpeg", ((0, b"\xff\xd8\xff"),)),
    ".gif": ("image/gif", ((0, b"GIF8"),)),
    ".webp": ("image/webp", ((0, b"RIFF"), (8, b"WEBP"))),
}
_DRAWING = "image/svg+xml"


def media_type(name: str, content: bytes) -> str:
    """Return the type of a picture that may be shown, nothing if it may not.

    Parameters
    ----------
    name
        The file's name; its ending must agree with its first bytes.
    content
        All of the file: a drawing is read through, and refused if it carries scripts, events,
        a DOCTYPE or references to other places.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".svg":
        return _DRAWING if _is_harmless_drawing(content) else ""
    known, signs = _SIGNS.get(ending, ("", ()))
    fits = signs and all(content[at : at + len(sign)] == sign for at, sign in signs)
    return known if fits else ""


def neutral_name(name: str, content: bytes) -> str:
    """Return a name by content, since the original name may tell the key."""
    return sha256(content).hexdigest()[:32] + PurePosixPath(name).suffix.lower()


def _is_harmless_drawing(content: bytes) -> bool:
    try:
        root = read_document(content)
    except UnreadableItemError:
        return False
    inside = {part.name for part in root.walk()}
    return root.name == "svg" and root.family == "svg" and "foreignObject" not in inside
