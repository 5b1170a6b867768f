"""What the funder is asked to pay, period by period, and what each claim rests on."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.budget import CostEntry
from kunnande.stages.programme.models.grants import Programme
from kunnande.stages.programme.models.hours import Attestation


class ClaimState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    SENT = "sent", _("Skickad")


class PaymentClaim(models.Model):
    """A period's costs and hours, asked for afterwards; frozen when it is sent."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="claims")
    number = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    state = models.CharField(max_length=8, choices=ClaimState)
    cost_ore = models.BigIntegerField(default=0)
    hours = models.IntegerField(default=0)
    cofinancing_ore = models.BigIntegerField(default=0)
    # Of the rows as they were sent.
    digest = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="programme_claim_number_once"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state="draft"),
                name="programme_one_draft_claim",
            ),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="programme_claim_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="programme_claim_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"claim:{self.pk}"

    @property
    def cost_kronor(self) -> Decimal:
        return Decimal(self.cost_ore) / 100

    @property
    def cofinancing_kronor(self) -> Decimal:
        return Decimal(self.cofinancing_ore) / 100


class ClaimedCost(models.Model):
    """A cost entry that a sent claim asks for; no entry is asked for twice."""

    claim = models.ForeignKey(PaymentClaim, on_delete=models.PROTECT, related_name="costs")
    entry = models.OneToOneField(CostEntry, on_delete=models.PROTECT, related_name="claimed")
    amount_ore = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.claim_id} entry {self.entry_id}: {self.amount_ore}"


class ClaimedMonth(models.Model):
    """A locked month that a sent claim tells of; of a corrected month, only the difference."""

    claim = models.ForeignKey(PaymentClaim, on_delete=models.PROTECT, related_name="months")
    attestation = models.OneToOneField(
        Attestation, on_delete=models.PROTECT, related_name="claimed"
    )
    minutes = models.IntegerField()
    hours = models.IntegerField()
    value_ore = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.claim_id} attestation {self.attestation_id}: {self.value_ore}"
