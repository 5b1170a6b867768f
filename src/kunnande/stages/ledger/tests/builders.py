"""Statements for tests, made by the real service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import ProofKind, find_area_version
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.ledger import services
from kunnande.stages.ledger.queries import Statement
from kunnande.stages.parties.tests.builders import NOON, a_service_user

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Organisation, Person


def an_area_version_id(code: str = "IT07") -> int:
    """Return the version of an area, importing the small scheme when there is none."""
    found = find_area_version(code)
    if found is None:
        a_published_version()
        found = find_area_version(code)
    assert found is not None
    return found.pk


def a_statement(
    person: Person,
    *,
    level: int = 2,
    kind: str = ProofKind.THEORY_TESTED,
    area: str = "IT07",
    release_key: str = "",
    place: Organisation | None = None,
    valid_until: date | None = None,
) -> Statement:
    proof = services.Proof(
        kind=kind,
        source=f"sitting:{Statement.objects.count() + 1}",
        release_key=release_key,
        place=place,
        valid_until=valid_until,
    )
    return services.state_competence(
        person=person,
        area_version_id=an_area_version_id(area),
        level=level,
        proof=proof,
        by=a_service_user(),
        at=NOON,
    )
