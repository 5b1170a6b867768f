from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LEVELS = 5


class LevelScale(models.TextChoices):
    DIGITS = "digits", _("Siffror 0–4")
    ILUO = "iluo", _("ILUO")
    OWN = "own", _("Egna tecken")


class SavedView(models.Model):
    """A selection of the matrix under a name, shared by those who act for the company."""

    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=80)
    # As the address of the page says it: {"team": "Lag A", "role": "3"}.
    selection = models.JSONField(default=dict)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="supply_view_name_once_per_company"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}:{self.name}"


class LevelWords(models.Model):
    """What a company calls the levels 0 to 4: the sign in a square, and what the sign means."""

    organisation = models.OneToOneField(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    scale = models.CharField(max_length=8, choices=LevelScale)
    signs = ArrayField(models.CharField(max_length=2), size=LEVELS)
    meanings = ArrayField(models.CharField(max_length=120), size=LEVELS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signs__len=LEVELS, meanings__len=LEVELS), name="supply_five_levels"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}:{self.scale}"
