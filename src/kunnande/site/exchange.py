"""What holds for every question and every answer, whichever page it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import SuspiciousOperation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

NUL = "\0"


class ReadableMiddleware:
    """Refuse an address or a cookie that holds NUL: no column of text can be asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = (value for values in request.GET.lists() for value in (values[0], *values[1]))
        if any(NUL in text for text in (request.path, *asked, *request.COOKIES.values())):
            msg = "The address or a cookie holds NUL."
            raise SuspiciousOperation(msg)
        return self.get_response(request)


class PrivateMiddleware:
    """Let nobody keep a copy of a page that says nothing else: tablets are shared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
