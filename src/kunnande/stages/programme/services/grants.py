"""A programme is set up, and what its funder has decided is entered, version by version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.programme import translate
from kunnande.stages.programme.models import DatedRule, GrantVersion, Partner, Programme
from kunnande.stages.programme.queries.grants import owns
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from typing import Any

    from kunnande.stages.parties.queries import Organisation, User


class NotYourProgrammeError(PermissionError):
    """Only whoever acts for the programme's owner does this."""


class ProgrammeKnownError(ValueError):
    """Another programme has this code."""


class ImproperGrantError(ValueError):
    """A grant is for somebody, says where it is written, and applies after the one before."""


class PartnerKnownError(ValueError):
    """The organisation already has this part in the programme."""


@dataclass(frozen=True)
class Grant:
    """What the funder decided: from which day, how many people, how much, and where it says so."""

    from_on: date
    people: int
    amount_ore: int
    source: str
    women: int | None = None
    men: int | None = None


@transaction.atomic
def register_programme(
    *,
    code: str,
    name: str,
    owner: Organisation,
    from_on: date,
    to_on: date,
    diary_number: str = "",
    by: User,
    at: datetime,
) -> Programme:
    """Set a programme up. Raises NotYourProgrammeError, ProgrammeKnownError."""
    if owner.pk not in get_viewer(by, on=localdate(at)).organisations(Role.PROGRAMME_OWNER):
        raise NotYourProgrammeError(_("Bara programmets ägare kan göra det här."))
    programme, made = Programme.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "owner": owner,
            "diary_number": diary_number,
            "from_on": from_on,
            "to_on": to_on,
        },
    )
    if not made:
        raise ProgrammeKnownError(_("Ett annat program har den koden."))
    record(
        chain=programme.trail_name,
        act="programme_registered",
        subject=programme.trail_name,
        by=by,
        at=at,
        facts={"owner": owner.pk},
    )
    return programme


@transaction.atomic
def enter_grant(*, programme: Programme, grant: Grant, by: User, at: datetime) -> GrantVersion:
    """Enter what applies from a day on; the version before stays on record.

    Raises NotYourProgrammeError, ImproperGrantError.
    """
    refuse_all_but_the_owner(programme, by, at)
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = GrantVersion.objects.filter(programme=programme).order_by("-number").first()
    _refuse_improper(grant, last)
    version = GrantVersion.objects.create(
        programme=programme,
        number=last.number + 1 if last else 1,
        from_on=grant.from_on,
        people=grant.people,
        women=grant.women,
        men=grant.men,
        amount_ore=grant.amount_ore,
        source=grant.source.strip(),
        entered_by=by,
        entered_at=at,
    )
    record(
        chain=programme.trail_name,
        act="grant_entered",
        subject=version.trail_name,
        by=by,
        at=at,
        facts={"number": version.number, "people": grant.people, "ore": grant.amount_ore},
    )
    return version


@transaction.atomic
def add_partner(
    *,
    programme: Programme,
    organisation: Organisation,
    part: str,
    from_on: date,
    by: User,
    at: datetime,
) -> Partner:
    """Let an organisation take part in carrying a programme out.

    Raises NotYourProgrammeError, PartnerKnownError.
    """
    refuse_all_but_the_owner(programme, by, at)
    try:
        with transaction.atomic():
            partner = Partner.objects.create(
                programme=programme, organisation=organisation, part=part, from_on=from_on
            )
    except IntegrityError as error:
        raise PartnerKnownError(_("Organisationen är redan med i programmet.")) from error
    record(
        chain=programme.trail_name,
        act="partner_added",
        subject=organisation.trail_name,
        by=by,
        at=at,
        facts={"part": part},
    )
    return partner


@transaction.atomic
def import_rules(*, package: Mapping[str, Any], by: User, at: datetime) -> list[DatedRule]:
    """Take in dated rules with their sources; a rule that is known stays as it is."""
    made = [
        rule
        for told in translate.read_rules(package)
        for rule, is_new in [
            DatedRule.objects.get_or_create(
                code=told["code"], from_on=told["from_on"], defaults=told
            )
        ]
        if is_new
    ]
    record(
        chain="installation",
        act="rules_imported",
        subject="installation",
        by=by,
        at=at,
        facts={"rules": len(made)},
    )
    return made


def refuse_all_but_the_owner(programme: Programme, by: User, at: datetime, *also: str) -> None:
    """Stop whoever does not act for a programme's owner. Raises NotYourProgrammeError."""
    viewer = get_viewer(by, on=localdate(at))
    if not owns(viewer, programme, Role.PROGRAMME_OWNER, *also):
        raise NotYourProgrammeError(_("Bara programmets ägare kan göra det här."))


def _refuse_improper(grant: Grant, last: GrantVersion | None) -> None:
    if grant.people < 1 or grant.amount_ore < 0 or not grant.source.strip():
        raise ImproperGrantError(_("Skriv antal personer, belopp och var beslutet finns."))
    if (grant.women or 0) + (grant.men or 0) > grant.people:
        raise ImproperGrantError(_("Målen för kvinnor och män är fler än personerna."))
    if last and grant.from_on <= last.from_on:
        told = {"day": f"{last.from_on:%Y-%m-%d}"}
        raise ImproperGrantError(_("Ett nyare beslut gäller redan från %(day)s.") % told)
