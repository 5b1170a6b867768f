"""How hard an item has turned out to be, in words a scheme owner reads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kunnande.stages.itembank.models import ItemParameters, ParametersOrigin

if TYPE_CHECKING:
    from datetime import datetime

TWO_SIDED_95 = 1.96


@dataclass(frozen=True)
class Found:
    """An item's latest parameters of one origin."""

    parameters: ItemParameters

    @property
    def is_known(self) -> bool:
        return self.parameters.b is not None

    @property
    def difficulty(self) -> float | None:
        return self.parameters.b

    @property
    def standard_error(self) -> float | None:
        error = self.parameters.standard_errors.get("b")
        return None if error is None else float(error)

    @property
    def answers(self) -> int:
        return self.parameters.answers

    @property
    def status_in_words(self) -> str:
        return self.parameters.get_status_display()

    @property
    def origin_in_words(self) -> str:
        return self.parameters.get_origin_display()

    @property
    def found_at(self) -> datetime:
        return self.parameters.found_at

    @cached_property
    def percent(self) -> int | None:
        """Return how many of a hundred people of mean ability solve the item."""
        return None if self.difficulty is None else self._percent(self.difficulty)

    @cached_property
    def percent_interval(self) -> tuple[int, int] | None:
        """Return between which shares the true one lies, at 95 percent."""
        if self.difficulty is None or self.standard_error is None:
            return None
        margin = TWO_SIDED_95 * self.standard_error
        return self._percent(self.difficulty + margin), self._percent(self.difficulty - margin)

    def _percent(self, difficulty: float) -> int:
        slope, low = self.parameters.a or 1.0, self.parameters.c or 0.0
        return round(100 * (low + (1 - low) / (1 + math.exp(slope * difficulty))))


@dataclass(frozen=True)
class HowHard:
    """What is known of how hard an item is; `simulated` exists in a demonstration alone."""

    calibrated: Found | None
    simulated: Found | None

    @property
    def rows(self) -> tuple[Found, ...]:
        return tuple(
            found
            for found in (self.calibrated, self.simulated)
            if found is not None and found.is_known
        )


def get_how_hard(item_version_id: int) -> HowHard:
    """Return the latest parameters of an item version of each origin."""
    latest = {row.origin: Found(row) for row in list_latest_parameters(item_version_id)}
    return HowHard(
        latest.get(ParametersOrigin.CALIBRATION), latest.get(ParametersOrigin.SIMULATION)
    )


def list_latest_parameters(item_version_id: int) -> list[ItemParameters]:
    rows = ItemParameters.objects.filter(item_version_id=item_version_id)
    return list(rows.order_by("origin", "-found_at", "-pk").distinct("origin"))
