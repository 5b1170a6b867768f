"""Every refusal as a problem document (RFC 9457), in the language the caller asks for."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError

from kunnande.site.access import API_NAMESPACE
from kunnande.site.languages import API
from kunnande.stages.parties.services import UnknownTokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from ninja import NinjaAPI

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/#"
# What the errors of the rooms derive from says what kind of refusal it is.
STATUS_OF: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (PermissionError, HTTPStatus.FORBIDDEN),
    (LookupError, HTTPStatus.NOT_FOUND),
    (ValueError, HTTPStatus.CONFLICT),
)
# Some names say more than what they derive from.
STATUS_BY_NAME = (
    # What was there is no more, and will not be again.
    (re.compile("DeadlinePassed|InvitationExpired|InvitationUsed"), HTTPStatus.GONE),
    # What was sent can not be used whatever the state of things: again is refused again.
    (
        re.compile(
            "Improper|Refused|Unfit|UnknownA|AreasUnrated|AnswerTooLong|ReasonMissing|Past|HolderKey"
        ),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    (re.compile("IssuerKeyMissing|NoWalletKey"), HTTPStatus.CONFLICT),
    (re.compile("UnknownToken"), HTTPStatus.UNAUTHORIZED),
)
TITLES = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("Anropet gick inte att läsa"),
    HTTPStatus.UNAUTHORIZED: gettext_lazy("Ingen är inloggad"),
    HTTPStatus.FORBIDDEN: gettext_lazy("Du får inte göra det här"),
    HTTPStatus.NOT_FOUND: gettext_lazy("Det finns inte, eller är inte ditt att se"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("Adressen tar inte emot den metoden"),
    HTTPStatus.CONFLICT: gettext_lazy("Det går inte som läget är nu"),
    HTTPStatus.GONE: gettext_lazy("Tiden för det har gått ut"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: gettext_lazy("Det som skickades är för stort"),
    HTTPStatus.UNPROCESSABLE_ENTITY: gettext_lazy("Det som skickades går inte att använda"),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("För många försök på kort tid"),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_lazy("Något gick sönder hos oss"),
    HTTPStatus.SERVICE_UNAVAILABLE: gettext_lazy("Det går inte just nu"),
}
_INVALID = {
    "missing": gettext_lazy("Värdet saknas."),
    "extra_forbidden": gettext_lazy("Namnet är okänt."),
    "string_too_long": gettext_lazy("Texten är för lång: högst {max_length} tecken."),
    "string_too_short": gettext_lazy("Texten är för kort: minst {min_length} tecken."),
    "greater_than_equal": gettext_lazy("Värdet ska vara minst {ge}."),
    "less_than_equal": gettext_lazy("Värdet ska vara högst {le}."),
    "literal_error": gettext_lazy("Värdet ska vara ett av {expected}."),
    "enum": gettext_lazy("Värdet ska vara ett av {expected}."),
}


@dataclass(frozen=True)
class Refusal:
    """A type of problem: its name, its status, and what it means."""

    slug: str
    status: int
    meaning: str


def problem(status: HTTPStatus, *, slug: str = "", detail: str = "", **more: Any) -> HttpResponse:
    """Return a problem document; without a slug the status says all there is to say."""
    said: dict[str, Any] = {
        "type": f"{TYPES}{slug}" if slug else "about:blank",
        "title": str(TITLES.get(status, status.phrase)),
        "status": int(status),
        **({"detail": detail} if detail else {}),
        **more,
    }
    text = json.dumps(said, ensure_ascii=False)
    return HttpResponse(text.encode("utf-8"), status=int(status), content_type=MEDIA_TYPE)


def slug_of(error: type[Exception]) -> str:
    """Return the name of an error as its type is written: AlreadyHeldError is already-held."""
    words = re.findall(r"[A-Z][a-z]+", error.__name__.removesuffix("Error"))
    return "-".join(words).lower()


def status_of(error: type[Exception]) -> HTTPStatus | None:
    """Return the status of an error that a room has named; None for what nobody foresaw."""
    if not error.__module__.startswith("kunnande.stages."):
        return None
    named = next((status for name, status in STATUS_BY_NAME if name.match(error.__name__)), None)
    return named or next((status for base, status in STATUS_OF if issubclass(error, base)), None)


@cache
def list_refusals() -> tuple[Refusal, ...]:
    """Return every error that a room has named, with the status it answers."""
    found = {
        error
        for name, module in sorted(sys.modules.items())
        if name.startswith("kunnande.stages.") and ".tests" not in name
        for error in vars(module).values()
        if isinstance(error, type) and issubclass(error, Exception) and status_of(error)
    }
    told = (
        Refusal(slug_of(error), int(status_of(error) or 0), (error.__doc__ or "").split("\n")[0])
        for error in found
        if not issubclass(error, ObjectDoesNotExist) and error.__name__.endswith("Error")
    )
    return tuple(sorted(told, key=lambda refusal: refusal.slug))


def answer_problems(api: NinjaAPI) -> None:
    """Let an API answer everything it refuses with a problem document."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        AuthenticationError: _ask_for_credentials,
        UnknownTokenError: _ask_for_credentials,
        PermissionDenied: lambda _request, _error: problem(HTTPStatus.FORBIDDEN),
        Http404: lambda _request, _error: problem(HTTPStatus.NOT_FOUND),
        ObjectDoesNotExist: lambda _request, _error: problem(HTTPStatus.NOT_FOUND),
        HttpError: lambda _request, error: problem(HTTPStatus(error.status_code)),
        ValidationError: _name_what_is_invalid,
        Exception: _name_what_was_refused,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)


