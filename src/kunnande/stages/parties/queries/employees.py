"""Who works at an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.timezone import localdate

from kunnande.stages.parties.models import Employment, Invitation, Organisation
from kunnande.stages.parties.queries.spells import current_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True)
class EmployeeRow:
    person_id: int
    name: str
    team: str
    from_on: date
    has_account: bool
    is_invited: bool
    email: str = ""


class StaffRow(NamedTuple):
    person_id: int
    name: str
    team: str


def list_employees(organisation: Organisation, *, on: date) -> list[EmployeeRow]:
    """Return who is employed on a day; an invitation past its last day no longer counts."""
    spells = (
        Employment.objects.filter(current_on(on), organisation=organisation)
        .select_related("person__user")
        .order_by("team", "person__sort_key", "pk")
    )
    latest = {
        invitation.person_id: invitation
        for invitation in Invitation.objects.filter(
            organisation=organisation, accepted_at__isnull=True
        ).order_by("created_at", "pk")
    }
    return [_employee_row(spell, latest.get(spell.person_id), on) for spell in spells]


def list_staff(organisation: Organisation, *, on: date) -> list[StaffRow]:
    """Return who is employed on a day, as a page of hundreds of them reads it."""
    spells = Employment.objects.filter(current_on(on), organisation=organisation)
    rows = spells.order_by("team", "person__sort_key", "pk").values_list(
        "person_id", "person__given_name", "person__family_name", "team"
    )
    return [StaffRow(person, f"{given} {family}", team) for person, given, family, team in rows]


def find_employee(organisation: Organisation, person_id: int, *, on: date) -> EmployeeRow | None:
    rows = list_employees(organisation, on=on)
    return next((row for row in rows if row.person_id == person_id), None)


def list_employed_among(people: Iterable[int], *, organisation_id: int, on: date) -> frozenset[int]:
    """Return those of `people` who are employed there on a day."""
    return frozenset(
        Employment.objects.filter(
            current_on(on), organisation_id=organisation_id, person_id__in=set(people)
        ).values_list("person_id", flat=True)
    )


def _employee_row(spell: Employment, invitation: Invitation | None, on: date) -> EmployeeRow:
    has_account = hasattr(spell.person, "user")
    address = spell.email or (invitation.email if invitation else "")
    return EmployeeRow(
        spell.person_id,
        spell.person.name,
        spell.team,
        spell.from_on,
        has_account,
        is_invited=invitation is not None and localdate(invitation.expires_at) >= on,
        email=spell.person.user.email if has_account else address,
    )
