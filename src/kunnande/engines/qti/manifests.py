"""Read what a content package says it holds."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from .archives import UnreadablePackageError
from .documents import Element, UnreadableItemError, parse, read_document

MANIFEST = "imsmanifest.xml"

_OLD_TYPE = re.compile(r"imsqti_(\w+?)_xmlv2p[012]")
_OUTSIDE = re.compile(r"^([a-z][a-z0-9+.-]*:|/|\\)", re.IGNORECASE)
# A type names what a resource is; everything else is a file that others use.
_KINDS: Mapping[str, str] = {
    "item": "item",
    "test": "test",
    "assessment": "test",
    "section": "section",
    "stimulus": "stimulus",
}
_KIND = re.compile(r"imsqti_(item|test|assessment|section|stimulus)_xmlv[23]p\d(p\d)?")


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a manifest; paths are inside the package."""

    identifier: str
    kind: str
    type: str
    path: str
    files: tuple[str, ...]
    missing: tuple[str, ...]


def read_manifest(files: Mapping[str, bytes]) -> tuple[Resource, ...]:
    """Return the resources of a package.

    Parameters
    ----------
    files
        The files of the package, with ``imsmanifest.xml`` at its top.

    Returns
    -------
    tuple[Resource, ...]
        In the manifest's order.

    Raises
    ------
    UnreadablePackageError
        If the manifest is missing or unreadable, or names a file that the package does not hold.
    """
    if MANIFEST not in files:
        raise UnreadablePackageError(f"The package has no {MANIFEST} at its top.")
    try:
        root = read_document(files[MANIFEST])
    except UnreadableItemError as fault:
        raise UnreadablePackageError(f"{MANIFEST}: {fault}") from fault
    listed = root.find("resources")
    if root.name != "manifest" or listed is None:
        raise UnreadablePackageError(f"{MANIFEST} is not the manifest of a content package.")
    resources = tuple(_read_resource(each, files) for each in listed.elements("resource"))
    if not resources:
        raise UnreadablePackageError(f"{MANIFEST} lists no resources.")
    return resources


def resolve(base: str, href: str) -> str:
    """Return the path of a file as another file of the package names it, empty if outside.

    Examples
    --------
    >>> resolve("items/a.xml", "../bild%201.png"), resolve("a.xml", "../b.xml")
    ('bild 1.png', '')
    """
    plain = unquote(href.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]).strip()
    if not plain or _OUTSIDE.match(plain) or "\\" in plain:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), plain))
    return "" if path.startswith("..") else path


def upgrade_manifest(xml: bytes) -> bytes:
    """Return the manifest with the types of QTI 2.x resources written as QTI 3.0."""
    root = parse(xml)
    for element in root.iter(etree.Element):
        named = _OLD_TYPE.fullmatch(str(element.get("type", "")))
        if named:
            element.set("type", f"imsqti_{named[1]}_xmlv3p0")
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _read_resource(element: Element, files: Mapping[str, bytes]) -> Resource:
    base = element.get("xml:base")
    listed = [element, *element.elements("file")]
    paths = [_inside(base, each.get("href")) for each in listed]
    kind = _KIND.fullmatch(element.get("type"))
    if kind and paths[0] not in files:
        raise UnreadablePackageError(
            f"{MANIFEST}: '{element.get('href')}' is missing from the package."
        )
    named = dict.fromkeys(path for path in paths if path)
    return Resource(
        identifier=element.get("identifier"),
        kind=_KINDS[kind[1]] if kind else "other",
        type=element.get("type"),
        path=paths[0],
        files=tuple(path for path in named if path in files),
        missing=tuple(path for path in named if path not in files),
    )


def _inside(base: str, href: str) -> str:
    path = resolve("", posixpath.join(base, href)) if href else ""
    if href and not path:
        raise UnreadablePackageError(f"{MANIFEST}: '{href}' lies outside the package.")
    return path