class ProblemMiddleware:
    """Give what is refused before the API is reached the form of what it refuses itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_told = response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
        if response.status_code < HTTPStatus.BAD_REQUEST or is_told:
            return response
        match = request.resolver_match
        if not request.path.startswith(API) or (match and match.namespace != API_NAMESPACE):
            return response
        told = problem(HTTPStatus(response.status_code))
        if "Allow" in response.headers:
            told["Allow"] = response.headers["Allow"]
        return told


def _ask_for_credentials(_request: HttpRequest, error: Exception) -> HttpResponse:
    is_unknown = isinstance(error, UnknownTokenError)
    detail = str(error) if is_unknown else _("Logga in, eller skicka en nyckel.")
    told = problem(HTTPStatus.UNAUTHORIZED, detail=detail)
    told["WWW-Authenticate"] = "Bearer"
    return told


def _name_what_was_refused(_request: HttpRequest, error: Exception) -> HttpResponse:
    status = status_of(type(error))
    if status is None:
        raise error
    problems = getattr(error, "problems", ())
    more = {"problems": [str(one) for one in problems]} if problems else {}
    return problem(status, slug=slug_of(type(error)), detail=str(error), **more)


def _name_what_is_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        slug="invalid",
        detail=_("Rätta värdena som anges och skicka igen."),
        errors=[_in_words(one) for one in error.errors],
    )


def _in_words(one: Mapping[str, Any]) -> dict[str, str]:
    place, *path = map(str, one["loc"])
    words = _INVALID.get(str(one["type"]), gettext_lazy("Värdet går inte att använda."))
    detail = str(words).format(**one.get("ctx", {}))
    if place in {"body", "form", "file"}:
        # The first name is the argument of our own function, which no caller knows.
        return {"detail": detail, "pointer": _pointer(path[1:] if place == "body" else path)}
    return {"detail": detail, "parameter": ".".join(path), "in": place}


def _pointer(path: Iterable[str]) -> str:
    """Return a place in a JSON document as a fragment (RFC 6901)."""
    escaped = (name.replace("~", "~0").replace("/", "~1") for name in path)
    return "#" + "".join(f"/{name}" for name in escaped)
