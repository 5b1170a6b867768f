from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    WOMAN = "woman", _("Kvinna")
    MAN = "man", _("Man")
    OTHER = "other", _("Icke-binär")
    UNKNOWN = "unknown", _("Okänt")


class StatedGender(models.Model):
    """What somebody has said of themselves, and since when; only the latest is kept."""

    person = models.OneToOneField(
        "parties.Person",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="stated_gender",
    )
    gender = models.CharField(max_length=8, choices=Gender)
    stated_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gender__in=["woman", "man", "other"]),
                name="parties_stated_gender_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"stated by person:{self.person_id}"
