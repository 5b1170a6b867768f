"""Acts for tests, recorded by the real service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kunnande.stages.trail import services

if TYPE_CHECKING:
    from kunnande.stages.trail.models import Entry

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SomebodyActing:
    trail_name: str = "user:7"


SOMEBODY = SomebodyActing()


def an_entry(chain: str = "case:1", act: str = "case_moved", **facts: services.Fact) -> Entry:
    return services.record(
        chain=chain, act=act, subject="person:3", by=SOMEBODY, at=NOON, facts=facts
    )
