from django.db import models
from django.utils.translation import gettext_lazy as _


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
