"""State aid: what a company was given, on which ground, and what it has said of earlier aid."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.grants import DatedRule
from kunnande.stages.programme.models.taking_part import Engagement, SizeClass


class AidBasis(models.TextChoices):
    NONE = "none", _("Inget stöd")
    DE_MINIMIS = "de_minimis", _("Stöd av mindre betydelse")
    TRAINING = "gber31", _("Utbildningsstöd, artikel 31")


class AidDeclaration(models.Model):
    """A company has said which companies it belongs with, and what aid they have had."""

    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signatory = models.CharField(max_length=120)
    evidence = models.CharField(max_length=300)
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(evidence="") & ~Q(signatory=""), name="programme_declared_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"aid-declaration:{self.pk}"


class LinkedCompany(models.Model):
    """A company that counts as the same undertaking as the one that declares."""

    declaration = models.ForeignKey(AidDeclaration, on_delete=models.PROTECT, related_name="linked")
    organisation_number = models.CharField(max_length=12)

    class Meta:
        ordering = ["organisation_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "organisation_number"], name="programme_linked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation_number


class EarlierAid(models.Model):
    """Aid of lesser importance that a company declares, by the day it got the right to it."""

    declaration = models.ForeignKey(
        AidDeclaration, on_delete=models.PROTECT, related_name="earlier"
    )
    granted_on = models.DateField()
    giver = models.CharField(max_length=120)
    euro_cents = models.BigIntegerField()

    class Meta:
        ordering = ["granted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(euro_cents__gt=0), name="programme_earlier_aid_is_money"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} {self.granted_on}: {self.euro_cents}"


class AidGrant(models.Model):
    """A benefit that a company was given the right to on a day; only added to."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="aid")
    basis = models.CharField(max_length=12, choices=AidBasis)
    words = models.CharField(max_length=200)
    granted_on = models.DateField()
    size = models.CharField(max_length=8, choices=SizeClass)
    value_ore = models.BigIntegerField()
    euro_cents = models.BigIntegerField()
    # Öre for a hundred euro on the day.
    exchange = models.ForeignKey(DatedRule, on_delete=models.PROTECT, related_name="+")
    declaration = models.ForeignKey(AidDeclaration, on_delete=models.PROTECT, null=True)
    # Of training aid only: what it is a share of, and the highest share of that.
    eligible_ore = models.BigIntegerField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    disadvantaged = models.BooleanField(default=False)
    granted_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["granted_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="programme_aid_says_for_what"),
            models.CheckConstraint(
                condition=Q(value_ore__gte=0, euro_cents__gte=0), name="programme_aid_is_no_debt"
            ),
            models.CheckConstraint(
                condition=~Q(basis="de_minimis") | Q(declaration__isnull=False),
                name="programme_aid_after_declaration",
            ),
            models.CheckConstraint(
                condition=Q(basis="gber31", eligible_ore__isnull=False, percent__isnull=False)
                | ~Q(basis="gber31") & Q(eligible_ore__isnull=True, percent__isnull=True),
                name="programme_training_aid_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["granted_on"], name="programme_aid_day")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"aid:{self.pk}"

    @property
    def value_kronor(self) -> Decimal:
        return Decimal(self.value_ore) / 100

    @property
    def value_euro(self) -> Decimal:
        return Decimal(self.euro_cents) / 100
