"""The item bank as files: read once for all tests of its content."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

CONTENT = Path(__file__).parents[2] / "src" / "kunnande" / "site" / "content"
ITEMS = CONTENT / "items"
LANGUAGES = ("sv", "en")
NAMES = {"q": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "svg": "http://www.w3.org/2000/svg"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@cache
def read_yaml(path: str) -> dict[str, Any]:
    return yaml.safe_load((CONTENT / path).read_text(encoding="utf-8"))


CATALOGUES = sorted(path.name for path in ITEMS.glob("*.yaml"))
RECORDS = {
    record["code"]: record for name in CATALOGUES for record in read_yaml(f"items/{name}")["items"]
}
CODES = sorted(RECORDS)


def path_of(code: str, language: str) -> Path:
    return ITEMS / f"{code}.{language}.xml"


@cache
def read(code: str, language: str) -> etree._Element:
    return etree.fromstring(path_of(code, language).read_bytes())


def find(code: str, language: str, path: str) -> list[etree._Element]:
    return read(code, language).findall(path, NAMES)


def words(element: etree._Element) -> str:
    soft_hyphen = "\N{SOFT HYPHEN}"
    return " ".join("".join(element.itertext()).replace(soft_hyphen, "").split())


def printed(code: str, language: str) -> str:
    """Return everything the candidate is given, figures' descriptions included."""
    body = find(code, language, "q:qti-item-body")[0]
    return words(body)


def key(code: str, response: str = "RESPONSE") -> list[str]:
    path = f"q:qti-response-declaration[@identifier='{response}']//q:qti-value"
    return [value.text or "" for value in find(code, "sv", path)]


def alternatives(code: str, language: str) -> dict[str, str]:
    """Return choice identifier to text for choices, inline choices and spots of a picture."""
    names = ("qti-simple-choice", "qti-inline-choice", "qti-simple-associable-choice")
    found = [choice for name in names for choice in find(code, language, f".//q:{name}")]
    spots = find(code, language, ".//q:qti-hotspot-choice")
    return {choice.get("identifier", ""): words(choice) for choice in found} | {
        spot.get("identifier", ""): spot.get("hotspot-label", "") for spot in spots
    }
