"""What people have said of their own gender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Q, When

from kunnande.stages.parties.models import StatedGender

if TYPE_CHECKING:
    from datetime import date


def find_stated_gender(person_id: int) -> StatedGender | None:
    return StatedGender.objects.filter(person_id=person_id).first()


def gender_on(on: date, *, unless_stated: str) -> Case:
    """Return what counts on a day for a row about a person: their own word, else a column.

    What somebody says later changes nothing about the days before.
    """
    said = Q(person__stated_gender__stated_on__lte=on)
    return Case(
        When(said, then=F("person__stated_gender__gender")),
        default=F(unless_stated),
        output_field=CharField(),
    )
