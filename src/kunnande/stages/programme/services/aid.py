"""A company declares earlier aid, and is given the right to a benefit on a ground that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.parties.services import read_organisation_number
from kunnande.stages.programme.models import (
    AidBasis,
    AidDeclaration,
    AidGrant,
    EarlierAid,
    Engagement,
    LinkedCompany,
)
from kunnande.stages.programme.queries.aid import (
    find_declaration,
    get_headroom,
    highest_percent,
    in_euro_cents,
)
from kunnande.stages.programme.services.companies import refuse_closed, refuse_outside
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, User

# Companies of one group may be given aid in two programmes at once: one at a time looks and writes.
_TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended('state aid', 0))"


class NotYourDeclarationError(PermissionError):
    """The company declares, or the owner of a programme it is in enters what it declared."""


class ImproperDeclarationError(ValueError):
    """A declaration is signed by somebody on a day that has been, of aid with day and amount."""


class NoDeclarationError(ValueError):
    """Aid of lesser importance is given after the company has declared earlier aid."""


class NoHeadroomError(ValueError):
    """The benefit is worth more than what is left under the ceiling."""


class ImproperAidError(ValueError):
    """A benefit says what it is, on which ground, its value, and what it is a share of."""


@dataclass(frozen=True)
class Earlier:
    """Aid that a company has had: from when it had the right to it, of whom, how much."""

    granted_on: date
    giver: str
    euro_cents: int


@dataclass(frozen=True)
class Declaration:
    """What a company signed: its linked companies, its earlier aid, and where the paper is."""

    signed_on: date
    signatory: str
    evidence: str
    linked: Sequence[str] = ()
    earlier: Sequence[Earlier] = ()


@dataclass(frozen=True)
class Benefit:
    """What a company is given the right to: on which ground, what, from when, and its value."""

    basis: str
    words: str
    granted_on: date
    value_ore: int
    # Of training aid only.
    eligible_ore: int | None = None
    disadvantaged: bool = False


@transaction.atomic
def declare_aid(
    *, company: Organisation, declaration: Declaration, by: User, at: datetime
) -> AidDeclaration:
    """Note what a company has declared; a later declaration replaces it from its own day.

    Raises NotYourDeclarationError, ImproperDeclarationError, ImproperOrganisationNumberError.
    """
    _refuse_others(company, by, at)
    numbers = {read_organisation_number(number) for number in declaration.linked}
    _refuse_improper(declaration, at)
    made = AidDeclaration.objects.create(
        company=company,
        signed_on=declaration.signed_on,
        signatory=declaration.signatory.strip(),
        evidence=declaration.evidence.strip(),
        entered_by=by,
        entered_at=at,
    )
    LinkedCompany.objects.bulk_create(
        LinkedCompany(declaration=made, organisation_number=number)
        for number in sorted(numbers - {company.organisation_number})
    )
    EarlierAid.objects.bulk_create(
        EarlierAid(
            declaration=made,
            granted_on=one.granted_on,
            giver=one.giver.strip(),
            euro_cents=one.euro_cents,
        )
        for one in declaration.earlier
    )
    record(
        chain=company.trail_name,
        act="aid_declared",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"linked": len(numbers), "earlier": len(declaration.earlier)},
    )
    return made


@transaction.atomic
def grant_aid(*, engagement: Engagement, benefit: Benefit, by: User, at: datetime) -> AidGrant:
    """Give a company the right to a benefit.

    Raises NotYourProgrammeError, OutsideProgrammeError, ClosedCompanyError, ImproperAidError,
    NoDeclarationError, NoHeadroomError.
    """
    refuse_all_but_the_owner(engagement.programme, by, at, Role.ECONOMIST)
    refuse_outside(engagement.programme, benefit.granted_on)
    refuse_closed(engagement, on=benefit.granted_on)
    _refuse_improper_benefit(benefit, at)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURNS)
    cents, rate = in_euro_cents(benefit.value_ore, on=benefit.granted_on)
    if benefit.basis == AidBasis.DE_MINIMIS:
        _refuse_beyond_ceiling(engagement.company, benefit.granted_on, cents)
    made = AidGrant.objects.create(
        engagement=engagement,
        basis=benefit.basis,
        words=benefit.words.strip(),
        granted_on=benefit.granted_on,
        size=engagement.size,
        value_ore=benefit.value_ore,
        euro_cents=cents,
        exchange=rate,
        declaration=find_declaration(engagement.company, on=benefit.granted_on),
        eligible_ore=benefit.eligible_ore,
        percent=_share_of(engagement, benefit),
        disadvantaged=benefit.disadvantaged,
        granted_by=by,
        granted_at=at,
    )
    record(
        chain=engagement.company.trail_name,
        act="aid_granted",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"basis": str(benefit.basis), "ore": made.value_ore, "euro_cents": cents},
    )
    return made


def _refuse_beyond_ceiling(company: Organisation, on: date, cents: int) -> None:
    headroom = get_headroom(company, on=on)
    if headroom.declaration is None:
        raise NoDeclarationError(_("Företaget har inte lämnat intyg om tidigare stöd."))
    if cents > headroom.left_cents:
        told = {"left": headroom.left_cents // 100, "asked": -(-cents // 100)}
        msg = _("Stödet är värt %(asked)d euro och %(left)d euro är kvar under taket.")
        raise NoHeadroomError(msg % told)


def _share_of(engagement: Engagement, benefit: Benefit) -> int | None:
    if benefit.basis != AidBasis.TRAINING:
        return None
    most = highest_percent(
        engagement.size, disadvantaged=benefit.disadvantaged, on=benefit.granted_on
    )
    if benefit.value_ore * 100 > (benefit.eligible_ore or 0) * most:
        told = {"most": most}
        raise NoHeadroomError(_("Stödet får vara högst %(most)d procent av kostnaden.") % told)
    return most


def _refuse_improper_benefit(benefit: Benefit, at: datetime) -> None:
    if benefit.basis not in AidBasis or not benefit.words.strip() or benefit.value_ore < 0:
        raise ImproperAidError(_("Skriv grund, vad stödet är och vad det är värt."))
    if (benefit.basis == AidBasis.TRAINING) != (benefit.eligible_ore is not None):
        msg = _("Utbildningsstöd, och bara det, är en andel av en kostnad som skrivs in.")
        raise ImproperAidError(msg)
    if benefit.basis != AidBasis.NONE and benefit.value_ore == 0:
        raise ImproperAidError(_("Skriv vad stödet är värt."))
    if benefit.granted_on > localdate(at):
        raise ImproperAidError(_("Stödet skrivs in när företaget har fått rätt till det."))


def _refuse_improper(declaration: Declaration, at: datetime) -> None:
    today = localdate(at)
    if not (declaration.signatory.strip() and declaration.evidence.strip()):
        raise ImproperDeclarationError(_("Skriv vem som har skrivit under och var intyget finns."))
    if declaration.signed_on > today:
        raise ImproperDeclarationError(_("Intyget skrivs in när det är underskrivet."))
    for one in declaration.earlier:
        if one.euro_cents < 1 or not one.giver.strip() or one.granted_on > today:
            raise ImproperDeclarationError(_("Tidigare stöd har dag, givare och belopp i euro."))


def _refuse_others(company: Organisation, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    owners = viewer.organisations(Role.PROGRAMME_OWNER) | viewer.organisations(Role.ECONOMIST)
    in_ours = Engagement.objects.filter(company=company, programme__owner_id__in=owners)
    if company.pk not in viewer.organisations(Role.EMPLOYER) and not in_ours.exists():
        msg = _("Bara företaget och programmets ägare kan skriva in intyget.")
        raise NotYourDeclarationError(msg)
