"""What every act of a story needs: by whom and when, and the marks that are looked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.parties import services as parties

from .stories import Mark, Side

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User

    from .stories import World


class Acting:
    """The clock, the service account and the marks of a world that is being built."""

    world: World

    def __init__(self) -> None:
        self.now = timezone.localtime()
        self.began_at = self.now - timedelta(days=30)
        self.serial = 0
        self.marks: list[Mark] = []
        self.service = parties.get_service_user(name="tests", at=self.began_at)

    def mark(self, kind: str, side: Side | str, story: str = "") -> str:
        name = side if isinstance(side, str) else side.name
        text = f"Kanarie{name}{story}{kind}q"
        self.marks.append(Mark(kind, name, story, text))
        return text

    def acting(self, at: datetime, by: User | None = None) -> dict[str, Any]:
        return {"by": by or self.service, "at": at}

    def day(self, number: int) -> datetime:
        return self.began_at + timedelta(days=number)
