"""Keep the English translation of the Swedish interface complete: extract, check, compile."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "kunnande"
LOCALE = SOURCE / "site" / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"

# Django's lazy functions take the same arguments as those that Babel knows.
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name]
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
}
_MARKED_CONSTANT = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")


def extract() -> int:
    """Bring the English catalogue's entries in line with the source, keeping translations."""
    catalogue = _read_english()
    catalogue.update(_source_catalogue(), no_fuzzy_matching=True)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(
        written, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True
    )
    # At once: whoever reads meanwhile finds the whole of the one or the other.
    new = ENGLISH.with_suffix(".new")
    new.write_bytes(written.getvalue())
    new.replace(ENGLISH)
    return 0


def check() -> int:
    """Tell what is not translated, no longer used, or has other placeholders than its source."""
    english, source = _read_english(), _source_catalogue()
    complaints = [*_untranslated(source, english), *_unused(source, english)]
    complaints += [
        f"{_text(message)!r}: {error}" for message, found in english.check() for error in found
    ]
    for complaint in complaints:
        print(complaint)
    if complaints:
        print("Run tools/translations.py extract, then translate what is empty in", ENGLISH.name)
    return int(bool(complaints))


def compile_all() -> int:
    """Write the binary catalogue beside each catalogue."""
    for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
        with path.open("rb") as file:
            catalogue = read_po(file)
        written = BytesIO()
        write_mo(written, catalogue)
        path.with_suffix(".mo").write_bytes(written.getvalue())
    return 0


def _read_english() -> Catalog:
    if not ENGLISH.exists():
        header = "# The English translation of Kunnande's Swedish interface."
        return Catalog(locale="en", header_comment=header, fuzzy=False)
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _source_catalogue() -> Catalog:
    catalogue = Catalog(locale="en", fuzzy=False)
    in_python = extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS)
    for _file, _line, text, _comments, context in in_python:
        catalogue.add(text, context=context)
    for text, context in _in_templates():
        catalogue.add(text, context=context)
    return catalogue


def _in_templates() -> Iterator[tuple[str | tuple[str, str], str | None]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kunnande.site.settings")
    import django  # noqa: PLC0415  compiling the catalogues needs no Django
    from django.template import engines  # noqa: PLC0415
    from django.template.base import Lexer, TokenType  # noqa: PLC0415
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode  # noqa: PLC0415

    django.setup()
    for path in sorted(SOURCE.rglob("templates/**/*.*")):
        source = path.read_text(encoding="utf-8")
        nodes = engines["django"].from_string(source).template.nodelist
        for node in nodes.get_nodes_by_type(TranslateNode):
            if node.filter_expression.var.literal is not None:
                yield node.filter_expression.var.literal.replace("%", "%%"), _context(node)
        for node in nodes.get_nodes_by_type(BlockTranslateNode):
            singular, _variables = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            yield (singular, plural) if plural else singular, _context(node)
        for token in Lexer(source).tokenize():
            if token.token_type in {TokenType.VAR, TokenType.BLOCK}:
                for found in _MARKED_CONSTANT.finditer(token.contents):
                    yield (found[1] or found[2]).replace("%", "%%"), None


def _context(node: object) -> str | None:
    written = getattr(node, "message_context", None)
    return None if written is None else written.var


def _untranslated(source: Catalog, english: Catalog) -> Iterator[str]:
    for message in _entries(source):
        found = english.get(message.id, message.context)
        strings = [] if found is None else found.string
        strings = [strings] if isinstance(strings, str) else strings
        if found is None or found.fuzzy or not strings or not all(strings):
            yield f"{_text(message)!r} has no English translation"


def _unused(source: Catalog, english: Catalog) -> Iterator[str]:
    for message in _entries(english):
        if source.get(message.id, message.context) is None:
            yield f"{_text(message)!r} is translated but used nowhere"


def _entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


COMMANDS: dict[str, Callable[[], int]] = {
    "extract": extract,
    "check": check,
    "compile": compile_all,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: translations.py {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
