from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.centres.models.ranges import days, identity


class StaffKind(models.TextChoices):
    TEST_LEADER = "test_leader", _("Provledare")
    ASSESSOR = "assessor", _("Bedömare")


class EndReason(models.TextChoices):
    LEFT_THE_CENTRE = "left_the_centre", _("Har slutat på testcentret")
    OWN_REQUEST = "own_request", _("Har bett om det")
    RULES_NOT_FOLLOWED = "rules_not_followed", _("Reglerna har inte följts")
    OTHER = "other", _("Annat skäl")


class Authorisation(models.Model):
    """Somebody may lead tests or assess for one product, at one centre, between two days."""

    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("framework.Product", on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=StaffKind)
    grounds = models.TextField()
    from_on = models.DateField()
    to_on = models.DateField()
    # The first day it no longer holds, when it was ended before its last day.
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=32, choices=EndReason, blank=True)
    given_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="centres_authorisation_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) ^ ~Q(ended_reason=""),
                name="centres_ended_has_reason",
            ),
            ExclusionConstraint(
                name="centres_authorised_once_a_day",
                expressions=[
                    (identity("user"), RangeOperators.OVERLAPS),
                    (identity("product"), RangeOperators.OVERLAPS),
                    (identity("centre"), RangeOperators.OVERLAPS),
                    (days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_on__isnull=True, kind="test_leader"),
            ),
            ExclusionConstraint(
                name="centres_assessor_once_a_day",
                expressions=[
                    (identity("user"), RangeOperators.OVERLAPS),
                    (identity("product"), RangeOperators.OVERLAPS),
                    (identity("centre"), RangeOperators.OVERLAPS),
                    (days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_on__isnull=True, kind="assessor"),
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "product", "kind"], name="centres_authorised_at"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"authorisation:{self.pk}"
