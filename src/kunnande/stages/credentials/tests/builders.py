"""An issuer and certificates for tests, made by the real services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.credentials import services
from kunnande.stages.decision.tests.builders import Decided, a_decided_case
from kunnande.stages.parties.queries import OrganisationKind, Role, list_organisations
from kunnande.stages.parties.services import mark_simulated
from kunnande.stages.parties.tests.builders import a_member, a_service_user, an_organisation
from kunnande.stages.testing.tests.builders import minutes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.credentials.queries import Certificate, CredentialIssuer
    from kunnande.stages.parties.queries import User

AWARDED_AT = minutes(120)


@dataclass
class Awarded:
    """A certificate and the decided case it rests on."""

    certificate: Certificate
    decided: Decided


def an_issuer(port: int = 8000, at: datetime = AWARDED_AT) -> CredentialIssuer:
    return services.establish_issuer(
        host="localhost",
        port=port,
        name="Exempel Modellägare",
        demo=True,
        by=a_service_user(),
        at=at,
    )


def a_demo() -> CredentialIssuer:
    """Mark the database as simulated and establish its issuer."""
    mark_simulated(by=a_service_user(), at=minutes(0))
    return an_issuer()


def a_certificate(right: Iterable[str] = ("IT07", "IT08")) -> Awarded:
    a_demo()
    decided = a_decided_case(right)
    certificate = services.award_certificate(
        decision=decided.decision, by=decided.examiner, at=AWARDED_AT
    )
    return Awarded(certificate, decided)


def a_scheme_owner_user() -> User:
    """Return somebody who acts for the owner of the scheme there is."""
    owners = list_organisations(OrganisationKind.SCHEME_OWNER)
    owner = owners[0] if owners else an_organisation("Modell", OrganisationKind.SCHEME_OWNER)
    return a_member(owner, Role.SCHEME_OWNER)


def revoked(awarded: Awarded, reason: str = "Hemligt skäl", at: datetime | None = None) -> Awarded:
    services.revoke_certificate(
        certificate=awarded.certificate,
        reason=reason,
        by=a_service_user(),
        at=at or minutes(180),
    )
    return awarded
