from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q

from kunnande.stages.credentials.models import Certificate, CredentialKind
from kunnande.stages.credentials.queries.checking import (
    CheckedCertificate,
    get_public_certificate,
    revoked_at_of,
)
from kunnande.stages.decision.queries import (
    Outcome,
    list_decisions_of_person,
    list_decisions_to_recognise,
)
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from kunnande.stages.decision.queries import DecidedRow
    from kunnande.stages.parties.queries import Viewer


_ON_A_PAGE = 50


@dataclass(frozen=True)
class AwaitingRow:
    """A decision that has no certificate yet."""

    decision_id: int
    person_id: int
    person_name: str
    product_name: str
    version: str
    outcome: str
    decided_at: datetime


@dataclass(frozen=True)
class AwardedRow:
    """A certificate as those who award see it."""

    public_id: UUID
    person_id: int
    person_name: str
    product_name: str
    kind: str
    awarded_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class AwardedPage:
    """One page of certificates, which page it is, and how many there are."""

    rows: tuple[AwardedRow, ...]
    number: int
    pages: int


@dataclass(frozen=True)
class Wallet:
    """A person's certificates, the decisions that wait for one, and all decisions."""

    certificates: tuple[CheckedCertificate, ...]
    on_their_way: tuple[DecidedRow, ...]
    decisions: tuple[DecidedRow, ...]


def certificates_visible_to(viewer: Viewer) -> QuerySet[Certificate]:
    """Return the viewer's own certificates, a scheme owner's of the scheme, an examiner's all."""
    certificates = Certificate.objects.select_related("person", "revocation", "status_list")
    if viewer.organisations(Role.EXAMINER):
        return certificates
    schemes_of = viewer.organisations(Role.SCHEME_OWNER)
    return certificates.filter(
        Q(person_id=viewer.person_id)
        | Q(decision__case__product_version__product__scheme__owner_id__in=schemes_of)
    )


def get_certificate(public_id: UUID, viewer: Viewer) -> Certificate:
    """Return one certificate the viewer may see. Raises Certificate.DoesNotExist."""
    return certificates_visible_to(viewer).get(public_id=public_id)


def get_own_certificate(public_id: UUID, person_id: int | None) -> Certificate:
    """Return a person's own certificate. Raises Certificate.DoesNotExist."""
    if person_id is None:
        raise Certificate.DoesNotExist
    return Certificate.objects.get(public_id=public_id, person_id=person_id)


def list_certificates_of(person_id: int, *, at: datetime) -> list[CheckedCertificate]:
    """Return a person's certificates, latest first, each checked as a stranger would."""
    certificates = Certificate.objects.filter(person_id=person_id).order_by("-awarded_at", "-id")
    return [
        get_public_certificate(public_id, at=at)
        for public_id in certificates.values_list("public_id", flat=True)
    ]


def get_wallet(person_id: int | None, *, at: datetime) -> Wallet:
    """Return everything a person has been given, and what is on its way."""
    if person_id is None:
        return Wallet((), (), ())
    decisions = list_decisions_of_person(person_id)
    awarded = set(
        Certificate.objects.filter(person_id=person_id).values_list("decision_id", flat=True)
    )
    recognised = [d for d in decisions if d.outcome != Outcome.MAPPING_STATEMENT]
    return Wallet(
        certificates=tuple(list_certificates_of(person_id, at=at)),
        on_their_way=tuple(d for d in recognised if d.is_latest and d.decision_id not in awarded),
        decisions=tuple(decisions),
    )


def list_awaiting_certificate(viewer: Viewer) -> list[AwaitingRow]:
    """Return the decisions in force that have no certificate yet, oldest first."""
    awarded = Certificate.objects.values("decision_id")
    return [
        AwaitingRow(
            decision_id=decision.pk,
            person_id=decision.case.person_id,
            person_name=decision.case.person.name,
            product_name=localised(decision.case.product_version.product, "name"),
            version=decision.case.product_version.version,
            outcome=str(Outcome(decision.outcome).label),
            decided_at=decision.decided_at,
        )
        for decision in list_decisions_to_recognise(viewer).exclude(pk__in=awarded)
    ]


def get_awarded(viewer: Viewer, *, number: int = 1) -> AwardedPage:
    """Return one page of the certificates there are, latest first; the nearest page there is."""
    certificates = certificates_visible_to(viewer).select_related(
        "person", "revocation", "decision__case__product_version__product"
    )
    page = Paginator(certificates.order_by("-awarded_at", "-id"), _ON_A_PAGE).get_page(number)
    rows = tuple(_awarded_row(certificate) for certificate in page)
    return AwardedPage(rows, page.number, page.paginator.num_pages)


def _awarded_row(certificate: Certificate) -> AwardedRow:
    return AwardedRow(
        public_id=certificate.public_id,
        person_id=certificate.person_id,
        person_name=certificate.person.name,
        product_name=localised(certificate.decision.case.product_version.product, "name"),
        kind=str(CredentialKind(certificate.kind).label),
        awarded_at=certificate.awarded_at,
        revoked_at=revoked_at_of(certificate),
    )
