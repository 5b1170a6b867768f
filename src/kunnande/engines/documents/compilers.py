"""The typesetter itself, one for each thread: one compiler does not take two pages at once."""

import threading
from datetime import datetime
from pathlib import Path

import typst

_FOLDER = Path(__file__).resolve().parent
_EPOCH = 0
_of_thread = threading.local()


def compile_pdf(source: str, inputs: dict[str, str], *, at: datetime | None = None) -> bytes:
    """Return a document as PDF/UA-1 and PDF/A-3a; the same values give the same bytes.

    Only the fonts inside typst are used, so a server and a laptop print the same page.

    Raises
    ------
    typst.TypstError
        The source is not typst, or the page can not be made accessible.
    """
    pages = _compiler().compile(
        input=source.encode(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-3a", "ua-1"],
        timestamp=_EPOCH if at is None else int(at.timestamp()),
    )
    if not isinstance(pages, bytes):
        msg = f"typst gave {type(pages).__name__} for a PDF"
        raise TypeError(msg)
    return pages


def _compiler() -> typst.Compiler:
    if not hasattr(_of_thread, "compiler"):
        # Files are found below this folder only: templates import "/paper.typ" from here.
        _of_thread.compiler = typst.Compiler(root=_FOLDER, ignore_system_fonts=True)
    compiler: typst.Compiler = _of_thread.compiler
    return compiler
