from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date


class Extent(models.TextChoices):
    """How much of a released result an employer sees."""

    NOTHING = "nothing", _("Inget")
    AREAS_MET = "areas_met", _("Uppfyllt eller återstår för varje område")


class Agreement(models.Model):
    """What one employer will see; in force from a day, before any test taken under it."""

    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveSmallIntegerField()
    extent = models.CharField(max_length=16, choices=Extent)
    from_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation", "version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="disclosure_version"),
        ]

    def __str__(self) -> str:
        return f"agreement {self.organisation_id}/{self.version}"


class Answer(models.Model):
    """A person's own answer to an agreement; the latest one counts."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-answered_at"], name="disclosure_answer_person")]

    def __str__(self) -> str:
        return f"person:{self.person_id} {'accepts' if self.accepted else 'declines'}"


class Share(models.Model):
    """What one recipient sees through a link of the person's own; only its digest is kept."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    # Whom the person says it is for, in their own words.
    recipient = models.CharField(max_length=200)
    area_ids = ArrayField(models.BigIntegerField(), default=list)
    certificate_ids = ArrayField(models.UUIDField(), default=list)
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(recipient=""), name="disclosure_share_for_whom"),
            models.CheckConstraint(
                condition=Q(area_ids__len__gt=0) | Q(certificate_ids__len__gt=0),
                name="disclosure_share_shows_something",
            ),
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="disclosure_share_person")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"share:{self.pk}"

    def is_open_on(self, day: date) -> bool:
        return self.withdrawn_at is None and day <= self.last_on
