from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties import queries, translate
from kunnande.stages.parties.models import Employment, Organisation, Person, Role
from kunnande.stages.parties.services.invitations import IssuedInvitation, invite
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.models import User


class AlreadyEmployedError(ValueError):
    """The person is already employed there during these days."""


class AlreadyInvitedError(ValueError):
    """The address is already invited to the role, or has it."""


class NotYourEmploymentError(PermissionError):
    """Only the employer ends an employment of its own."""


class ImproperLastDayError(ValueError):
    """An employment ends no earlier than it began, and ends once."""


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
    """Register somebody, or return whoever has the number. Raises ImproperIdentityNumberError."""
    digits = translate.read_identity_number(identity_number) if identity_number else ""
    index = translate.index_of(digits) if digits else None
    values = {
        "given_name": given_name.strip(),
        "family_name": family_name.strip(),
        "sort_key": queries.sort_key_of(family_name.strip(), given_name.strip()),
        "identity_number_sealed": translate.seal(digits) if digits else None,
        "simulated": simulated,
    }
    person, made = (
        Person.objects.get_or_create(identity_number_index=index, defaults=values)
        if index
        else (Person.objects.create(**values), True)
    )
    if made:
        record(
            chain=person.trail_name,
            act="person_registered",
            subject=person.trail_name,
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
        raise AlreadyEmployedError(_("Personen är redan anställd här under de dagarna.")) from error
    record(chain=organisation.trail_name, act="employed", subject=person.trail_name, by=by, at=at)
    return employment


@transaction.atomic
def end_employment(*, employment: Employment, to_on: date, by: User, at: datetime) -> None:
    """Set the last day; the employer's view of the person ends with it.

    Raises NotYourEmploymentError, ImproperLastDayError.
    """
    today = localdate(at)
    company = employment.organisation
    acts_for = queries.get_viewer(by, on=today).organisations(Role.EMPLOYER)
    if not by.is_service and company.pk not in acts_for:
        raise NotYourEmploymentError(_("Bara arbetsgivaren kan avsluta anställningen."))
    locked = Employment.objects.select_for_update(of=("self",)).get(pk=employment.pk)
    told = {"name": employment.person.name, "from_on": locked.from_on, "to_on": locked.to_on}
    if locked.to_on and locked.to_on < today:
        raise ImproperLastDayError(_("%(name)s slutade redan %(to_on)s.") % told)
    if to_on < locked.from_on:
        raise ImproperLastDayError(
            _("%(name)s började %(from_on)s. Sista dagen kan inte ligga före.") % told
        )
    locked.to_on = to_on
    try:
        with transaction.atomic():
            locked.save(update_fields=["to_on"])
    except IntegrityError as error:
        raise ImproperLastDayError(
            _("%(name)s är anställd på nytt innan dess. Välj en tidigare dag.") % told
        ) from error
    record(
        chain=company.trail_name,
        act="employment_ended",
        subject=employment.person.trail_name,
        by=by,
        at=at,
    )


@transaction.atomic
def invite_employee(
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

    Raises ImproperIdentityNumberError, AlreadyEmployedError, KnownElsewhereError,
    EmailTakenError.
    """
    # Without an identity number only the address tells one person from another, and two
    # submits of one form must not become two people: they take turns at the organisation.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if queries.is_address_of_employee(organisation, email, on=localdate(at)):
        raise AlreadyEmployedError(
            _("Någon med den e-postadressen är redan anställd eller inbjuden här.")
        )
    person = register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=identity_number,
        simulated=organisation.simulated,
        by=by,
        at=at,
    )
    employ(person=person, organisation=organisation, from_on=localdate(at), team=team, by=by, at=at)
    return invite(person=person, organisation=organisation, email=email, by=by, at=at)


@transaction.atomic
def invite_contact(
    *,
    organisation: Organisation,
    given_name: str,
    family_name: str,
    email: str,
    role: str,
    by: User,
    at: datetime,
) -> IssuedInvitation:
    """Invite somebody to act for an organisation; who has an account keeps it.

    Raises AlreadyInvitedError.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if queries.is_address_of_contact(organisation, email, role=role, at=at):
        raise AlreadyInvitedError(_("Den adressen är redan inbjuden eller har redan rollen."))
    known = queries.find_user_by_email(email.strip())
    person = (known.person if known else None) or register_person(
        given_name=given_name,
        family_name=family_name,
        simulated=organisation.simulated,
        by=by,
        at=at,
    )
    return invite(person=person, organisation=organisation, email=email, role=role, by=by, at=at)
