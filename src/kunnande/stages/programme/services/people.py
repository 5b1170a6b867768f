"""Somebody enters a programme through their company, and leaves it for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import (
    Role,
    get_birth_and_gender,
    get_viewer,
    is_employed_by,
)
from kunnande.stages.programme.models import (
    Education,
    Engagement,
    Leaving,
    Participation,
)
from kunnande.stages.programme.queries.companies import BEFORE_AGREEMENT
from kunnande.stages.programme.queries.grants import owns
from kunnande.stages.programme.services.companies import (
    ClosedCompanyError,
    refuse_closed,
    refuse_outside,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, Person, User
    from kunnande.stages.programme.models import Programme


class NotYourParticipantError(PermissionError):
    """Only the programme's owner and the person's company enter people, and let them leave."""


class NotEmployedThereError(ValueError):
    """The person does not work at the company on the day."""


class InAnotherProgrammeError(ValueError):
    """The person takes part in a programme on some of the days."""


class ImproperLeavingError(ValueError):
    """Somebody leaves once, for a reason, no earlier than they entered."""


@transaction.atomic
def enter_participant(
    *,
    programme: Programme,
    person: Person,
    company: Organisation,
    on: date,
    education: str = Education.UNKNOWN,
    gender: str | None = None,
    by: User,
    at: datetime,
) -> Participation:
    """Let somebody take part from a day on; gender and age are kept as they are then.

    Raises NotYourParticipantError, OutsideProgrammeError, ClosedCompanyError,
    NotEmployedThereError, InAnotherProgrammeError.
    """
    _refuse_others(programme, company.pk, by, at)
    refuse_outside(programme, on)
    _refuse_without_agreement(programme, company, on)
    if not is_employed_by(person_id=person.pk, organisation_id=company.pk, on=on):
        raise NotEmployedThereError(_("Personen arbetar inte på företaget den dagen."))
    born_on, told_gender = get_birth_and_gender(person.pk)
    try:
        with transaction.atomic():
            participation = Participation.objects.create(
                programme=programme,
                person=person,
                company=company,
                entered_on=on,
                gender=gender or told_gender,
                age_at_entry=_age_of(born_on, on) if born_on else None,
                education=education,
                entered_at=at,
            )
    except IntegrityError as error:
        raise InAnotherProgrammeError(
            _("Personen är redan med i ett program de dagarna.")
        ) from error
    _record(participation, "programme_entered", by, at)
    return participation


@transaction.atomic
def leave_programme(
    *, participation: Participation, on: date, reason: str, by: User, at: datetime
) -> Participation:
    """Note somebody's last day and why. Raises NotYourParticipantError, ImproperLeavingError."""
    locked = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    _refuse_others(locked.programme, locked.company_id, by, at)
    if locked.left_on or on < locked.entered_on or reason not in Leaving.values:
        raise ImproperLeavingError(_("Ange sista dag och skäl. Det skrivs in en gång."))
    locked.left_on, locked.reason = on, reason
    locked.save(update_fields=["left_on", "reason"])
    _record(locked, "programme_left", by, at)
    return locked


def _refuse_others(programme: Programme, company_id: int, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    if company_id not in viewer.organisations(Role.EMPLOYER) and not owns(
        viewer, programme, Role.PROGRAMME_OWNER
    ):
        raise NotYourParticipantError(
            _("Bara programmets ägare och personens företag kan göra det.")
        )


def _refuse_without_agreement(programme: Programme, company: Organisation, on: date) -> None:
    engagement = (
        Engagement.objects.select_related("company")
        .filter(programme=programme, company=company)
        .first()
    )
    if engagement is None or engagement.step in BEFORE_AGREEMENT:
        told = {"company": company.name}
        raise ClosedCompanyError(_("%(company)s har inget avtal med programmet.") % told)
    refuse_closed(engagement, on=on)


def _age_of(born_on: date, on: date) -> int:
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (not had_birthday)


def _record(participation: Participation, act: str, by: User, at: datetime) -> None:
    record(
        chain=f"person:{participation.person_id}",
        act=act,
        subject=participation.trail_name,
        by=by,
        at=at,
        facts={"programme": participation.programme_id, "company": participation.company_id},
    )
