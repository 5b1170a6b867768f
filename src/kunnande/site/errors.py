"""Pages for what could not be done; each says why and offers a way on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_big": too_big}, status=413 if too_big else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    # Without a request: what broke may be the database that every other page asks.
    return HttpResponseServerError(render_to_string("500.html"))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is too old; what was typed can be sent again."""
    logger.warning("A form was refused: %s", reason)
    fields = _typed(request) if _is_from_here(request) else None
    context = {"fields": fields, "came_from": _came_from(request)}
    return render(request, "form_expired.html", context, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer a form sent after the session ended; what was typed can be sent again."""
    context = {"fields": _typed(request), "came_from": _came_from(request)}
    return render(request, "signed_out.html", context, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Return the fields to send again; None when they can not be, or hold a password."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (RequestDataTooBig, MultiPartParserError) as error:
        logger.warning("What was sent could not be read: %s", error)
        return None
    if any("password" in name for name, _value in fields):
        return None
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]


def _is_from_here(request: HttpRequest) -> bool:
    # A form on somebody else's page must not be one press away from being sent.
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _came_from(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return page if is_ours else resolve_url("home:start")
