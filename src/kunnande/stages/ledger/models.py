from django.db import models
from django.db.models import Q

from kunnande.stages.framework.queries import ProofKind


class Statement(models.Model):
    """Who can what, at which level, shown how, since when, until when. Never edited."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=ProofKind)
    # The act that showed it, such as "sitting:5"; and the case whose feedback talk releases it.
    source = models.CharField(max_length=64)
    release_key = models.CharField(max_length=64, blank=True)
    place = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    stated_by = models.CharField(max_length=64)
    stated_at = models.DateTimeField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=4), name="ledger_level_0_to_4"),
            models.UniqueConstraint(
                fields=["source", "area_version"], name="ledger_one_statement_per_source_and_area"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "area_version"], name="ledger_person_area"),
        ]

    def __str__(self) -> str:
        return f"person:{self.person_id} {self.area_version_id} {self.level} {self.kind}"


class Ending(models.Model):
    """A statement no longer counts: superseded by a later one or withdrawn with a reason."""

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="ending")
    superseded_by = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    ended_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=False) | ~Q(reason=""),
                name="ledger_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"ending of {self.statement_id}"


class Reminder(models.Model):
    """Somebody was told that a statement ends; once for each statement and renewal window."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="reminders")
    window_days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "window_days"], name="ledger_reminded_once_per_window"
            ),
        ]

    def __str__(self) -> str:
        return f"reminder of {self.statement_id}"


class Release(models.Model):
    """The feedback talk has been held: what a case showed may be shown as agreed."""

    release_key = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    released_by = models.CharField(max_length=64)
    released_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"release of {self.release_key}"
