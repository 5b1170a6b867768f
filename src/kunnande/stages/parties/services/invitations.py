from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.parties.models import Employment, Invitation, User
from kunnande.stages.parties.services.accounts import (
    EmailTakenError,
    give_membership,
    open_account,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from kunnande.stages.parties.models import Organisation, Person

INVITATION_VALID_DAYS = 14


class UnknownInvitationError(LookupError):
    """No invitation fits this link."""


class InvitationUsedError(ValueError):
    """The invitation has already been accepted."""


class InvitationExpiredError(ValueError):
    """The invitation's last day has passed."""


class KnownElsewhereError(ValueError):
    """Somebody else registered the person first, and the person has not opened an account."""


@dataclass(frozen=True)
class IssuedInvitation:
    """An invitation and the secret of its link, which is shown once and never stored."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    *,
    person: Person,
    organisation: Organisation,
    email: str,
    role: str = "",
    by: User,
    at: datetime,
) -> IssuedInvitation:
    """Make a link that lets a person claim an account; an earlier one stops working.

    Raises KnownElsewhereError, EmailTakenError.
    """
    _refuse_known_elsewhere(person, organisation)
    address = email.strip().lower()
    if User.objects.filter(email=address).exclude(person=person).exists():
        raise EmailTakenError(
            _(
                "E-postadressen hör redan till ett konto. Skriv personens identitetsnummer "
                "så hittar vi rätt, eller använd en annan adress."
            )
        )
    Invitation.objects.filter(
        person=person, organisation=organisation, accepted_at__isnull=True, expires_at__gt=at
    ).update(expires_at=at)
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        email=address,
        token_digest=_digest(token),
        created_at=at,
        expires_at=at + timedelta(days=INVITATION_VALID_DAYS),
    )
    record(chain=organisation.trail_name, act="invited", subject=person.trail_name, by=by, at=at)
    return IssuedInvitation(invitation, token)


def get_open_invitation(*, token: str, at: datetime) -> Invitation:
    """Return the invitation a link is for.

    Raises UnknownInvitationError, InvitationUsedError, InvitationExpiredError.
    """
    return _open_among(Invitation.objects.all(), token, at)


@transaction.atomic
def accept_invitation(*, token: str, password: str = "", at: datetime) -> User:
    """Give the invited person an account, and the role the invitation carries.

    Whoever has an account keeps it and its password. Raises what get_open_invitation raises,
    and ValidationError for a weak password.
    """
    locked = Invitation.objects.select_for_update(of=("self",))
    invitation = _open_among(locked, token, at)
    person, organisation = invitation.person, invitation.organisation
    if not User.objects.filter(person=person).exists():
        validate_password(password)
    user = open_account(person=person, email=invitation.email, password=password, at=at)
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    if invitation.role:
        give_membership(user=user, organisation=organisation, role=invitation.role, by=user, at=at)
    record(
        chain=organisation.trail_name,
        act="invitation_accepted",
        subject=person.trail_name,
        by=user,
        at=at,
    )
    return user


def _refuse_known_elsewhere(person: Person, organisation: Organisation) -> None:
    # A link to an account that nobody has claimed would hand one employer's results to whoever
    # knows the identity number: only the first to register the person may send it.
    if User.objects.filter(person=person).exists():
        return
    elsewhere = Employment.objects.filter(person=person).exclude(organisation=organisation)
    invited = Invitation.objects.filter(person=person).exclude(organisation=organisation)
    if elsewhere.exists() or invited.exists():
        raise KnownElsewhereError(
            _(
                "Personen är redan registrerad av någon annan och har inte öppnat sitt konto än. "
                "Be personen använda den första inbjudan. Sedan går det att bjuda in här."
            )
        )


def _open_among(invitations: QuerySet[Invitation], token: str, at: datetime) -> Invitation:
    invitation = (
        invitations.select_related("person__user", "organisation")
        .filter(token_digest=_digest(token))
        .first()
    )
    if invitation is None:
        raise UnknownInvitationError(_("Länken stämmer inte. Kontrollera att hela länken kom med."))
    if invitation.accepted_at:
        raise InvitationUsedError(_("Inbjudan är redan använd. Logga in i stället."))
    if invitation.expires_at <= at:
        raise InvitationExpiredError(
            _("Inbjudan har gått ut. Be den som bjöd in dig om en ny länk.")
        )
    return invitation


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
