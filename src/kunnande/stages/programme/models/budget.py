"""What may be spent on what, what has been promised, and every cost that was entered."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.grants import DatedRule, GrantVersion, Programme


class CostKind(models.TextChoices):
    """How a line is paid for, and whose cost it is: kept apart in the books."""

    UNIT_COST = "unit_cost", _("Enhetskostnad")
    ACTUAL = "actual", _("Faktisk kostnad")
    PARTICIPANTS = "participants", _("Deltagarnas kostnad")


class BudgetLine(models.Model):
    """A line of a programme's budget; what it is worth is told by each grant version."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=CostKind)
    # The dated rule of öre an hour, for a line that is paid by unit cost.
    rate_code = models.CharField(max_length=60, blank=True)
    # The last day that a cost may belong to the line.
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="programme_line_once"),
            models.CheckConstraint(
                condition=Q(kind="unit_cost") & ~Q(rate_code="")
                | ~Q(kind="unit_cost") & Q(rate_code=""),
                name="programme_unit_cost_has_rate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def trail_name(self) -> str:
        return f"budget-line:{self.pk}"


class BudgetAmount(models.Model):
    """What one decision gives a line, as a whole or for one year of it."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="amounts")
    grant = models.ForeignKey(GrantVersion, on_delete=models.PROTECT, related_name="amounts")
    year = models.PositiveSmallIntegerField(null=True)
    amount_ore = models.BigIntegerField()

    class Meta:
        ordering = ["grant", "line", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "grant", "year"],
                nulls_distinct=False,
                name="programme_amount_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(amount_ore__gte=0), name="programme_amount_is_no_debt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} of grant {self.grant_id}: {self.amount_ore}"

    @property
    def amount_kronor(self) -> Decimal:
        return Decimal(self.amount_ore) / 100


class Commitment(models.Model):
    """Money that somebody has been promised: an order or a contract, until its costs come."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="commitments")
    on = models.DateField()
    words = models.CharField(max_length=200)
    amount_ore = models.BigIntegerField()
    evidence = models.CharField(max_length=300)
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_ore__gt=0), name="programme_promise_is_of_money"
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def amount_kronor(self) -> Decimal:
        return Decimal(self.amount_ore) / 100

    @property
    def trail_name(self) -> str:
        return f"commitment:{self.pk}"


class CostEntry(models.Model):
    """A cost of one day, or a correction of one; only added to."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    on = models.DateField()
    words = models.CharField(max_length=200)
    # Below nothing only where it corrects another.
    amount_ore = models.BigIntegerField()
    # Whose hours, by their number at work, how many minutes, at which rate: of unit cost only.
    staff = models.CharField(max_length=40, blank=True)
    minutes = models.SmallIntegerField(null=True)
    rate = models.ForeignKey(DatedRule, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.CharField(max_length=300)
    partner = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, related_name="entries"
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    reason = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="", amount_ore__gt=0)
                | Q(corrects__isnull=False) & ~Q(reason="") & ~Q(amount_ore=0),
                name="programme_cost_or_reasoned_correction",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="programme_cost_has_evidence"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True, rate__isnull=True, staff="")
                | Q(minutes__isnull=False, rate__isnull=False) & ~Q(staff=""),
                name="programme_hours_have_rate_and_staff",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=-24 * 60, minutes__lte=24 * 60),
                name="programme_cost_within_a_day",
            ),
        ]
        indexes = [models.Index(fields=["line", "on"], name="programme_cost_of_line")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def amount_kronor(self) -> Decimal:
        return Decimal(self.amount_ore) / 100

    @property
    def trail_name(self) -> str:
        return f"cost:{self.pk}"
