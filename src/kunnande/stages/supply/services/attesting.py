from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import list_latest_versions
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.ledger.services import Proof, state_competences
from kunnande.stages.parties.queries import get_person, list_employed_among
from kunnande.stages.supply.services.looks import NotOnTheMatrixError, refuse_outsider

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.ledger.queries import Statement
    from kunnande.stages.parties.queries import Organisation, User

HIGHEST_LEVEL = 4


class Attested(NamedTuple):
    """What an employer has seen somebody do at work."""

    person_id: int
    area_id: int
    level: int


class OwnLevelError(ValueError):
    """Nobody attests for themselves what they can."""


class ImproperLevelError(ValueError):
    """A level lies between one and four."""


@transaction.atomic
def attest_levels(
    *, organisation: Organisation, attested: Iterable[Attested], by: User, at: datetime
) -> list[Statement]:
    """Append what an employer has seen its people do, all of it or nothing.

    Raises NotYourCompanyError, NotOnTheMatrixError, OwnLevelError, ImproperLevelError.
    """
    on, said = localdate(at), list(attested)
    refuse_outsider(organisation, by, on)
    people = {one.person_id for one in said}
    employed = list_employed_among(people, organisation_id=organisation.pk, on=on)
    versions = list_latest_versions({one.area_id for one in said})
    if people - employed or any(one.area_id not in versions for one in said):
        raise NotOnTheMatrixError(_("Personen har inget krav i det området."))
    if by.person_id in people:
        raise OwnLevelError(_("Du kan inte intyga din egen nivå. Be en kollega."))
    if any(not 1 <= one.level <= HIGHEST_LEVEL for one in said):
        raise ImproperLevelError(_("En nivå är ett till fyra."))
    levels: dict[int, dict[int, int]] = defaultdict(dict)
    for one in said:
        levels[one.person_id][versions[one.area_id].pk] = one.level
    return [
        statement
        for person_id in sorted(levels)
        for statement in state_competences(
            person=get_person(person_id),
            levels=levels[person_id],
            proof=_proof_of(organisation),
            by=by,
            at=at,
        )
    ]


def _proof_of(organisation: Organisation) -> Proof:
    """Return a proof of its own: the ledger takes one statement of each act about an area."""
    return Proof(
        kind=ProofKind.EMPLOYER_ATTESTED,
        source=f"attestation:{uuid4().hex}",
        place=organisation,
    )
