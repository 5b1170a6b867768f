"""A CFPackage of CASE 1.1 as a scheme's package; what we need and do not find is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from kunnande.stages.framework.translate.case_writing import (
    EXTENSION,
    LEVELS,
    SELF_RATING,
    VERSION,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
REQUIRED = {
    "CFDocument": ("identifier", "uri", "creator", "title", "lastChangeDateTime"),
    "CFItems": ("identifier", "uri", "fullStatement", "lastChangeDateTime"),
    "CFAssociations": (
        "identifier",
        "uri",
        "associationType",
        "originNodeURI",
        "destinationNodeURI",
        "lastChangeDateTime",
    ),
    "CFRubrics": ("identifier", "uri", "lastChangeDateTime"),
}


def from_case(document: Mapping[str, Any]) -> tuple[Row, tuple[str, ...]]:
    """Return the package a CFPackage holds and what is missing; with problems it is empty."""
    problems = list(_problems_of_case(document)) or list(_problems_of_ours(document))
    if problems:
        return {}, tuple(problems)
    reader = _Reader(document)
    package = reader.read()
    return ({}, tuple(reader.problems)) if reader.problems else (package, ())


def _problems_of_case(document: Mapping[str, Any]) -> Iterable[str]:
    """Say what keeps a document from being a CFPackage at all."""
    for name, fields in REQUIRED.items():
        part = document.get(name)
        rows = [part] if name == "CFDocument" and part else part
        if not isinstance(rows, list) or not rows:
            yield f"{name}: " + _("saknas")
            continue
        for place, row in enumerate(rows):
            where = name if name == "CFDocument" else f"{name}[{place}]"
            if not isinstance(row, Mapping):
                yield f"{where}: " + _("är inte en post")
                continue
            yield from (
                f"{where}.{field}: " + _("saknas") for field in fields if not row.get(field)
            )
            if row.get("identifier") and not _is_uuid(row["identifier"]):
                yield f"{where}.identifier: " + _("är inte en UUID")


def _problems_of_ours(document: Mapping[str, Any]) -> Iterable[str]:
    """Say what a sound CFPackage lacks to become a scheme here."""
    about = document["CFDocument"]
    if about.get("caseVersion") != VERSION:
        yield "CFDocument.caseVersion: " + _("ska vara %(version)s") % {"version": VERSION}
    for name in ("meta", "products"):
        if not isinstance(_own(about).get(name), Mapping):
            yield f"CFDocument.extensions.{EXTENSION}.{name}: " + _("saknas")
    bare = [row["identifier"] for row in document["CFItems"] if not _own(row)]
    if bare:
        found = {"count": len(bare), "first": bare[0]}
        words = _("saknas i %(count)s poster, den första %(first)s") % found
        yield f"CFItems.extensions.{EXTENSION}: {words}"
    titles = {row.get("title") for row in document["CFRubrics"]}
    for title in (LEVELS, SELF_RATING):
        if title not in titles:
            yield "CFRubrics: " + _("”%(title)s” saknas") % {"title": title}


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.problems: list[str] = []
        self.items = {row["identifier"]: row for row in document["CFItems"]}
        self.rubrics = {row.get("title"): row for row in document["CFRubrics"]}

    def read(self) -> Row:
        own = _own(self.document["CFDocument"])
        beside = {name: own[name] for name in ("meta", "families") if name in own}
        rest = {name: part for name, part in own.items() if name not in beside}
        children = self._children()
        statements = self._statements()
        areas = [
            self._area(self.items[identifier], children, statements)
            for identifier in children.get(self.document["CFDocument"]["identifier"], ())
        ]
        levels = [_own(level) for row in self._criteria(LEVELS) for level in _levels_of(row)]
        return {
            "areas": {**beside, "areas": areas},
            "levels": {"scale": {"levels": levels}},
            **rest,
        }

    def _children(self) -> dict[str, list[str]]:
        """Return the items below the document and below each item, in their sequence."""
        found: dict[str, list[tuple[int, str]]] = {}
        known = {*self.items, self.document["CFDocument"]["identifier"]}
        for place, row in enumerate(self.document["CFAssociations"]):
            if row["associationType"] != "isChildOf":
                continue
            child, parent = (_target(row, end) for end in ("originNodeURI", "destinationNodeURI"))
            if child not in self.items or parent not in known:
                self.problems.append(f"CFAssociations[{place}]: " + _("pekar på något som saknas"))
                continue
            found.setdefault(parent, []).append((_number(row.get("sequenceNumber")), child))
        return {parent: [child for _place, child in sorted(rows)] for parent, rows in found.items()}

    def _criteria(self, title: str) -> list[Row]:
        rows = self.rubrics[title].get("CFRubricCriteria")
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    def _statements(self) -> dict[str, list[Row]]:
        """Return each item's five statements for rating oneself."""
        return {
            _target(row, "CFItemURI"): [
                {
                    "level": level.get("score"),
                    "sv": level.get("description"),
                    "en": _own(level).get("en"),
                }
                for level in _levels_of(row)
            ]
            for row in self._criteria(SELF_RATING)
        }

    def _area(
        self, item: Row, children: Mapping[str, list[str]], statements: Mapping[str, list[Row]]
    ) -> Row:
        own = _own(item)
        english = _mapping(own.get("en"))
        identifier = item["identifier"]
        return {
            "id": item.get("humanCodingScheme"),
            "name": {"sv": item.get("abbreviatedStatement"), "en": english.get("name")},
            "description": {"sv": item["fullStatement"], "en": english.get("description")},
            "criteria": [_criterion(self.items[child]) for child in children.get(identifier, ())],
            "self_rating": statements.get(identifier, []),
            **{name: part for name, part in own.items() if name != "en"},
        }


def _criterion(item: Row) -> Row:
    own = _own(item)
    return {
        "id": item.get("humanCodingScheme"),
        "text": {"sv": item["fullStatement"], "en": _mapping(own.get("en")).get("text")},
        **{name: part for name, part in own.items() if name != "en"},
    }


def _levels_of(row: Row) -> list[Row]:
    levels = row.get("CFRubricCriterionLevels")
    return (
        [level for level in levels if isinstance(level, dict)] if isinstance(levels, list) else []
    )


def _own(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(_mapping(row.get("extensions")).get(EXTENSION))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _target(row: Mapping[str, Any], end: str) -> str:
    return str(_mapping(row.get(end)).get("identifier", ""))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _is_uuid(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
