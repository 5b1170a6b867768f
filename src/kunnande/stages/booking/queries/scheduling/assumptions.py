"""What a proposal of sessions counts with; the page prints every figure, for nobody has agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kunnande.stages.booking.models import SessionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

HALVES: Mapping[str, tuple[time, time]] = MappingProxyType(
    {"am": (time(8), time(12)), "pm": (time(13), time(17))}
)
AT_WORK, FREE = "work", "none"


@dataclass(frozen=True)
class Assumptions:
    """Costs in SEK, group sizes and the days that are planned; assumptions, not agreements."""

    km_sek: float = 2.5
    travel_hour_sek: float = 350
    speed_kmh: float = 70
    detour: float = 1.3
    wait_day_sek: float = 40
    unserved_sek: float = 15_000
    half_day_from_work_sek: float = 1_500
    theory_group: int = 12
    practical_group: int = 2
    notice_days: int = 7
    working_days: int = 30
    least_hours: int = 3

    def group(self, kind: str) -> int:
        """Return how many one leader takes at a time."""
        return self.theory_group if kind == SessionKind.THEORY else self.practical_group

    def costs(self) -> dict[str, Any]:
        """Return the costs as the engine reads them."""
        away, free = self.half_day_from_work_sek, 0
        return {
            "km_sek": self.km_sek,
            "travel_hour_sek": self.travel_hour_sek,
            "speed_kmh": self.speed_kmh,
            "detour": self.detour,
            "wait_day_sek": self.wait_day_sek,
            "unserved_sek": self.unserved_sek,
            "disruption_sek": {AT_WORK: {"am": away, "pm": away}, FREE: {"am": free, "pm": free}},
        }


ASSUMPTIONS = Assumptions()
