from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """What of the people of a part is counted."""

    DEMAND = "demand", _("Behöver kursen")
    PLANNED = "planned", _("Har en överenskommen plan")
    REMAINING = "remaining", _("Återstår")
    SHOWN = "shown", _("Visat")
    TAUGHT = "taught", _("Har gått en kurs")


class NumbersRelease(models.Model):
    """The numbers of a month: made once, the same for all who may read them."""

    month = models.DateField(unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def trail_name(self) -> str:
        return f"numbers:{self.pk}"


class ReleasedNumber(models.Model):
    """One cell that may be told: by municipality for a course, by company for the rest."""

    release = models.ForeignKey(NumbersRelease, on_delete=models.PROTECT, related_name="numbers")
    measure = models.CharField(max_length=16, choices=Measure)
    course = models.ForeignKey(
        "development.Course", on_delete=models.PROTECT, null=True, related_name="+"
    )
    area = models.ForeignKey(
        "framework.Area", on_delete=models.PROTECT, null=True, related_name="+"
    )
    municipality_code = models.CharField(max_length=4, blank=True)
    company = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # As it was when the number last changed; never shown. What is shown is `at_least`.
    count = models.PositiveIntegerField()
    at_least = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "measure", "course", "area", "municipality_code", "company"],
                nulls_distinct=False,
                name="development_number_once",
            ),
            models.CheckConstraint(
                condition=Q(at_least__gte=5, count__gte=F("at_least")),
                name="development_number_of_five_or_more",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.at_least}"


class Representation(models.Model):
    """A union that speaks for people at a company, and reads its numbers until it ends."""

    union = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    recognised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "company"],
                condition=Q(ended_at__isnull=True),
                name="development_one_open_representation",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"representation:{self.pk}"
