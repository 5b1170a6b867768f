"""What a programme tells its funder in words and figures, and what its evaluator is handed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.grants import Programme


class ReportKind(models.TextChoices):
    PROGRESS = "progress", _("Lägesrapport")
    FINAL = "final", _("Slutrapport")


class Report(models.Model):
    """A report of a period; its words and figures are in its versions."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=8, choices=ReportKind)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "from_on", "to_on"], name="programme_report_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="programme_report_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"report:{self.pk}"


class ReportVersion(models.Model):
    """The words as they were saved, and the figures as they were counted then."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # Heading by heading, what somebody has written.
    words = models.JSONField()
    # Heading by heading, lines of name and value.
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    saved_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="programme_report_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} version {self.number}"


class Extract(models.Model):
    """Pseudonymous rows were handed to the evaluator: when, to whom, of how many, which file."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"extract:{self.pk}"
