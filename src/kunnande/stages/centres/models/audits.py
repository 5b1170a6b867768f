from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.centres.models.accreditation import Accreditation, ChecklistRequirement


class AuditVisit(models.Model):
    """Two auditors visit a centre and write a protocol of what they found."""

    accreditation = models.OneToOneField(
        Accreditation, on_delete=models.PROTECT, related_name="visit"
    )
    on = models.DateField()
    protocol_due_on = models.DateField()
    protocol = models.TextField(blank=True)
    protocol_by = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    protocol_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(protocol_at__isnull=True) ^ ~Q(protocol=""),
                name="centres_protocol_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"audit:{self.pk}"


class AuditorAssignment(models.Model):
    """One of the two places at a visit; whoever takes it says that nothing ties them."""

    visit = models.ForeignKey(AuditVisit, on_delete=models.PROTECT, related_name="assignments")
    place = models.PositiveSmallIntegerField()
    auditor = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(condition=Q(place__in=(1, 2)), name="centres_two_auditors"),
            models.UniqueConstraint(fields=["visit", "place"], name="centres_one_auditor_a_place"),
            models.UniqueConstraint(fields=["visit", "auditor"], name="centres_auditor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.auditor_id} at audit:{self.visit_id}"


class Severity(models.TextChoices):
    MINOR = "minor", _("Mindre")
    MAJOR = "major", _("Större")


class Finding(models.Model):
    """Where a centre does not yet show what is required, and what it does about it."""

    visit = models.ForeignKey(AuditVisit, on_delete=models.PROTECT, related_name="findings")
    requirement = models.ForeignKey(
        ChecklistRequirement, on_delete=models.PROTECT, related_name="+"
    )
    severity = models.CharField(max_length=8, choices=Severity)
    text = models.TextField()
    due_on = models.DateField()
    corrective_action = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) ^ ~Q(corrective_action=""),
                name="centres_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True)
                | Q(answered_at__isnull=False, resolved_by__isnull=False),
                name="centres_resolved_was_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"finding:{self.pk}"
