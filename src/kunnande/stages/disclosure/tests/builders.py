"""Agreements and answers for tests, made by the real services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.disclosure import services
from kunnande.stages.disclosure.queries import Extent
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user, an_account

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from kunnande.stages.disclosure.queries import Agreement, Answer
    from kunnande.stages.disclosure.services import IssuedShare
    from kunnande.stages.parties.queries import Organisation, Person


def an_agreement(
    organisation: Organisation, extent: str = Extent.AREAS_MET, from_on: date = TODAY
) -> Agreement:
    return services.make_agreement(
        organisation=organisation, extent=extent, from_on=from_on, by=a_service_user(), at=NOON
    )


def an_answer(agreement: Agreement, person: Person, *, accepted: bool = True) -> Answer:
    return services.answer_agreement(
        agreement=agreement, person=person, accepted=accepted, by=an_account(person), at=NOON
    )


def a_share(person: Person, **changed: Any) -> IssuedShare:
    """Return a link of a person's own, for one area until today unless told otherwise."""
    said = {"recipient": "Exempelbolaget", "area_ids": [1], "last_on": TODAY, **changed}
    return services.make_share(person=person, by=an_account(person), at=NOON, **said)
