"""Typeset accessible paper (PDF/UA-1 and PDF/A-3a) and draw QR codes. Values in, bytes out."""

from .characters import MISSING, printable
from .codes import qr_code
from .typesetting import Attachment, typeset

__all__ = ["MISSING", "Attachment", "printable", "qr_code", "typeset"]
