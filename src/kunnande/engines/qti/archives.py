"""Read and write zip archives that strangers made."""

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

MAX_FILES = 2_000
MAX_FILE_BYTES = 25_000_000
MAX_TOTAL_BYTES = 200_000_000
MAX_RATIO = 100
# Small files compress well without being bombs.
_UNSUSPICIOUS = 1_000_000
_PIECE = 65_536
_SYMLINK, _TYPES = 0o120000, 0o170000
_DRIVE = re.compile(r"^[A-Za-z]:")
_ARCHIVE_SIGNS = (b"PK\x03\x04", b"PK\x05\x06")
_NESTED = (".zip", ".jar", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class UnreadablePackageError(ValueError):
    """The bytes are not a package we can take in; the message says what to mend."""


def read_archive(data: bytes) -> Mapping[str, bytes]:
    """Return the files of a zip archive, without touching any disk.

    Parameters
    ----------
    data
        The archive; at most 2,000 files of 25 MB, 200 MB together and 100 times its own size.

    Returns
    -------
    Mapping[str, bytes]
        Path to content, without folders.

    Raises
    ------
    UnreadablePackageError
        If the bytes are no zip archive, exceed a limit, are encrypted or damaged, or hold a file
        whose name leads outside the archive, a link, an archive, or two names that some systems
        can not tell apart.
    """
    if not data.startswith(_ARCHIVE_SIGNS):
        raise UnreadablePackageError("The file is not a zip archive, or only a part of one.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            return MappingProxyType(_read_entries(archive, len(data)))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as fault:
        raise UnreadablePackageError(f"The zip archive is damaged: {fault}.") from fault
    except (ValueError, OverflowError, MemoryError) as fault:
        if isinstance(fault, UnreadablePackageError):
            raise
        raise UnreadablePackageError("The zip archive is damaged.") from fault


def write_archive(files: Mapping[str, bytes], first: str = "") -> bytes:
    """Return a zip archive of the files, the same bytes for the same files.

    ``first`` names the file to put first; the others follow by name.
    """
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda each: (each != first, each)):
            entry = ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return stream.getvalue()


def _read_entries(archive: ZipFile, size: int) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        raise UnreadablePackageError(f"The archive holds more than {MAX_FILES} files.")
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for entry in entries:
        _refuse_entry(entry)
        folded = normalize("NFC", entry.filename).casefold().rstrip("/")
        if folded in seen:
            raise UnreadablePackageError(f"'{_quoted(entry)}' is in the archive twice.")
        seen.add(folded)
        if entry.is_dir():
            continue
        files[entry.filename] = _read_entry(archive, entry, MAX_TOTAL_BYTES - total)
        total += len(files[entry.filename])
        if total > max(MAX_RATIO * size, _UNSUSPICIOUS):
            raise UnreadablePackageError("The archive unpacks to more than 100 times its size.")
    return files


def _refuse_entry(entry: ZipInfo) -> None:
    name = entry.filename
    parts = name.rstrip("/").split("/")
    outside = name.startswith("/") or "\\" in name or _DRIVE.match(name)
    if outside or not {"", ".", ".."}.isdisjoint(parts):
        raise UnreadablePackageError(f"'{_quoted(entry)}' leads outside the archive.")
    if not name.isprintable() or len(name) > 500:
        raise UnreadablePackageError(f"'{_quoted(entry)}' is no name for a file.")
    if entry.flag_bits & 0x1:
        raise UnreadablePackageError(f"'{_quoted(entry)}' is encrypted.")
    mode = entry.external_attr >> 16
    if mode & _TYPES == _SYMLINK:
        raise UnreadablePackageError(f"'{_quoted(entry)}' is a link.")
    if name.lower().endswith(_NESTED):
        raise UnreadablePackageError(f"'{_quoted(entry)}' is an archive inside the archive.")
    if entry.file_size > MAX_FILE_BYTES:
        raise UnreadablePackageError(f"'{_quoted(entry)}' is larger than 25 MB.")


def _read_entry(archive: ZipFile, entry: ZipInfo, room: int) -> bytes:
    """Return one file, counting while it unpacks: what an archive says of itself is no proof."""
    pieces: list[bytes] = []
    size = 0
    most = max(MAX_RATIO * entry.compress_size, _UNSUSPICIOUS)
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > min(MAX_FILE_BYTES, room):
                raise UnreadablePackageError(f"'{_quoted(entry)}' makes the package too large.")
            if size > most:
                raise UnreadablePackageError(
                    f"'{_quoted(entry)}' unpacks to more than 100 times its size."
                )
            pieces.append(piece)
    content = b"".join(pieces)
    if content.startswith(_ARCHIVE_SIGNS[0]):
        raise UnreadablePackageError(f"'{_quoted(entry)}' is an archive inside the archive.")
    return content


def _quoted(entry: ZipInfo) -> str:
    return entry.filename[:120].encode("unicode_escape").decode()
