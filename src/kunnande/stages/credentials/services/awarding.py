from __future__ import annotations

import hashlib
import itertools
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.centres.services import CentreStoppedError, refuse_stopped
from kunnande.stages.credentials import queries, translate
from kunnande.stages.credentials.keyring import IssuerKeyMissingError, read_signing_key
from kunnande.stages.credentials.models import (
    Certificate,
    CredentialIssuer,
    CredentialKind,
    Revocation,
    StatusList,
)
from kunnande.stages.credentials.services.issuer import keep_keys_of_year
from kunnande.stages.decision.queries import (
    AreaOutcome,
    Outcome,
    find_place_of_newest_proof,
    list_decided_areas,
)
from kunnande.stages.framework.queries import get_version_by_id
from kunnande.stages.parties.queries import Role, get_viewer, is_simulated
from kunnande.stages.trail.services import record, record_looks

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.credentials.queries import AwaitingRow, AwardedRow, CheckedCertificate
    from kunnande.stages.decision.queries import DecidedArea, Decision
    from kunnande.stages.framework.queries import ProductVersion
    from kunnande.stages.parties.queries import User

# The least that Bitstring Status List 1.0 allows: a small list would give its members away.
LIST_ENTRIES = 131_072
# Drawing places at random stays quick as long as most places are free.
LIST_FULL_AT = LIST_ENTRIES // 2


class AwardsClosedError(ValueError):
    """Certificates can not be awarded in this installation as it stands."""


class NothingToAwardError(ValueError):
    """The decision gives a mapping statement, or a later decision has replaced it."""


class AlreadyRevokedError(ValueError):
    """The certificate was revoked before."""


class ReasonMissingError(ValueError):
    """A revocation states why; the reason is never public."""


# Every reason for which an award is refused.
NOT_AWARDED = (
    AwardsClosedError,
    CentreStoppedError,
    NothingToAwardError,
    IssuerKeyMissingError,
)


@dataclass(frozen=True)
class AwardsPage:
    """Decisions that wait for their certificate, and the certificates there are."""

    obstacle: str
    awaiting: tuple[AwaitingRow, ...]
    awarded: tuple[AwardedRow, ...]
    may_revoke: bool
    # Which page of the certificates this is, and of how many; everything that waits is on each.
    number: int
    pages: int


