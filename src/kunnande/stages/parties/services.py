from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from organisationsnummer.organisationsnummer import (
    Organisationsnummer,
    OrganisationsnummerException,
)

from kunnande.stages.parties import queries, translate
from kunnande.stages.parties.models import (
    Employment,
    Installation,
    Invitation,
    Membership,
    Organisation,
    Person,
    User,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

INVITATION_VALID_DAYS = 14


class ImproperOrganisationNumberError(ValueError):
    """The text is not a Swedish organisation number."""


class OrganisationKnownError(ValueError):
    """Another organisation is registered under this number."""


class EmailTakenError(ValueError):
    """An account already uses this e-mail address."""


class AlreadyEmployedError(ValueError):
    """The person is already employed there during these days."""


class UnknownInvitationError(LookupError):
    """No invitation fits this link."""


class InvitationUsedError(ValueError):
    """The invitation has already been accepted."""


class InvitationExpiredError(ValueError):
    """The invitation's last day has passed."""


@dataclass(frozen=True)
class IssuedInvitation:
    """An invitation and the secret of its link, which is shown once and never stored."""

    invitation: Invitation
    token: str


def read_organisation_number(text: str) -> str:
    """Return the ten digits. Raises ImproperOrganisationNumberError."""
    try:
        number = Organisationsnummer(text.strip())
    except (OrganisationsnummerException, ValueError) as error:
        msg = "Organisationsnumret ska ha formen NNNNNN-NNNN och en riktig kontrollsiffra."
        raise ImproperOrganisationNumberError(msg) from error
    return str(number.format(separator=False))[-10:]


@transaction.atomic
def register_organisation(
    *,
    kind: str,
    name: str,
    organisation_number: str,
    municipality_code: str = "",
    simulated: bool = False,
    by: User,
    at: datetime,
) -> Organisation:
    """Register one. Raises ImproperOrganisationNumberError, OrganisationKnownError."""
    number = read_organisation_number(organisation_number)
    if Organisation.objects.filter(organisation_number=number).exists():
        msg = "Organisationen finns redan. Sök efter den i listan."
        raise OrganisationKnownError(msg)
    organisation = Organisation.objects.create(
        kind=kind,
        name=name.strip(),
        organisation_number=number,
        municipality_code=municipality_code,
        simulated=simulated,
    )
    _note(organisation, "organisation_registered", f"organisation:{organisation.pk}", by, at)
    return organisation


@transaction.atomic
def register_person(
    *,
    given_name: str,
    family_name: str,
    identity_number: str = "",
    simulated: bool = False,
    by: User,
    at: datetime,
) -> Person:
    """Register somebody, or return who already has the number. Raises ImproperIdentityNumberError."""
    digits = translate.read_identity_number(identity_number) if identity_number else ""
    index = translate.index_of(digits) if digits else None
    known = Person.objects.filter(identity_number_index=index).first() if index else None
    if known:
        return known
    person = Person.objects.create(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        sort_key=queries.sort_key_of(family_name.strip(), given_name.strip()),
        identity_number_sealed=translate.seal(digits) if digits else None,
        identity_number_index=index,
        simulated=simulated,
    )
    record(
        chain=f"person:{person.pk}",
        act="person_registered",
        subject=f"person:{person.pk}",
        by=by,
        at=at,
    )
    return person


@transaction.atomic
def employ(
    *,
    person: Person,
    organisation: Organisation,
    from_on: date,
    team: str = "",
    by: User,
    at: datetime,
) -> Employment:
    """Start an employment. Raises AlreadyEmployedError."""
    try:
        with transaction.atomic():
            employment = Employment.objects.create(
                person=person, organisation=organisation, team=team.strip(), from_on=from_on
            )
    except IntegrityError as error:
        msg = "Personen är redan anställd här under de dagarna."
        raise AlreadyEmployedError(msg) from error
    _note(organisation, "employed", f"person:{person.pk}", by, at)
    return employment


@transaction.atomic
def end_employment(*, employment: Employment, to_on: date, by: User, at: datetime) -> None:
    """Set the last day; the employer's view of the person ends with it."""
    employment.to_on = to_on
    employment.save(update_fields=["to_on"])
    _note(
        employment.organisation, "employment_ended", f"person:{employment.person_id}", by, at
    )


@transaction.atomic
def invite(  # noqa: PLR0913 - an invitation has exactly these parts
    *,
    person: Person,
    organisation: Organisation,
    email: str,
    role: str = "",
    by: User,
    at: datetime,
) -> IssuedInvitation:
    """Make a link that lets a person claim an account. Raises EmailTakenError."""
    address = email.strip().lower()
    if User.objects.filter(email=address).exclude(person=person).exists():
        msg = "E-postadressen används redan av någon annan."
        raise EmailTakenError(msg)
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
    _note(organisation, "invited", f"person:{person.pk}", by, at)
    return IssuedInvitation(invitation, token)


@transaction.atomic
def invite_employee(  # noqa: PLR0913 - what an employer states about one employee
    *,
    organisation: Organisation,
    given_name: str,
    family_name: str,
    email: str,
    identity_number: str = "",
    team: str = "",
    by: User,
    at: datetime,
) -> IssuedInvitation:
    """Register, employ and invite in one act.

    Raises ImproperIdentityNumberError, AlreadyEmployedError, EmailTakenError.
    """
    person = register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=identity_number,
        simulated=organisation.simulated,
        by=by,
        at=at,
    )
    employ(person=person, organisation=organisation, from_on=at.date(), team=team, by=by, at=at)
    return invite(person=person, organisation=organisation, email=email, by=by, at=at)


