"""The one table of who may open which page, and the middleware that keeps it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from kunnande.site import errors
from kunnande.site.access.companies import OPERATIONS_OF_COMPANIES
from kunnande.site.access.employments import OF_EMPLOYMENTS
from kunnande.site.access.operations import OPERATIONS
from kunnande.site.access.pages import PAGES
from kunnande.site.access.programmes import OPERATIONS_OF_PROGRAMMES
from kunnande.site.access.roles import (
    API_NAMESPACE,
    ASSESSOR,
    AT_SESSIONS,
    AUDITOR,
    CENTRE_MANAGER,
    COACH,
    ECONOMIST,
    EMPLOYER,
    EVALUATOR,
    EVERYBODY,
    EXAMINER,
    NODE_COORDINATOR,
    PERSON,
    PROGRAMME_OWNER,
    SCHEME_OWNER,
    SIGNED_IN,
    TEST_LEADER,
    TRAINING_PROVIDER,
    UNION_REPRESENTATIVE,
    VISITOR,
)
from kunnande.stages.parties.queries import User, Viewer, ViewerRequest, get_viewer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

__all__ = [
    "API_NAMESPACE",
    "ASSESSOR",
    "AT_SESSIONS",
    "AUDITOR",
    "CENTRE_MANAGER",
    "COACH",
    "ECONOMIST",
    "EMPLOYER",
    "EVALUATOR",
    "EVERYBODY",
    "EXAMINER",
    "NODE_COORDINATOR",
    "PERSON",
    "PROGRAMME_OWNER",
    "ROUTES",
    "SCHEME_OWNER",
    "SIGNED_IN",
    "TEST_LEADER",
    "TRAINING_PROVIDER",
    "UNION_REPRESENTATIVE",
    "VISITOR",
    "AccessMiddleware",
    "may_open",
    "roles_of",
]

logger = logging.getLogger(__name__)

# Whoever is not named can not open the page; a page that is not named can not be opened.
# "For whom" is decided by visible_to(viewer) in the room's queries.
ROUTES: Mapping[str, frozenset[str]] = {
    **PAGES,
    **OPERATIONS,
    **OPERATIONS_OF_COMPANIES,
    **OPERATIONS_OF_PROGRAMMES,
    **OF_EMPLOYMENTS,
}


class AccessMiddleware:
    """Let a request reach its view only if the table names one of the viewer's roles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponseBase:
        request.viewer = _viewer_of(request)
        return self.get_response(request)

    def process_view(
        self,
        request: ViewerRequest,
        view: Callable[..., HttpResponseBase],  # noqa: ARG002 - Django's signature
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match and match.namespace == API_NAMESPACE:
            # One address holds several operations: api.guard asks this table for each.
            return None
        name = match.view_name if match else ""
        allowed = ROUTES.get(name)
        if allowed is None:
            logger.error("The route %r is not in the access table.", name)
            return errors.forbidden(request)
        if allowed & roles_of(request.viewer):
            return None
        if request.user.is_authenticated:
            return errors.forbidden(request)
        return _ask_to_sign_in(request)


def roles_of(viewer: Viewer) -> frozenset[str]:
    """Return what the access table calls this viewer; everybody signed in acts as themselves."""
    if not viewer.user_id:
        return frozenset({VISITOR})
    return frozenset({PERSON, *viewer.acts_for})


def may_open(view_name: str, viewer: Viewer) -> bool:
    return bool(ROUTES.get(view_name, frozenset()) & roles_of(viewer))


def _viewer_of(request: HttpRequest) -> Viewer:
    if isinstance(request.user, User):
        return get_viewer(request.user, on=timezone.localdate())
    return Viewer(user_id=0, person_id=None)


def _ask_to_sign_in(request: ViewerRequest) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        return errors.signed_out(request)
    page = request.headers.get("HX-Current-URL") or request.get_full_path()
    address = f"{resolve_url('account_login')}?{urlencode({REDIRECT_FIELD_NAME: page})}"
    if "HX-Request" in request.headers:
        return HttpResponseClientRedirect(address)
    return redirect(address)
