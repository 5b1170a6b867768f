from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import is_employed_by
from kunnande.stages.requirements.models import Deviation, DeviationKind
from kunnande.stages.requirements.queries import list_requirements_of_person
from kunnande.stages.requirements.services.holdings import NotEmployedHereError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, Person, User


class NothingAskedError(ValueError):
    """No role of the person asks anything in the area."""


class AlreadyDeviatesError(ValueError):
    """Something else holds for the person in the area during the same days."""


class ImproperDeviationError(ValueError):
    """A reason or a day is missing, or the days are in the wrong order."""


@dataclass(frozen=True)
class Spell:
    """From and to which day, both included, and why."""

    reason: str
    from_on: date
    to_on: date | None = None


@transaction.atomic
def exempt_from_area(
    *,
    organisation: Organisation,
    person: Person,
    area_id: int,
    spell: Spell,
    by: User,
    at: datetime,
) -> Deviation:
    """Let somebody not meet what their role asks in an area.

    Raises NotEmployedHereError, NothingAskedError, ImproperDeviationError, AlreadyDeviatesError.
    """
    made = Deviation(
        organisation=organisation, person=person, area_id=area_id, kind=DeviationKind.EXEMPTION
    )
    return _begin(made, spell, by=by, at=at)


@transaction.atomic
def suspend_in_area(
    *,
    organisation: Organisation,
    person: Person,
    area_id: int,
    spell: Spell,
    by: User,
    at: datetime,
) -> Deviation:
    """Let what somebody can in an area not count at the company until a day.

    Raises NotEmployedHereError, NothingAskedError, ImproperDeviationError, AlreadyDeviatesError.
    """
    made = Deviation(
        organisation=organisation, person=person, area_id=area_id, kind=DeviationKind.WITHDRAWAL
    )
    return _begin(made, spell, by=by, at=at)


@transaction.atomic
def end_deviation(*, deviation: Deviation, by: User, at: datetime) -> None:
    """Let a deviation hold no longer, from today."""
    today = localdate(at)
    if deviation.from_on >= today:
        deviation.delete()
    else:
        deviation.to_on = today - timedelta(days=1)
        deviation.save(update_fields=["to_on"])
    _note(deviation, "deviation_ended", by, at)


def _begin(deviation: Deviation, spell: Spell, *, by: User, at: datetime) -> Deviation:
    _refuse_improper(deviation, spell)
    day, organisation_id = spell.from_on, deviation.organisation_id
    if not is_employed_by(
        person_id=deviation.person_id, organisation_id=organisation_id, on=localdate(at)
    ):
        raise NotEmployedHereError(_("Personen är inte anställd här den dagen."))
    asked = list_requirements_of_person(deviation.person_id, max(day, localdate(at)))
    if deviation.area_id not in {required.area_id for required in asked}:
        raise NothingAskedError(_("Ingen av personens roller kräver något i det området."))
    deviation.reason = spell.reason.strip()
    deviation.from_on, deviation.to_on = spell.from_on, spell.to_on
    try:
        with transaction.atomic():
            deviation.save()
    except IntegrityError as error:
        raise AlreadyDeviatesError(_("Något annat gäller redan under de dagarna.")) from error
    _note(deviation, f"{deviation.kind}_begun", by, at)
    return deviation


def _refuse_improper(deviation: Deviation, spell: Spell) -> None:
    if not spell.reason.strip():
        raise ImproperDeviationError(_("Skriv varför."))
    if spell.to_on is None and deviation.kind == DeviationKind.WITHDRAWAL:
        raise ImproperDeviationError(_("Ett uppehåll är tillfälligt: ange sista dagen."))
    if spell.to_on and spell.to_on < spell.from_on:
        raise ImproperDeviationError(_("Sista dagen ligger före den första."))


def _note(deviation: Deviation, act: str, by: User, at: datetime) -> None:
    record(
        chain=f"organisation:{deviation.organisation_id}",
        act=act,
        subject=f"person:{deviation.person_id}",
        by=by,
        at=at,
        facts={"area": f"area:{deviation.area_id}"},
    )
