"""Keys with which a program acts for a person: made, used and revoked by the person."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.models import AccessToken
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.parties.models import User

TOKEN_DAYS = (30, 90, 365)
WAYS = ("read", "write")
PERSON = "person"
# Found by those who search published code for secrets that should not be there.
_PREFIX = "kunnande_"


class ImproperTokenError(ValueError):
    """A token needs a name, a length of life and scopes within what its person may do."""


class UnknownTokenError(LookupError):
    """No token that may be used, or may be revoked by this person, fits."""


class KeyDoesNotSufficeError(PermissionError):
    """What could shut a person out of their account is done signed in, never with a key."""


@dataclass(frozen=True)
class IssuedToken:
    """A token and its secret, which is shown once and never stored."""

    token: AccessToken
    secret: str


def list_scopes(*, user: User, at: datetime) -> tuple[str, ...]:
    """Return every scope somebody may give a token today, their own first."""
    roles = (PERSON, *sorted(get_viewer(user, on=localdate(at)).acts_for))
    return tuple(f"{role}:{way}" for role in roles for way in WAYS)


def list_tokens(*, user: User) -> list[AccessToken]:
    """Return a person's tokens, also those that no longer work, latest first."""
    return list(AccessToken.objects.filter(user=user).order_by("-created_at", "-id"))


def refuse_keys(*, user: User) -> None:
    """Let only whoever has signed in go on. Raises KeyDoesNotSufficeError."""
    if user.limited_to is not None:
        raise KeyDoesNotSufficeError(_("Det här gör du inloggad. En nyckel räcker inte."))


@transaction.atomic
def make_token(
    *, name: str, scopes: Iterable[str], days: int, by: User, at: datetime
) -> IssuedToken:
    """Make a key for a program that acts for oneself. Raises ImproperTokenError."""
    wanted = sorted(set(scopes))
    if not name.strip() or days not in TOKEN_DAYS or not wanted:
        raise ImproperTokenError(_("Ge nyckeln ett namn, minst en behörighet och en sista dag."))
    if not set(wanted) <= set(list_scopes(user=by, at=at)):
        raise ImproperTokenError(_("En nyckel kan inte få göra mer än du själv."))
    secret = _PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=by,
        name=name.strip(),
        digest=_digest(secret),
        scopes=wanted,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    facts = {"days": days, **dict.fromkeys(wanted, True)}
    record(chain=_chain(by), act="token_made", subject=token.trail_name, by=by, at=at, facts=facts)
    return IssuedToken(token, secret)


@transaction.atomic
def revoke_token(*, token_id: int, by: User, at: datetime) -> AccessToken:
    """Let one's own key open nothing more, at once. Raises UnknownTokenError."""
    token = AccessToken.objects.select_for_update().filter(pk=token_id, user=by).first()
    if token is None:
        raise UnknownTokenError(_("Nyckeln finns inte bland dina."))
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(chain=_chain(by), act="token_revoked", subject=token.trail_name, by=by, at=at)
    return token


def use_token(*, secret: str, writes: bool, at: datetime) -> User:
    """Return the account a key acts for, limited to the roles it names for this way.

    Raises UnknownTokenError for a key that is unknown, revoked or past its last day.
    """
    token = (
        AccessToken.objects.select_related("user__person")
        .filter(
            digest=_digest(secret),
            revoked_at__isnull=True,
            expires_at__gt=at,
            user__is_active=True,
        )
        .first()
    )
    if token is None:
        raise UnknownTokenError(_("Nyckeln gäller inte."))
    way = WAYS[writes]
    named = (scope.partition(":") for scope in token.scopes)
    token.user.limited_to = frozenset(role for role, _colon, allowed in named if allowed == way)
    return token.user


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def _chain(user: User) -> str:
    return f"person:{user.person_id}" if user.person_id else user.trail_name