@transaction.atomic
def show_awards(*, by: User, at: datetime, number: int = 1) -> AwardsPage:
    """Return what waits for a certificate and a page of what has one; record whose was seen."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    awaiting = tuple(queries.list_awaiting_certificate(viewer))
    awarded = queries.get_awarded(viewer, number=number)
    people = {row.person_id for row in awaiting} | {row.person_id for row in awarded.rows}
    _record_looks(people, "credentials:awards", by, at)
    return AwardsPage(
        obstacle=find_award_obstacle(),
        awaiting=awaiting,
        awarded=awarded.rows,
        may_revoke=bool(viewer.organisations(Role.SCHEME_OWNER)),
        number=awarded.number,
        pages=awarded.pages,
    )


@transaction.atomic
def show_certificate(*, certificate: Certificate, by: User, at: datetime) -> CheckedCertificate:
    """Return one certificate as it stands, and record whose was seen."""
    _record_looks({certificate.person_id}, "credentials:certificate", by, at)
    return queries.get_public_certificate(certificate.public_id, at=at)


@transaction.atomic
def award_certificate(*, decision: Decision, by: User, at: datetime) -> Certificate:
    """Sign what a decision gives; awarding again returns the certificate there is.

    Raises AwardsClosedError, NothingToAwardError, CentreStoppedError, IssuerKeyMissingError.
    """
    obstacle = find_award_obstacle()
    if obstacle:
        raise AwardsClosedError(obstacle)
    # The issuer awards one at a time, so that a double click finds the first award.
    issuer = CredentialIssuer.objects.select_for_update().get()
    known = Certificate.objects.filter(decision_id=decision.pk).first()
    if known:
        return known
    if decision.outcome == Outcome.MAPPING_STATEMENT or hasattr(decision, "replaced_by"):
        raise NothingToAwardError(_("Beslutet ger inget bevis, eller har ersatts av ett senare."))
    centre_id = find_place_of_newest_proof(decision.pk)
    if centre_id:
        product_id = decision.case.product_version.product_id
        refuse_stopped(centre_id=centre_id, product_id=product_id, on=timezone.localdate(at))
    keep_keys_of_year(issuer=issuer, by=by, at=at)
    certificate = _sign(decision, by, at)
    record(
        chain=decision.case.trail_name,
        act="certificate_awarded",
        subject=f"certificate:{certificate.public_id}",
        by=by,
        at=at,
        facts={
            "decision": decision.pk,
            "kind": str(certificate.kind),
            "sha256": hashlib.sha256(certificate.document_text.encode("utf-8")).hexdigest(),
        },
    )
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, by: User, at: datetime
) -> Revocation:
    """Let a certificate no longer count, at once.

    Raises ReasonMissingError, AlreadyRevokedError.
    """
    if not reason.strip():
        raise ReasonMissingError(_("Skriv varför beviset återkallas. Skälet visas aldrig utåt."))
    Certificate.objects.select_for_update().get(pk=certificate.pk)
    revocation, made = Revocation.objects.get_or_create(
        certificate=certificate,
        defaults={"reason": reason.strip(), "revoked_by": by, "revoked_at": at},
    )
    if not made:
        raise AlreadyRevokedError(_("Beviset är redan återkallat."))
    record(
        chain=certificate.decision.case.trail_name,
        act="certificate_revoked",
        subject=f"certificate:{certificate.public_id}",
        by=by,
        at=at,
    )
    return revocation


def find_award_obstacle() -> str:
    """Return why no certificate can be awarded now, and what to do; empty when it can."""
    issuer, simulated = queries.find_issuer(), is_simulated()
    if not simulated and not settings.PUBLIC_HOST:
        return _(
            "Bevis utfärdas inte än: ingen utanför kan nå den här adressen och kontrollera dem. "
            "Sätt PUBLIC_HOST till det värdnamn som andra når, och starta om."
        )
    if issuer is None:
        return _("Ingen utfärdare är inrättad. Starta om installationen så inrättas den.")
    if issuer.is_demo != simulated:
        return _(
            "Utfärdaren och databasen hör inte ihop: den ena är ett exempel, den andra inte. "
            "Börja om med en tom databas."
        )
    return ""


def _record_looks(people: set[int], page: str, by: User, at: datetime) -> None:
    acting = set[int]().union(*get_viewer(by, on=timezone.localdate(at)).acts_for.values())
    others = {person for person in people if person != by.person_id}
    record_looks(people=others, page=page, organisation_id=min(acting, default=None), by=by, at=at)


def _sign(decision: Decision, by: User, at: datetime) -> Certificate:
    key = queries.get_key_in_use()
    version = get_version_by_id(decision.case.product_version_id)
    areas = list_decided_areas(decision.pk)
    met = [area for area in areas if area.outcome == AreaOutcome.MET]
    public_id = uuid.uuid4()
    listed, index = _draw_place()
    award = translate.Award(
        credential_id=f"{key.issuer.base_url}/bevis/{public_id}/",
        kind=_KINDS[Outcome(decision.outcome)],
        person_name=decision.case.person.name,
        version=version,
        met=met,
        remaining=[area for area in areas if area.outcome != AreaOutcome.MET],
        status=vc.StatusEntry(list_url=queries.status_list_url(key.issuer, listed.pk), index=index),
        valid_from=at,
        valid_until=_valid_until(version, met, at),
    )
    credential = translate.build_credential(award, key.issuer)
    signed = vc.sign(credential, read_signing_key(key), created=at)
    return Certificate.objects.create(
        public_id=public_id,
        kind=award.kind,
        decision=decision,
        person_id=decision.case.person_id,
        document_text=json.dumps(signed, ensure_ascii=False, indent=2),
        status_list=listed,
        status_index=index,
        awarded_by=by,
        awarded_at=at,
        valid_until=award.valid_until,
    )


_KINDS = {
    Outcome.CERTIFICATE: CredentialKind.CERTIFICATE,
    Outcome.ATTESTATION_OF_PARTS: CredentialKind.ATTESTATION_OF_PARTS,
}


def _draw_place() -> tuple[StatusList, int]:
    """Return a free place drawn at random: an order would tell who was awarded when."""
    listed, _made = StatusList.objects.get_or_create(full=False, defaults={"entries": LIST_ENTRIES})
    taken = Certificate.objects.filter(status_list=listed)
    if taken.count() + 1 >= LIST_FULL_AT:
        listed.full = True
        listed.save(update_fields=["full"])
    drawn = (secrets.randbelow(listed.entries) for _draw in itertools.count())
    return listed, next(index for index in drawn if not taken.filter(status_index=index).exists())


def _valid_until(version: ProductVersion, met: list[DecidedArea], at: datetime) -> datetime | None:
    """Return when the certificate ends: never after the product says, nor after its proofs."""
    months = version.certificate_validity_months
    days = [area.statement.valid_until for area in met if area.statement]
    ends = [translate.end_of_day(day) for day in days if day]
    if months:
        ends.append(translate.end_of_day_after(months, at))
    return min(ends, default=None)
