from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.models import Membership, User
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.models import Organisation, Person


class EmailTakenError(ValueError):
    """An account already uses this e-mail address."""


@transaction.atomic
def open_account(*, person: Person, email: str, password: str | None = None, at: datetime) -> User:
    """Return the person's account, made now if there was none. Raises EmailTakenError."""
    existing = User.objects.filter(person=person).first()
    if existing:
        return existing
    if User.objects.filter(email=email.lower()).exists():
        raise EmailTakenError(_("E-postadressen används redan av någon annan."))
    user = User(email=email.lower(), person=person, joined_at=at)
    user.set_password(password)
    user.save()
    record(chain=person.trail_name, act="account_opened", subject=user.trail_name, by=user, at=at)
    return user


@transaction.atomic
def give_membership(
    *, user: User, organisation: Organisation, role: str, by: User, at: datetime
) -> Membership:
    """Let an account act for an organisation in a role, from today."""
    membership, made = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=role,
        to_on=None,
        defaults={"from_on": localdate(at)},
    )
    if made:
        record(
            chain=organisation.trail_name,
            act="membership_given",
            subject=user.trail_name,
            by=by,
            at=at,
            facts={"role": role},
        )
    return membership


def get_service_user(*, name: str, at: datetime) -> User:
    """Return the account that a command or a job acts as; nobody can sign in with it."""
    user, made = User.objects.get_or_create(
        email=f"{name}@service.invalid", defaults={"joined_at": at, "is_service": True}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
