from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import is_employed_by
from kunnande.stages.requirements.models import Holding
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Person, User
    from kunnande.stages.requirements.models import OccupationalRole


class AlreadyHeldError(ValueError):
    """The person holds the role already."""


class NotEmployedHereError(ValueError):
    """Only somebody employed by the company can hold one of its roles."""


class EndsBeforeStartError(ValueError):
    """The last day lies before the first."""


@transaction.atomic
def assign_role(
    *, role: OccupationalRole, person: Person, from_on: date, by: User, at: datetime
) -> Holding:
    """Let an employee hold a role. Raises NotEmployedHereError, AlreadyHeldError."""
    if not is_employed_by(person_id=person.pk, organisation_id=role.organisation_id, on=from_on):
        raise NotEmployedHereError(_("Personen är inte anställd här den dagen."))
    try:
        with transaction.atomic():
            holding = Holding.objects.create(role=role, person=person, from_on=from_on)
    except IntegrityError as error:
        raise AlreadyHeldError(_("Personen har redan rollen.")) from error
    _note(holding, "role_assigned", by, at)
    return holding


@transaction.atomic
def end_holding(*, holding: Holding, to_on: date, by: User, at: datetime) -> Holding:
    """Set the last day somebody holds a role. Raises EndsBeforeStartError."""
    if to_on < holding.from_on:
        raise EndsBeforeStartError(_("Sista dagen ligger före den första."))
    holding.to_on = to_on
    holding.save(update_fields=["to_on"])
    _note(holding, "role_ended", by, at)
    return holding


def _note(holding: Holding, act: str, by: User, at: datetime) -> None:
    record(
        chain=f"organisation:{holding.role.organisation_id}",
        act=act,
        subject=f"person:{holding.person_id}",
        by=by,
        at=at,
        facts={"role": f"role:{holding.role_id}"},
    )
