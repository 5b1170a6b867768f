from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.disclosure.models import Agreement, Answer, Extent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["Agreement", "Answer", "Extent"]


class NoAgreementError(LookupError):
    """The employer has no agreement in force on this day."""


def find_agreement_in_force(organisation_id: int, *, on: date) -> Agreement | None:
    """Return the latest agreement that has begun; None before the first."""
    return (
        Agreement.objects.filter(organisation_id=organisation_id, from_on__lte=on)
        .order_by("-version")
        .first()
    )


def get_agreement_in_force(organisation_id: int, *, on: date) -> Agreement:
    """Return the latest agreement that has begun. Raises NoAgreementError."""
    agreement = find_agreement_in_force(organisation_id, on=on)
    if agreement is None:
        msg = f"organisation:{organisation_id} has no disclosure agreement on {on}"
        raise NoAgreementError(msg)
    return agreement


def list_agreements(organisation_id: int) -> list[Agreement]:
    return list(Agreement.objects.filter(organisation_id=organisation_id).order_by("-version"))


def find_answer(person_id: int, organisation_id: int, *, on: date) -> Answer | None:
    """Return the person's latest answer to the agreement in force; None before they answer."""
    agreement = find_agreement_in_force(organisation_id, on=on)
    if agreement is None:
        return None
    return (
        Answer.objects.filter(agreement=agreement, person_id=person_id)
        .order_by("-answered_at", "-id")
        .first()
    )


def list_people_who_share(
    organisation_id: int, people: Iterable[int], *, on: date
) -> frozenset[int]:
    """Return those of `people` whose latest answer lets this employer see areas met."""
    agreement = find_agreement_in_force(organisation_id, on=on)
    if agreement is None or agreement.extent == Extent.NOTHING:
        return frozenset()
    latest = (
        Answer.objects.filter(agreement=agreement, person_id__in=set(people))
        .order_by("person_id", "-answered_at", "-id")
        .distinct("person_id")
    )
    return frozenset(answer.person_id for answer in latest if answer.accepted)
