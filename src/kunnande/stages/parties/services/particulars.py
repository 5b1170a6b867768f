"""What people may correct about themselves, and in which language letters reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.parties.models import Person, User
from kunnande.stages.parties.queries import sort_key_of
from kunnande.stages.parties.services.accounts import EmailTakenError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime


class ImproperNameError(ValueError):
    """A person has both a given name and a family name."""


class NotAPersonError(PermissionError):
    """The account belongs to nobody whose particulars could be corrected."""


@transaction.atomic
def correct_name(*, given_name: str, family_name: str, by: User, at: datetime) -> Person:
    """Let somebody's own name read as they say; the trail keeps that it changed, never the name.

    Raises NotAPersonError, ImproperNameError.
    """
    names = {"given_name": given_name.strip(), "family_name": family_name.strip()}
    if not all(names.values()):
        raise ImproperNameError(_("Skriv både förnamn och efternamn."))
    person = Person.objects.select_for_update().filter(pk=by.person_id or 0).first()
    if person is None:
        raise NotAPersonError(_("Kontot hör inte till någon person."))
    if any(getattr(person, field) != value for field, value in names.items()):
        person.given_name, person.family_name = names["given_name"], names["family_name"]
        person.sort_key = sort_key_of(person.family_name, person.given_name)
        person.save(update_fields=[*names, "sort_key"])
        chain = person.trail_name
        record(chain=chain, act="name_corrected", subject=chain, by=by, at=at)
    return person


@transaction.atomic
def change_email(*, email: str, by: User, at: datetime) -> User:
    """Let one's own account be reached and opened at another address. Raises EmailTakenError."""
    address = email.strip().lower()
    user = User.objects.select_for_update().get(pk=by.pk)
    if User.objects.filter(email=address).exclude(pk=user.pk).exists():
        raise EmailTakenError(_("E-postadressen används redan av någon annan."))
    if user.email != address:
        user.email = address
        user.save(update_fields=["email"])
        subject = user.trail_name
        record(chain=_chain(user), act="email_changed", subject=subject, by=by, at=at)
    return user


@transaction.atomic
def choose_language(*, language: str, by: User, at: datetime) -> User:
    """Let letters, and pages on a new device, reach one's own account in this language."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
        facts = {"language": language}
        subject = user.trail_name
        record(
            chain=_chain(user), act="language_chosen", subject=subject, by=by, at=at, facts=facts
        )
    return user


def _chain(user: User) -> str:
    return f"person:{user.person_id}" if user.person_id else user.trail_name
