from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.cases.models import Case
from kunnande.stages.cases.services.mapping import UnknownAreaError
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User


@transaction.atomic
def set_retake(
    *,
    case: Case,
    earliest_on: date | None,
    area_version_ids: Iterable[int],
    by: User,
    at: datetime,
) -> Case:
    """Note what of a case remains to be tried and from which day; nothing when all is met.

    Raises UnknownAreaError.
    """
    missing = sorted(set(area_version_ids))
    if not set(missing) <= {a.area_version_id for a in list_areas_of(case.product_version_id)}:
        raise UnknownAreaError(_("Området hör inte till det här ärendet."))
    locked = Case.objects.select_for_update().get(pk=case.pk)
    locked.retake_earliest_on = earliest_on if missing else None
    locked.retake_area_version_ids = missing
    locked.save(update_fields=["retake_earliest_on", "retake_area_version_ids"])
    day = locked.retake_earliest_on
    record(
        chain=locked.trail_name,
        act="retake_set",
        subject=f"person:{locked.person_id}",
        by=by,
        at=at,
        facts={"areas": len(missing), "earliest_on": day.isoformat() if day else None},
    )
    case.retake_earliest_on = locked.retake_earliest_on
    case.retake_area_version_ids = missing
    return case
