"""A certificate inside its picture: written into PNG and SVG, and taken out safely."""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_PICTURE_BYTES = 10_000_000
MAX_CREDENTIAL_BYTES = 400_000

_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"openbadgecredential"
_SVG = "{http://www.w3.org/2000/svg}"
_BADGE = "{https://purl.imsglobal.org/ob/v3p0}"
# What can run or fetch when the picture is shown.
_ACTIVE = {"script", "foreignObject", "iframe", "object", "embed", "handler", "animate", "set"}


class PictureError(ValueError):
    """The picture can not be read, is too large, or holds no certificate or several."""


def bake(picture: bytes, credential: Mapping[str, Any] | str) -> bytes:
    """Return the picture with a certificate in it; one that was there is replaced.

    Parameters
    ----------
    picture
        PNG or SVG, at most 10 MB.
    credential
        Signed: a JSON object, or the text of a VC-JWT.

    Returns
    -------
    bytes
        The same kind of picture; an SVG comes without anything that runs.

    Raises
    ------
    PictureError
        If it is neither a PNG nor an SVG.

    References
    ----------
    1EdTech Open Badges 3.0, sections 5.3.1 (PNG) and 5.3.2 (SVG).
    """
    text = credential if isinstance(credential, str) else json.dumps(credential, ensure_ascii=False)
    if picture.startswith(_PNG):
        return _bake_png(picture, text)
    root = _read_svg(picture)
    for child in list(root.findall(f"{_BADGE}credential")):
        root.remove(child)
    _strip_active(root)
    register_namespace("", _SVG[1:-1])
    register_namespace("openbadges", _BADGE[1:-1])
    holder = SubElement(root, f"{_BADGE}credential")
    if isinstance(credential, str):
        holder.set("verify", credential)
    else:
        holder.text = text
    return bytes(tostring(root, encoding="utf-8"))


def extract(picture: bytes) -> str:
    """Return the text of the certificate in a picture; nothing about it is believed yet.

    Parameters
    ----------
    picture
        PNG or SVG from anywhere.

    Returns
    -------
    str
        JSON or VC-JWT, at most 400,000 bytes.

    Raises
    ------
    PictureError
        If the picture is damaged or too large, or holds no certificate or several. Entities are
        refused and decompression stops at the bound.

    References
    ----------
    1EdTech Open Badges 3.0, section 5.3.
    """
    if picture.startswith(_PNG):
        found = [_text_of(data) for kind, data in _chunks(picture) if _is_ours(kind, data)]
    else:
        holders = _read_svg(picture).findall(f"{_BADGE}credential")
        found = [holder.get("verify") or holder.text or "" for holder in holders]
    if len(found) != 1 or len(found[0].encode()) > MAX_CREDENTIAL_BYTES:
        raise PictureError("The picture holds no certificate, or several, or one too large.")
    return found[0].strip()


def _bake_png(picture: bytes, text: str) -> bytes:
    kept = [(kind, data) for kind, data in _chunks(picture) if not _is_ours(kind, data)]
    # Keyword, no compression, no language, no translated keyword, text.
    ours = (b"iTXt", _KEYWORD + b"\x00\x00\x00\x00\x00" + text.encode())
    return _PNG + b"".join(_chunk(*each) for each in (kept[0], ours, *kept[1:]))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    if len(picture) > MAX_PICTURE_BYTES:
        raise PictureError("The picture is too large.")
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        head = picture[place : place + 8]
        if len(head) < 8:
            raise PictureError("The picture is cut off.")
        length, kind = struct.unpack(">I4s", head)
        data = picture[place + 8 : place + 8 + length]
        if _chunk(kind, data) != picture[place : place + 12 + length]:
            raise PictureError("The picture is damaged.")
        yield kind, data
        place += 12 + length


def _is_ours(kind: bytes, data: bytes) -> bool:
    return kind == b"iTXt" and data.startswith(_KEYWORD + b"\x00")


def _text_of(data: bytes) -> str:
    flags, rest = data[len(_KEYWORD) + 1 :][:2], data[len(_KEYWORD) + 3 :]
    _language, _, rest = rest.partition(b"\x00")
    _translated, _, text = rest.partition(b"\x00")
    try:
        if flags == b"\x01\x00":
            expander = zlib.decompressobj()
            text = expander.decompress(text, MAX_CREDENTIAL_BYTES + 1)
        elif flags[:1] != b"\x00":
            raise PictureError("The text in the picture is packed in an unknown way.")
        return text.decode()
    except (zlib.error, UnicodeDecodeError) as cause:
        raise PictureError("The text in the picture can not be read.") from cause


def _read_svg(picture: bytes) -> Element:
    if len(picture) > MAX_PICTURE_BYTES:
        raise PictureError("The picture is too large.")
    try:
        root: Element = fromstring(picture, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as cause:
        raise PictureError("The picture is neither a PNG nor an SVG that can be read.") from cause
    if root.tag != f"{_SVG}svg":
        raise PictureError("The picture is neither a PNG nor an SVG.")
    return root


def _strip_active(root: Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).rpartition("}")[2] in _ACTIVE:
                parent.remove(child)
        for name, value in list(parent.attrib.items()):
            local = name.rpartition("}")[2].lower()
            fetches = local == "href" and not value.strip().startswith(("#", "data:image/"))
            if local.startswith("on") or fetches:
                del parent.attrib[name]
