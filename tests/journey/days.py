"""The story's days, and a clock that both the pages and the services keep to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_FIRST_DAY = datetime(2026, 9, 7, tzinfo=ZoneInfo("Europe/Stockholm"))


@dataclass
class Clock:
    """What `timezone.now()` answers while the story is told."""

    moment: datetime = _FIRST_DAY

    def now(self) -> datetime:
        return self.moment

    def day(self, number: int, hour: int = 9, minute: int = 0) -> datetime:
        """Return a local hour of a day, the first of which is day 0."""
        return _FIRST_DAY + timedelta(days=number, hours=hour, minutes=minute)

    def go_to(self, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """Move there and return that moment."""
        self.moment = self.day(day, hour, minute).astimezone(UTC)
        return self.moment
