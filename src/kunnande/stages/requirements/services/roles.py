from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import ProofKind
from kunnande.stages.requirements.models import OccupationalRole, Requirement
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.requirements.models import RoleTemplate


RECENCY_MONTHS = range(1, 121)


class RoleNameTakenError(ValueError):
    """The company has another role with this name."""


class ImproperRequirementError(ValueError):
    """A requirement needs a level 1-4, an importance 1-5 and at least one kind of proof."""


@transaction.atomic
def create_role(
    *,
    organisation: Organisation,
    template: RoleTemplate | None = None,
    name: str,
    people_needed: int,
    by: User,
    at: datetime,
) -> OccupationalRole:
    """Make a company's role, with a copy of the template's requirements.

    Raises RoleNameTakenError.
    """
    role = OccupationalRole(
        organisation=organisation, template=template, people_needed=people_needed
    )
    _save_name(role, name)
    if template:
        Requirement.objects.bulk_create(
            Requirement(
                role=role,
                area_id=row.area_id,
                level=row.level,
                accepted_kinds=row.accepted_kinds,
                importance=row.importance,
            )
            for row in template.requirements.all()
        )
    _note(role, "role_created", by, at, template=template.code if template else "")
    return role


@transaction.atomic
def change_role(
    *, role: OccupationalRole, name: str, people_needed: int, by: User, at: datetime
) -> OccupationalRole:
    """Give a role another name or need. Raises RoleNameTakenError."""
    role.people_needed = people_needed
    _save_name(role, name)
    _note(role, "role_changed", by, at, people_needed=people_needed)
    return role


@transaction.atomic
def set_requirement(
    *,
    role: OccupationalRole,
    area_id: int,
    level: int,
    accepted_kinds: Iterable[str],
    importance: int,
    recency_months: int | None = None,
    by: User,
    at: datetime,
) -> Requirement:
    """Say what a role requires of an area, in place of what it said before.

    Raises ImproperRequirementError.
    """
    kinds = [kind.value for kind in ProofKind if kind.value in set(accepted_kinds)]
    if recency_months is not None and recency_months not in RECENCY_MONTHS:
        raise ImproperRequirementError(_("Beviset får vara 1 till 120 månader gammalt."))
    if level not in range(1, 5) or importance not in range(1, 6) or not kinds:
        raise ImproperRequirementError(
            _("Välj nivå 1 till 4, betydelse 1 till 5 och minst en sorts bevis.")
        )
    asked: dict[str, Any] = {
        "level": level,
        "accepted_kinds": kinds,
        "importance": importance,
        "recency_months": recency_months,
    }
    requirement, _made = Requirement.objects.update_or_create(
        role=role, area_id=area_id, defaults=asked
    )
    facts = {**asked, "area": area_id, **dict.fromkeys(kinds, True)}
    del facts["accepted_kinds"]
    _note(role, "requirement_set", by, at, **facts)
    return requirement


@transaction.atomic
def remove_requirement(*, role: OccupationalRole, area_id: int, by: User, at: datetime) -> None:
    """Let a role no longer require an area; removing what is not there changes nothing."""
    removed, _rows = Requirement.objects.filter(role=role, area_id=area_id).delete()
    if removed:
        _note(role, "requirement_removed", by, at, area=area_id)


def _save_name(role: OccupationalRole, name: str) -> None:
    role.name = " ".join(name.split())
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        raise RoleNameTakenError(
            _("Ni har redan en roll som heter så. Välj ett annat namn.")
        ) from error


def _note(
    role: OccupationalRole, act: str, by: User, at: datetime, **facts: str | int | None
) -> None:
    record(
        chain=f"organisation:{role.organisation_id}",
        act=act,
        subject=f"role:{role.pk}",
        by=by,
        at=at,
        facts=facts,
    )
