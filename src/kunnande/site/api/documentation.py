"""The OpenAPI document as a page of our own: nothing is fetched from anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from kunnande.site.access import API_NAMESPACE, ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Node = Mapping[str, Any]

_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Value:
    """One parameter or one field: what it is called, of what type, and whether it is needed."""

    name: str
    where: str
    type: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    roles: tuple[str, ...]
    takes: tuple[Value, ...]
    gives: tuple[Value, ...]
    gives_status: str

    @property
    def requires_something(self) -> bool:
        return any(value.is_required for value in self.takes)


@dataclass(frozen=True)
class Chapter:
    """The operations of one room."""

    name: str
    operations: tuple[Operation, ...]


def list_chapters(document: Node) -> tuple[Chapter, ...]:
    """Return every operation of a document, room by room in the order of the journey."""
    chapters: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            told = _operation(document, path, method, operation)
            chapters.setdefault(operation["tags"][0], []).append(told)
    return tuple(Chapter(name, tuple(found)) for name, found in chapters.items())


def _operation(document: Node, path: str, method: str, operation: Node) -> Operation:
    parameters = (
        Value(row["name"], row["in"], _type_of(row["schema"]), bool(row.get("required")))
        for row in operation.get("parameters", ())
    )
    status = next(code for code in operation["responses"] if code != "default")
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        roles=tuple(sorted(ROUTES.get(f"{API_NAMESPACE}:{operation['operationId']}", ()))),
        takes=tuple(chain(parameters, _fields_in(document, operation.get("requestBody", {})))),
        gives=tuple(_fields_in(document, operation["responses"][status])),
        gives_status=status,
    )


def _fields_in(document: Node, message: Node) -> Iterator[Value]:
    for content in message.get("content", {}).values():
        yield from _fields_of(document, content.get("schema", {}))


def _fields_of(document: Node, schema: Node, within: str = "") -> Iterator[Value]:
    """Yield the fields of an object, each followed by the fields of what it holds."""
    named = _named_in(document, schema)
    if named.get("type") == "array":
        yield from _fields_of(document, named.get("items", {}), within)
        return
    required = set(named.get("required", ()))
    for name, field in named.get("properties", {}).items():
        yield Value(f"{within}{name}", "body", _type_of(field), name in required)
        inner = next((part for part in field.get("anyOf", ()) if "$ref" in part), field)
        if inner.get("type") == "array":
            yield from _fields_of(document, inner.get("items", {}), f"{within}{name}[].")
        elif "$ref" in inner:
            yield from _fields_of(document, inner, f"{within}{name}.")


def _named_in(document: Node, schema: Node) -> Node:
    if "$ref" not in schema:
        return schema
    found: Node = document["components"]["schemas"][schema["$ref"].removeprefix(_REFERENCE)]
    return found


def _type_of(schema: Node) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    if "anyOf" in schema:
        return " | ".join(_type_of(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type_of(schema.get('items', {}))}]"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type", "any"))
