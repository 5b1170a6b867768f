from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    CERTIFICATE = "certificate", _("Certifikat")
    ATTESTATION_OF_PARTS = "attestation_of_parts", _("Intyg om delar")
    MAPPING_STATEMENT = "mapping_statement", _("Kartläggningsutlåtande")


class Decision(models.Model):
    """What an independent examiner decided about one case, with grounds."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=24, choices=Outcome)
    grounds = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    # After a retake a new decision replaces the one before; a case has one line of decisions.
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(replaces__isnull=True),
                name="decision_one_first_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"decision:{self.pk}"

    @property
    def trail_name(self) -> str:
        return f"decision:{self.pk}"


class AreaOutcome(models.TextChoices):
    MET = "met", _("Uppfyllt")
    REMAINING = "remaining", _("Återstår")
    NOT_TESTED = "not_tested", _("Inte prövat")


class DecidedArea(models.Model):
    """One area of a decision, and the ledger statement a met area rests on."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="areas")
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=16, choices=AreaOutcome)
    statement = models.ForeignKey(
        "ledger.Statement", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "area_version"], name="decision_area_once"),
            models.CheckConstraint(
                condition=~Q(outcome="met") | Q(statement__isnull=False),
                name="decision_met_rests_on_statement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.area_version_id} {self.outcome}"
