"""The API as a whole: the rooms' routers under one address, one guard and one form of refusal."""

from __future__ import annotations

import json
import re
from functools import cache
from http import HTTPStatus
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.parser import Parser

from kunnande.site.access import API_NAMESPACE
from kunnande.site.api.files import router as files
from kunnande.site.api.guard import SessionAuth, TokenAuth
from kunnande.site.api.problems import MEDIA_TYPE, answer_problems
from kunnande.site.home.api import router as home
from kunnande.site.languages import API
from kunnande.stages.booking.api import mine as bookings, others as sessions, schedules, stops
from kunnande.stages.cases.api import router as cases
from kunnande.stages.centres.api import (
    accreditation as accreditations,
    audits,
    places as centre_places,
    staff as centre_staff,
)
from kunnande.stages.credentials.api import router as credentials
from kunnande.stages.decision.api import router as decision
from kunnande.stages.development.api import courses, plans, pooling, providing
from kunnande.stages.disclosure.api import router as disclosure
from kunnande.stages.framework.api import router as framework
from kunnande.stages.itembank.api import router as itembank
from kunnande.stages.ledger.api import router as ledger
from kunnande.stages.measurement.api import router as measurement
from kunnande.stages.parties.api import router as parties
from kunnande.stages.parties.api.gender import router as gender
from kunnande.stages.parties.api.labour import router as labour
from kunnande.stages.practice.api import assessing, planning, protocols
from kunnande.stages.programme.api import (
    aid,
    claims,
    companies as programme_companies,
    following,
    hours,
    money,
    programmes,
    steering,
    targets,
)
from kunnande.stages.requirements.api import deviations, imports, roles
from kunnande.stages.supply.api import router as supply
from kunnande.stages.testing.api import leading, sitting, supervision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest
    from ninja.operation import Operation


_PROBLEM = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
        "problems": {"type": "array", "items": {"type": "string"}},
    },
}
_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


class ReadableParser(Parser):
    """Refuses text that no column can hold, wherever in the body it stands."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(request.body)
        if any(_UNREADABLE.search(text) for text in _texts(body)):
            raise HttpError(HTTPStatus.BAD_REQUEST, "unreadable")
        return body


class KunnandeAPI(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name the access table calls the operation by."""
        return operation.view_func.__name__


def name_of(request: HttpRequest) -> str:
    """Return the route name of the operation a request asks for, by address and method."""
    route = request.resolver_match.route if request.resolver_match else ""
    return _names().get((_PARAMETER.sub(r"{\1}", f"/{route}"), str(request.method)), "")


@cache
def get_document() -> dict[str, Any]:
    """Return the OpenAPI document; its words are English, as the names in it are."""
    with override("en"):
        schema = api.get_openapi_schema(path_prefix=API)
    document: dict[str, Any] = json.loads(json.dumps(schema, default=str))
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    document["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    for operation in chain.from_iterable(path.values() for path in document["paths"].values()):
        operation["responses"]["default"] = {"description": "Refused", "content": content}
    return document


def list_patterns() -> list[URLPattern]:
    patterns = (pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern))
    return [pattern for pattern in patterns if pattern.name != "api-root"]


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from chain.from_iterable(map(_texts, (*node.keys(), *node.values())))
    elif isinstance(node, list):
        yield from chain.from_iterable(map(_texts, node))


@cache
def _names() -> Mapping[tuple[str, str], str]:
    return {
        (path, method.upper()): f"{API_NAMESPACE}:{operation['operationId']}"
        for path, operations in get_document()["paths"].items()
        for method, operation in operations.items()
    }


api = KunnandeAPI(
    title="Kunnande",
    version="1",
    description="Everything the pages can do, by the same acts and for the same people.",
    openapi_url=None,
    docs_url=None,
    urls_namespace=API_NAMESPACE,
    auth=[TokenAuth(name_of), SessionAuth(name_of)],
    parser=ReadableParser(),
)
# In the order of the journey, which is also the order of the chapters of the documentation.
for router in (
    home, parties, gender, labour, framework, disclosure, roles, deviations, imports, ledger,
    cases, itembank, accreditations, audits, centre_staff, centre_places, bookings, sessions,
    schedules, stops, leading, sitting, supervision, planning, assessing, protocols, measurement,
    decision, credentials, plans, courses, providing, pooling,
    supply, programmes, programme_companies, hours, following, money, claims, aid, targets,
    steering, files,
):  # fmt: skip
    api.add_router("", router)
answer_problems(api)
