"""Typeset accessible paper (PDF/UA-1, PDF/A-3a), write editable text, draw QR codes."""

from .characters import MISSING, printable
from .codes import qr_code
from .editable import Heading, Pairs, Paragraph, write_open_document
from .typesetting import Attachment, typeset

__all__ = [
    "MISSING",
    "Attachment",
    "Heading",
    "Pairs",
    "Paragraph",
    "printable",
    "qr_code",
    "typeset",
    "write_open_document",
]
