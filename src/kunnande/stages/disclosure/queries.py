from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.disclosure.models import Agreement, Answer, Extent, Share

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.parties.queries import Kept

__all__ = ["Agreement", "Answer", "Extent", "Share"]


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
    answers = latest.values_list("person_id", "accepted")
    return frozenset(person_id for person_id, accepted in answers if accepted)


def list_shares(person_id: int) -> list[Share]:
    """Return a person's links, also those that no longer show anything, latest first."""
    return list(Share.objects.filter(person_id=person_id).order_by("-made_at", "-id"))


def get_recipients(actors: Iterable[str]) -> dict[str, str]:
    """Return for whom the links among trail names such as "share:7" were made."""
    ids = {int(a.partition(":")[2]) for a in set(actors) if a.startswith("share:")}
    return {share.trail_name: share.recipient for share in Share.objects.filter(pk__in=ids)}


def get_kept_about(person_id: int) -> Kept:
    """Return what this room keeps about a person, for the person themselves."""
    answers = Answer.objects.filter(person_id=person_id).order_by("answered_at")
    shares = Share.objects.filter(person_id=person_id).order_by("made_at")
    return {
        "agreement_answers": answers.values(
            "accepted",
            "answered_at",
            company=F("agreement__organisation__name"),
            version=F("agreement__version"),
            extent=F("agreement__extent"),
        ),
        "shares": shares.values(
            "recipient", "area_ids", "certificate_ids", "made_at", "last_on", "withdrawn_at"
        ),
    }
