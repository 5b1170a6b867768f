from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kunnande.stages.itembank.queries import ParametersOrigin
from kunnande.stages.itembank.services import store_parameters
from kunnande.stages.measurement import translate
from kunnande.stages.measurement.models import CalibratedArea, Calibration
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.testing.queries import count_scored_answers, iterate_scored_answers
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from kunnande.stages.measurement.translate import AreaFound
    from kunnande.stages.parties.queries import User

ORDERED = "kunnande.stages.measurement.jobs.calibrate_ordered"


class NotYourBankError(PermissionError):
    """Only who owns a scheme has its items calibrated."""


class AlreadyOrderedError(ValueError):
    """A calibration is waiting to run; another would find the same."""


@transaction.atomic
def order_calibration(*, by: User, at: datetime) -> int:
    """Have the items of one's schemes calibrated in the background; return for how many owners.

    Raises NotYourBankError, AlreadyOrderedError.
    """
    owners = get_viewer(by, on=timezone.localdate(at)).organisations(Role.SCHEME_OWNER)
    if not owners:
        raise NotYourBankError(_("Bara modellägaren kan låta beräkna frågorna."))
    for owner_id in sorted(owners):
        task = app.configure_task(name=ORDERED, queueing_lock=f"calibrate:{owner_id}")
        try:
            with transaction.atomic():
                task.defer(owner_id=owner_id)
        except AlreadyEnqueued as error:
            raise AlreadyOrderedError(_("Beräkningen står redan på tur.")) from error
        record(
            chain=f"organisation:{owner_id}",
            act="calibration_ordered",
            subject=f"organisation:{owner_id}",
            by=by,
            at=at,
            facts={},
        )
    return len(owners)


@transaction.atomic
def calibrate_bank(
    *, by: User, at: datetime, owner_ids: Collection[int] | None = None
) -> Calibration | None:
    """Calibrate every item from all sittings so far, area by area, and keep what was found.

    Of the schemes of these owners, or of all. None if nobody has answered anything.
    """
    areas = translate.group_by_area(iterate_scored_answers(owner_ids))
    if not areas:
        return None
    calibration = Calibration.objects.create(ran_at=at, answers=count_scored_answers(owner_ids))
    found = {area_id: translate.calibrate(areas[area_id]) for area_id in sorted(areas)}
    CalibratedArea.objects.bulk_create(
        _area(calibration, area_id, one) for area_id, one in found.items()
    )
    parameters = [row for one in found.values() for row in one.parameters]
    store_parameters(
        parameters=parameters,
        origin=ParametersOrigin.CALIBRATION,
        source=calibration.trail_name,
        by=by,
        at=at,
    )
    record(
        chain="installation",
        act="bank_calibrated",
        subject=calibration.trail_name,
        by=by,
        at=at,
        facts={"areas": len(found), "answers": calibration.answers, "items": len(parameters)},
    )
    return calibration


def calibrate_when_answers_are_new(*, by: User, at: datetime) -> Calibration | None:
    """Calibrate everything unless the latest run over everything saw the same answers."""
    latest = Calibration.objects.order_by("-pk").first()
    if latest and latest.answers == count_scored_answers():
        return None
    return calibrate_bank(by=by, at=at)


def _area(calibration: Calibration, area_id: int, one: AreaFound) -> CalibratedArea:
    run = one.calibration
    return CalibratedArea(
        calibration=calibration,
        area_id=area_id,
        sittings=one.answers.n_sittings,
        items=len(one.parameters),
        found=sum(row.b is not None for row in one.parameters),
        has_converged=bool(run and run.converged),
        deviation=float(run.latent.deviations[0]) if run else None,
        log_likelihood=run.log_likelihood if run else None,
    )
