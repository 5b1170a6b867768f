"""Signing in: accounts come by invitation only, and everybody lands on their own start page.

The pages speak the account's language from then on, whoever used the device before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.shortcuts import resolve_url

from kunnande.site.languages import remember

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kunnande.stages.parties.queries import User

# The start page itself says that somebody is signed in.
_UNSAID = {"account/messages/logged_in.txt"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return resolve_url("home:start")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember(response, user.language)
        return response

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return resolve_url("home:start")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return resolve_url("home:start")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, *args, **kwargs)
