"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.ledger.models import Release, Reminder, Statement

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return every statement about the person, also those that ended, with why they did."""
    statements = Statement.objects.filter(person_id=person_id).order_by("stated_at", "pk")
    releases = Release.objects.filter(person_id=person_id).order_by("released_at")
    reminders = Reminder.objects.filter(statement__person_id=person_id).order_by("sent_at")
    return {
        "statements": statements.values(
            "area_version_id",
            "level",
            "kind",
            "source",
            "stated_by",
            "stated_at",
            "valid_until",
            company=F("place__name"),
            statement_id=F("pk"),
            superseded_by=F("ending__superseded_by_id"),
            reason=F("ending__reason"),
            ended_by=F("ending__ended_by"),
            ended_at=F("ending__ended_at"),
        ),
        "reminders": reminders.values("statement_id", "window_days", "sent_at"),
        "releases": releases.values("release_key", "released_by", "released_at"),
    }
