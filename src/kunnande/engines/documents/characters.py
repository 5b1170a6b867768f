"""What paper can show of a text."""

import re
import unicodedata
from functools import lru_cache

import typst

from .compilers import compile_pdf

# Stands for a character that no font of the page has.
MISSING = "\N{REPLACEMENT CHARACTER}"

# Forms send both signs for a new line.
_BREAK = re.compile(r"\r\n?")
# Marks that turn the direction of the text after them could make a page say something else.
_MAPPED = {**dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]), ord("\t"): " "}
_PROBE = '#set document(title: "p")\n#set text(font: "Libertinus Serif")\n#sys.inputs.character'


def printable(text: str) -> str:
    """Return a text with ``MISSING`` for every character that paper can not show.

    Marks that override the direction of writing are left out: Arabic and Hebrew need none.

    Examples
    --------
    >>> printable("Åsa Nguyễn")
    'Åsa Nguyễn'
    >>> printable("Ty" + chr(7) + "ra") == f"Ty{MISSING}ra"
    True
    """
    kept = unicodedata.normalize("NFC", _BREAK.sub("\n", text)).translate(_MAPPED)
    return "".join(character if _has_shape(character) else MISSING for character in kept)


def _has_shape(character: str) -> bool:
    is_plain = character == "\n" or (character.isascii() and character.isprintable())
    return is_plain or _can_be_set(character)


@lru_cache(maxsize=4096)
def _can_be_set(character: str) -> bool:
    try:
        compile_pdf(_PROBE, {"character": character})
    except typst.TypstError:
        return False
    return True
