"""Who may call an operation of the API: the access table, asked for a session or for a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer

from kunnande.site.access import ROUTES, roles_of
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.services import use_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from kunnande.stages.parties.queries import Viewer, ViewerRequest

    NameOf = Callable[[HttpRequest], str]

READING = frozenset({"GET", "HEAD"})


class TokenAuth(HttpBearer):
    """A token acts for its person in the roles and ways its scopes name, and in no other."""

    def __init__(self, name_of: NameOf) -> None:
        super().__init__()
        self.name_of = name_of

    def authenticate(self, request: HttpRequest, token: str) -> Viewer:
        asked = cast("ViewerRequest", request)
        now = timezone.now()
        user = use_token(secret=token, writes=request.method not in READING, at=now)
        asked.user = user
        asked.viewer = get_viewer(user, on=timezone.localdate(now))
        roles = roles_of(asked.viewer) & (user.limited_to or frozenset())
        if not ROUTES.get(self.name_of(request), frozenset()) & roles:
            raise PermissionDenied
        return asked.viewer


class SessionAuth(APIKeyCookie):
    """Whoever is signed in in a browser; what changes anything needs the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, name_of: NameOf) -> None:
        super().__init__(csrf=True)
        self.name_of = name_of

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:  # noqa: ARG002
        viewer = cast("ViewerRequest", request).viewer
        if ROUTES.get(self.name_of(request), frozenset()) & roles_of(viewer):
            return viewer
        if not viewer.user_id:
            return None
        raise PermissionDenied
