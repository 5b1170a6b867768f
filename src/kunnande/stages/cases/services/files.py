"""What of somebody's file is taken: its size, its kind and a name that leads nowhere."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import MappingProxyType

from django.utils.translation import gettext as _

LARGEST_FILE_BYTES = 10 * 1024 * 1024
# What a file begins with decides what it is; the name and the browser's word do not.
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
ENDINGS = MappingProxyType(
    {
        "application/pdf": (".pdf",),
        "image/png": (".png",),
        "image/jpeg": (".jpg", ".jpeg"),
    }
)


class RefusedFileError(ValueError):
    """The file is too large, empty or of a kind that is not taken."""


def read_media_type(content: bytes) -> str:
    """Return what a file is by what it begins with. Raises RefusedFileError."""
    if not content:
        raise RefusedFileError(_("Filen är tom."))
    if len(content) > LARGEST_FILE_BYTES:
        raise RefusedFileError(_("Filen är större än 10 MB. Välj en mindre fil eller ett foto."))
    for magic, media_type in MAGIC:
        if content.startswith(magic):
            return media_type
    raise RefusedFileError(_("Vi tar emot PDF, PNG och JPEG. Spara om filen och försök igen."))


def readable_name(name: str, media_type: str) -> str:
    """Return a name that leads nowhere and ends as what the file is."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(c for c in plain if c.isprintable()).strip(". ") or _("fil")
    endings = ENDINGS[media_type]
    if shown.lower().endswith(endings):
        return shown[-200:]
    return shown[:190] + endings[0]
