"""A scheme's package as a CFPackage of CASE 1.1 (1EdTech, Competencies and Academic Standards).

Areas and criteria are CFItems, what belongs to what is a CFAssociation, the scale of levels and
the statements people rate themselves by are CFRubrics. The text is Swedish. What CASE has no place
for lies in the extensions of each object, under the name `kunnande`: the English text, products
with their weights, forms and role templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

VERSION = "1.1"
EXTENSION = "kunnande"
ACCEPTS = "ext:acceptsResultsOf"
# The kinds of CFItem: an area, and a criterion in one of three dimensions.
ITEM_TYPES = {
    "area": "Kompetensområde",
    "knowledge": "Kunskaper",
    "skill": "Färdigheter",
    "responsibility_autonomy": "Ansvar och självständighet",
}
LEVELS, SELF_RATING = "Nivåer", "Egen bedömning"
_IN_ITEM = ("name", "description", "criteria", "self_rating", "id")

Row = dict[str, Any]


def to_case(package: Mapping[str, Any], *, creator: str, changed_at: datetime) -> Row:
    """Return the CFPackage; the same scheme gets the same identifiers every time."""
    return _Writer(package, creator, changed_at.isoformat(timespec="seconds")).write()


def identifier_of(scheme: str, *parts: str) -> UUID:
    """Return the stable identifier (UUID version 5) of a part of a scheme."""
    return uuid5(NAMESPACE_URL, "/".join(("urn:kunnande", scheme, *parts)))


class _Writer:
    def __init__(self, package: Mapping[str, Any], creator: str, changed_at: str) -> None:
        self.package, self.creator, self.changed_at = package, creator, changed_at
        self.meta = package["areas"]["meta"]
        self.areas = package["areas"]["areas"]

    def write(self) -> Row:
        return {
            "CFDocument": self._document(),
            "CFItems": [item for area in self.areas for item in self._items(area)],
            "CFAssociations": list(self._associations()),
            "CFDefinitions": {"CFItemTypes": [self._item_type(code) for code in ITEM_TYPES]},
            "CFRubrics": [self._levels(), self._self_rating()],
        }

    def _object(self, *parts: str) -> Row:
        """Return what every object of CASE carries."""
        identifier = str(identifier_of(self.meta["pack"], *parts))
        uri = f"urn:uuid:{identifier}"
        return {"identifier": identifier, "uri": uri, "lastChangeDateTime": self.changed_at}

    def _link(self, title: str, *parts: str) -> Row:
        kept = self._object(*parts)
        return {"title": title, "identifier": kept["identifier"], "uri": kept["uri"]}

    def _document(self) -> Row:
        rest = {
            name: part for name, part in self.package.items() if name not in {"areas", "levels"}
        }
        return self._object("document") | {
            "caseVersion": VERSION,
            "creator": self.creator,
            "title": self.meta["pack"],
            "description": self.meta["notice_sv"],
            "language": "sv",
            "version": self.meta["pack_version"],
            "adoptionStatus": "Draft" if self.meta["status"] == "sample" else "Adopted",
            "extensions": {EXTENSION: {**_beside(self.package["areas"]), **rest}},
        }

    def _items(self, area: Row) -> Iterator[Row]:
        rest = {name: part for name, part in area.items() if name not in _IN_ITEM}
        english = {"name": area["name"]["en"], "description": area["description"]["en"]}
        yield self._item("area", *_path(area)) | {
            "fullStatement": area["description"]["sv"],
            "abbreviatedStatement": area["name"]["sv"],
            "humanCodingScheme": area["id"],
            "extensions": {EXTENSION: {"en": english, **rest}},
        }
        for criterion in area["criteria"]:
            rest = {name: part for name, part in criterion.items() if name not in {"id", "text"}}
            yield self._item(criterion["dimension"], *_path(area), criterion["id"]) | {
                "fullStatement": criterion["text"]["sv"],
                "humanCodingScheme": criterion["id"],
                "extensions": {EXTENSION: {"en": {"text": criterion["text"]["en"]}, **rest}},
            }

    def _item(self, kind: str, *parts: str) -> Row:
        link = self._link(ITEM_TYPES[kind], "type", kind)
        title = ITEM_TYPES[kind]
        return self._object(*parts) | {"CFItemType": title, "CFItemTypeURI": link, "language": "sv"}

    def _item_type(self, kind: str) -> Row:
        title = ITEM_TYPES[kind]
        named = {"title": title, "description": title, "hierarchyCode": kind, "typeCode": kind}
        return self._object("type", kind) | named

    def _associations(self) -> Iterator[Row]:
        document = self._link(self.meta["pack"], "document")
        versions = {_path(area) for area in self.areas}
        for place, area in enumerate(self.areas, start=1):
            here = self._link(area["name"]["sv"], *_path(area))
            yield self._association("isChildOf", here, document, place)
            for number, criterion in enumerate(area["criteria"], start=1):
                part = self._link(criterion["id"], *_path(area), criterion["id"])
                yield self._association("isChildOf", part, here, number)
            for version in area["accepts"]:
                earlier = ("area", area["id"], version)
                if earlier in versions:
                    there = self._link(f"{area['id']} {version}", *earlier)
                    yield self._association(ACCEPTS, here, there, 1)

    def _association(self, kind: str, origin: Row, destination: Row, place: int) -> Row:
        names = (kind, origin["identifier"], destination["identifier"])
        return self._object("association", *names) | {
            "associationType": kind,
            "sequenceNumber": place,
            "originNodeURI": origin,
            "destinationNodeURI": destination,
        }

    def _levels(self) -> Row:
        rubric = self._object("levels")
        criterion = self._object("levels", "level") | {
            "category": LEVELS,
            "position": 1,
            "rubricId": rubric["identifier"],
            "CFRubricCriterionLevels": [
                self._object("levels", str(level["value"]))
                | {
                    "quality": level["name"]["sv"],
                    "description": level["definition"]["sv"],
                    "score": level["value"],
                    "position": level["value"],
                    "extensions": {EXTENSION: level},
                }
                for level in self.package["levels"]["scale"]["levels"]
            ],
        }
        return rubric | {"title": LEVELS, "CFRubricCriteria": [criterion]}

    def _self_rating(self) -> Row:
        rubric = self._object("self_rating")
        rows = []
        for place, area in enumerate(self.areas, start=1):
            path = _path(area)
            levels = [
                self._object("self_rating", *path, str(row["level"]))
                | {
                    "description": row["sv"],
                    "score": row["level"],
                    "position": row["level"],
                    "extensions": {EXTENSION: {"en": row["en"]}},
                }
                for row in area["self_rating"]
            ]
            link = {"CFItemURI": self._link(area["name"]["sv"], *path), "position": place}
            parts = {"rubricId": rubric["identifier"], "CFRubricCriterionLevels": levels}
            rows.append(self._object("self_rating", *path) | link | parts)
        return rubric | {"title": SELF_RATING, "CFRubricCriteria": rows}


def _beside(areas: Mapping[str, Any]) -> Row:
    """Return what stands beside the areas themselves: where they come from, their families."""
    return {name: part for name, part in areas.items() if name != "areas"}


def _path(area: Mapping[str, Any]) -> tuple[str, str, str]:
    return ("area", area["id"], area["version"])
