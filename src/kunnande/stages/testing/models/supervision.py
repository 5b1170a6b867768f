from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.testing.models.sittings import Sitting


class ExtraTimeReason(models.TextChoices):
    INTERRUPTION = "interruption", _("Avbrott eller störning")
    TECHNICAL = "technical", _("Tekniskt hinder")
    ADAPTATION = "adaptation", _("Beviljad anpassning")


class IncidentKind(models.TextChoices):
    TECHNICAL = "technical", _("Teknik")
    DISTURBANCE = "disturbance", _("Störning i lokalen")
    LATE_ARRIVAL = "late_arrival", _("Sen ankomst")
    IDENTITY = "identity", _("Legitimation")
    ILLNESS = "illness", _("Sjukdom eller olycksfall")
    QUESTION = "question", _("Fråga om en uppgift")
    UNALLOWED_AID = "unallowed_aid", _("Otillåtet hjälpmedel eller otillåten hjälp")
    OTHER = "other", _("Annat")


class Pause(models.Model):
    """Time that stood still for one sitting; its deadline moved as much when it went on."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(ended_at=None), name="testing_one_open_pause"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="testing_pause_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"pause of sitting:{self.sitting_id}"


class ExtraTime(models.Model):
    """Minutes given to one sitting, with the reason."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="extra_times")
    minutes = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=16, choices=ExtraTimeReason)
    given_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240), name="testing_extra_minutes_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes for sitting:{self.sitting_id}"


class Incident(models.Model):
    """Something that happened where tests were taken, about one sitting or about the room."""

    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField()
    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, null=True, related_name="incidents"
    )
    kind = models.CharField(max_length=16, choices=IncidentKind)
    text = models.TextField(blank=True)
    noted_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-noted_at", "-id"]
        indexes = [models.Index(fields=["centre", "happened_on"], name="testing_incident_day")]

    def __str__(self) -> str:
        return f"incident {self.pk} at organisation:{self.centre_id}"
