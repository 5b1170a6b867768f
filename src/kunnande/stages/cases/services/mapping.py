from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.cases.models import Case, CaseState, RatedArea, SelfRating
from kunnande.stages.cases.services.journey import WrongStateError, move_case
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.ledger.services import Proof, state_competences
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User


class NotYourOwnRatingError(PermissionError):
    """Nobody maps another person."""


class AlreadySubmittedError(ValueError):
    """The self-rating has been submitted and stands."""


class UnknownAreaError(LookupError):
    """The area does not belong to the product of the case."""


class AreasUnratedError(ValueError):
    """Some areas have no level yet; `numbers` are their places in the row."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self.numbers = numbers
        super().__init__(
            _("Välj nivå även för område %(numbers)s.") % {"numbers": ", ".join(map(str, numbers))}
        )


@transaction.atomic
def rate_area(*, case: Case, area_version_id: int, level: int, by: User, at: datetime) -> RatedArea:
    """Keep the level a person chose for one area; it may change until submitted.

    Raises NotYourOwnRatingError, WrongStateError, AlreadySubmittedError, UnknownAreaError.
    """
    rating = _open_rating(case, by, at)
    if area_version_id not in {a.area_version_id for a in list_areas_of(case.product_version_id)}:
        raise UnknownAreaError(_("Området hör inte till det här ärendet."))
    (rated,) = RatedArea.objects.bulk_create(
        [RatedArea(self_rating=rating, area_version_id=area_version_id, level=level, rated_at=at)],
        update_conflicts=True,
        unique_fields=["self_rating", "area_version"],
        update_fields=["level", "rated_at"],
    )
    record(
        chain=case.trail_name,
        act="area_rated",
        subject=f"person:{case.person_id}",
        by=by,
        at=at,
        facts={"area_version": area_version_id, "level": level},
    )
    return rated


@transaction.atomic
def submit_self_rating(*, case: Case, by: User, at: datetime) -> SelfRating:
    """Hand in the mapping: every area becomes a self-rated statement that proves nothing.

    Raises NotYourOwnRatingError, WrongStateError, AlreadySubmittedError, AreasUnratedError.
    """
    rating = _open_rating(case, by, at)
    levels = dict(rating.areas.values_list("area_version_id", "level"))
    areas = list_areas_of(case.product_version_id)
    unrated = tuple(n for n, a in enumerate(areas, start=1) if a.area_version_id not in levels)
    if unrated:
        raise AreasUnratedError(unrated)
    proof = Proof(ProofKind.SELF_RATED, f"self_rating:{rating.pk}", case.release_key)
    rated = {area.area_version_id: levels[area.area_version_id] for area in areas}
    state_competences(person=case.person, levels=rated, proof=proof, by=by, at=at)
    rating.submitted_at = at
    rating.save(update_fields=["submitted_at"])
    record(
        chain=case.trail_name,
        act="self_rating_submitted",
        subject=f"person:{case.person_id}",
        by=by,
        at=at,
    )
    move_case(case=case, to=CaseState.MAPPED, by=by, at=at)
    return rating


def _open_rating(case: Case, by: User, at: datetime) -> SelfRating:
    if by.person_id != case.person_id:
        raise NotYourOwnRatingError(_("Bara du själv kan bedöma vad du kan."))
    rating, _made = SelfRating.objects.select_for_update().get_or_create(
        case=case, defaults={"started_at": at}
    )
    if rating.submitted_at:
        raise AlreadySubmittedError(_("Din bedömning är redan inlämnad."))
    if case.state != CaseState.ADMITTED:
        raise WrongStateError(_("Kartläggningen är inte öppen i det här ärendet."))
    return rating
