"""As many sittings handed in as a calibration needs, copied from one that went all the way."""

from __future__ import annotations

import numpy as np

from kunnande.stages.parties.tests.builders import NOON
from kunnande.stages.testing.models import Answer, Sitting, SittingItem
from kunnande.stages.testing.tests.builders import Planned, a_finished_sitting


def many_sittings(count: int) -> Planned:
    """Return one finished sitting beside copies by people who know more or less."""
    planned = a_finished_sitting()
    placed = list(planned.sitting.items.order_by("position"))
    generator = np.random.default_rng(3)
    for _number in range(count - 1):
        sitting = Sitting.objects.get(pk=planned.sitting.pk)
        sitting.pk = None
        sitting.save()
        likely = 1 / (1 + np.exp(-generator.normal(0, 1.5)))
        _answer(sitting, placed, generator.random(len(placed)) < likely)
    return planned


def _answer(sitting: Sitting, placed: list[SittingItem], solved: np.ndarray) -> None:
    items = SittingItem.objects.bulk_create(
        SittingItem(
            sitting=sitting,
            position=one.position,
            item_version_id=one.item_version_id,
            area_version_id=one.area_version_id,
            seed=one.seed,
            points=one.maximum if is_solved else 0,
            maximum=one.maximum,
        )
        for one, is_solved in zip(placed, solved, strict=True)
    )
    Answer.objects.bulk_create(
        Answer(sitting_item=item, responses={}, saved_at=NOON) for item in items
    )
