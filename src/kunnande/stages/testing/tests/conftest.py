"""What the tests of the pages share: a clock that stands still, and sittings to visit."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kunnande.stages.testing.tests.builders import a_planned_sitting, a_running_sitting, minutes


class Clock:
    """What the doors read; a test moves it on."""

    def __init__(self) -> None:
        self.now = minutes(1)

    def move_to(self, minute: float) -> None:
        self.now = minutes(minute)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def planned():
    return a_planned_sitting()


@pytest.fixture
def running():
    return a_running_sitting()
