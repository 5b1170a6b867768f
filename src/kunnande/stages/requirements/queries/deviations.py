"""Who need not meet what a role asks in an area, or may not use it for a while, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kunnande.stages.parties.queries import Role, current_on
from kunnande.stages.requirements.models import Deviation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer


class StandingDeviation(NamedTuple):
    id: int
    person_id: int
    area_id: int
    kind: str
    reason: str
    from_on: date
    to_on: date | None


def list_deviations(
    organisation_id: int, *, on: date, people: Iterable[int] | None = None
) -> list[StandingDeviation]:
    """Return what holds on a day at a company, of some people if any are named."""
    rows = Deviation.objects.filter(current_on(on), organisation_id=organisation_id)
    if people is not None:
        rows = rows.filter(person_id__in=set(people))
    return _rows(rows.order_by("pk"))


def list_deviations_ever(
    organisation_id: int, *, person_id: int, area_id: int
) -> list[StandingDeviation]:
    """Return what has held for one person in one area, the latest first."""
    rows = Deviation.objects.filter(
        organisation_id=organisation_id, person_id=person_id, area_id=area_id
    )
    return _rows(rows.order_by("-from_on", "-pk"))


def get_deviation(deviation_id: int, viewer: Viewer) -> Deviation:
    """Return a deviation of the viewer's company. Raises Deviation.DoesNotExist."""
    return Deviation.objects.select_related("person").get(
        pk=deviation_id, organisation_id__in=viewer.organisations(Role.EMPLOYER)
    )


def _rows(rows: QuerySet[Deviation]) -> list[StandingDeviation]:
    return list(map(StandingDeviation._make, rows.values_list(*StandingDeviation._fields)))
