"""A person says which gender they are counted as, of their own will, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.models import Gender, StatedGender
from kunnande.stages.parties.services.particulars import NotAPersonError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.models import User


class ImproperGenderError(ValueError):
    """Woman, man or non-binary is stated; whoever states nothing takes it back instead."""


@transaction.atomic
def state_gender(*, gender: str, by: User, at: datetime) -> StatedGender:
    """Keep what somebody says of themselves, in place of what they said before.

    Raises NotAPersonError, ImproperGenderError.
    """
    if by.person_id is None:
        raise NotAPersonError(_("Kontot hör inte till någon person."))
    if gender not in Gender.values or gender == Gender.UNKNOWN:
        raise ImproperGenderError(_("Välj kvinna, man eller icke-binär."))
    stated, _made = StatedGender.objects.update_or_create(
        person_id=by.person_id, defaults={"gender": gender, "stated_on": localdate(at)}
    )
    _record("gender_stated", by, at)
    return stated


@transaction.atomic
def take_back_gender(*, by: User, at: datetime) -> None:
    """Keep nothing any more of what somebody said; again changes nothing."""
    taken, _rows = StatedGender.objects.filter(person_id=by.person_id or 0).delete()
    if taken:
        _record("gender_taken_back", by, at)


def _record(act: str, by: User, at: datetime) -> None:
    # Which gender stays in the row: the trail outlives the person's erasure.
    chain = f"person:{by.person_id}"
    record(chain=chain, act=act, subject=chain, by=by, at=at)
