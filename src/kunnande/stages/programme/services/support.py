"""Other public money for the same time is entered, so that no hour is paid for twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer, is_employed_by
from kunnande.stages.programme.models import Engagement, OtherSupport
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, Person, User


class NotYourSupportError(PermissionError):
    """Only the company, and the owner of a programme it is in, enter its other support."""


class ImproperSupportError(ValueError):
    """Other support says what it is, ends after it begins, and is for somebody who works there."""


@dataclass(frozen=True)
class Support:
    """What other support a company has, between which days, and for one person or all."""

    words: str
    from_on: date
    to_on: date
    person: Person | None = None


@transaction.atomic
def enter_other_support(
    *, company: Organisation, support: Support, by: User, at: datetime
) -> OtherSupport:
    """Note that people's time is paid for in another way. Hours already locked show as changed.

    Raises NotYourSupportError, ImproperSupportError.
    """
    _refuse_others(company, by, at)
    _refuse_improper(company, support)
    made = OtherSupport.objects.create(
        company=company,
        person=support.person,
        words=support.words.strip(),
        from_on=support.from_on,
        to_on=support.to_on,
        entered_by=by,
        entered_at=at,
    )
    record(
        chain=company.trail_name,
        act="other_support_entered",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"from": support.from_on.isoformat(), "to": support.to_on.isoformat()},
    )
    return made


def _refuse_others(company: Organisation, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    owners = viewer.organisations(Role.PROGRAMME_OWNER) | viewer.organisations(Role.ECONOMIST)
    in_ours = Engagement.objects.filter(company=company, programme__owner_id__in=owners)
    if company.pk not in viewer.organisations(Role.EMPLOYER) and not in_ours.exists():
        raise NotYourSupportError(_("Bara företaget och programmets ägare kan skriva in det."))


def _refuse_improper(company: Organisation, support: Support) -> None:
    if not support.words.strip() or support.to_on < support.from_on:
        raise ImproperSupportError(_("Skriv vilket stöd det är, från och till vilken dag."))
    if support.person and not is_employed_by(
        person_id=support.person.pk, organisation_id=company.pk, on=support.from_on
    ):
        raise ImproperSupportError(_("Personen arbetar inte på företaget den dagen."))
