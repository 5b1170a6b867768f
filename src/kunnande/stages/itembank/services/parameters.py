from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from kunnande.stages.itembank.models import ItemParameters
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from kunnande.stages.itembank.models import ParametersOrigin, ParametersStatus
    from kunnande.stages.parties.queries import User


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """An item version's parameters, in logits, with their standard errors; none where unknown."""

    item_version_id: int
    model: str
    status: ParametersStatus
    answers: int
    a: float | None = None
    b: float | None = None
    c: float | None = None
    thresholds: tuple[float, ...] = ()
    standard_errors: Mapping[str, float] = field(default_factory=dict)


@transaction.atomic
def store_parameters(
    *,
    parameters: Iterable[Parameters],
    origin: ParametersOrigin,
    source: str,
    by: User,
    at: datetime,
) -> int:
    """Keep what a calibration or a simulation says of items, dated; return of how many.

    Earlier parameters stay as they are.
    """
    made = ItemParameters.objects.bulk_create(
        ItemParameters(
            item_version_id=one.item_version_id,
            origin=origin,
            source=source,
            model=one.model,
            status=one.status,
            answers=one.answers,
            a=one.a,
            b=one.b,
            c=one.c,
            thresholds=list(one.thresholds),
            standard_errors=dict(one.standard_errors),
            found_at=at,
        )
        for one in parameters
    )
    record(
        chain="installation",
        act="parameters_stored",
        subject=source,
        by=by,
        at=at,
        facts={"origin": str(origin), "items": len(made)},
    )
    return len(made)