def get_open_invitation(*, token: str, at: datetime) -> Invitation:
    """Return the invitation a link is for.

    Raises UnknownInvitationError, InvitationUsedError, InvitationExpiredError.
    """
    invitation = (
        Invitation.objects.select_related("person", "organisation")
        .filter(token_digest=_digest(token))
        .first()
    )
    if invitation is None:
        msg = "Länken stämmer inte. Kontrollera att hela länken kom med."
        raise UnknownInvitationError(msg)
    if invitation.accepted_at:
        msg = "Inbjudan är redan använd. Logga in i stället."
        raise InvitationUsedError(msg)
    if invitation.expires_at < at:
        msg = "Inbjudan har gått ut. Be den som bjöd in dig om en ny länk."
        raise InvitationExpiredError(msg)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime) -> User:
    """Give the invited person an account, and the role the invitation carries.

    Raises what get_open_invitation raises, and ValidationError for a weak password.
    """
    invitation = get_open_invitation(token=token, at=at)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at:
        msg = "Inbjudan är redan använd. Logga in i stället."
        raise InvitationUsedError(msg)
    validate_password(password)
    user = open_account(
        person=invitation.person, email=invitation.email, password=password, at=at
    )
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    if invitation.role:
        give_membership(
            user=user,
            organisation=invitation.organisation,
            role=invitation.role,
            by=user,
            at=at,
        )
    _note(invitation.organisation, "invitation_accepted", f"person:{user.person_id}", user, at)
    return user


@transaction.atomic
def open_account(
    *, person: Person, email: str, password: str | None = None, at: datetime
) -> User:
    """Return the person's account, made now if there was none. Raises EmailTakenError."""
    existing = User.objects.filter(person=person).first()
    if existing:
        return existing
    if User.objects.filter(email=email.lower()).exists():
        msg = "E-postadressen används redan av någon annan."
        raise EmailTakenError(msg)
    user = User(email=email.lower(), person=person, joined_at=at)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def give_membership(
    *, user: User, organisation: Organisation, role: str, by: User, at: datetime
) -> Membership:
    """Let an account act for an organisation in a role, from today."""
    membership, made = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, to_on=None, defaults={"from_on": at.date()}
    )
    if made:
        _note(organisation, "membership_given", user.trail_name, by, at)
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


@transaction.atomic
def mark_simulated(*, by: User, at: datetime) -> None:
    """Mark the whole database as holding simulated people; it can not be unmarked."""
    Installation.objects.update_or_create(
        pk=1, defaults={"simulated": True, "simulated_at": at}
    )
    record(chain="installation", act="marked_simulated", subject="installation", by=by, at=at)


def _note(
    organisation: Organisation, act: str, subject: str, by: User, at: datetime
) -> None:
    record(chain=f"organisation:{organisation.pk}", act=act, subject=subject, by=by, at=at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
