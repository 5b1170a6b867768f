"""Hours are shown to somebody else than whose they are: an act, that the person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.programme.queries.attesting import get_month, list_months_among
from kunnande.stages.programme.queries.people import participations_visible_to
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import Participation, PaymentClaim
    from kunnande.stages.programme.queries.attesting import Month
    from kunnande.stages.programme.queries.claims import MonthRow


class NotYoursToSeeError(PermissionError):
    """Hours are seen by the person, their company and the programme's owner."""


@transaction.atomic
def show_month(*, participation: Participation, month_on: date, by: User, at: datetime) -> Month:
    """Return one person's month, hour by hour. Raises NotYoursToSeeError."""
    _note([participation], "programme:month", by, at)
    return get_month(participation, month_on)


@transaction.atomic
def show_months(
    *, participations: Sequence[Participation], month_on: date, by: User, at: datetime
) -> list[Month]:
    """Return one month of several people, each in sum. Raises NotYoursToSeeError."""
    _note(participations, "programme:staff", by, at)
    return list_months_among(participations, month_on)


@transaction.atomic
def show_claimed_months(
    *, claim: PaymentClaim, months: Sequence[MonthRow], page: str, by: User, at: datetime
) -> Sequence[MonthRow]:
    """Return some of the months a claim rests on, each of one person who can see that they were.

    Raises NotYourProgrammeError.
    """
    programme = claim.programme
    refuse_all_but_the_owner(programme, by, at, Role.ECONOMIST)
    people = {one.attestation.participation.person_id for one in months}
    record_looks(
        people=people - {by.person_id},
        page=page,
        organisation_id=programme.owner_id,
        by=by,
        at=at,
    )
    return months


def _note(participations: Sequence[Participation], page: str, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    asked = {one.pk for one in participations}
    if participations_visible_to(viewer).filter(pk__in=asked).count() != len(asked):
        raise NotYoursToSeeError(_("De timmarna är inte dina att se."))
    record_looks(
        people=[one.person_id for one in participations if one.person_id != viewer.person_id],
        page=page,
        organisation_id=None,
        by=by,
        at=at,
    )
