"""Which companies take part, how far they have come, and which people."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kunnande.stages.parties.queries import Gender
from kunnande.stages.programme.models.grants import Programme


class Step(models.TextChoices):
    """The steps of a company, in order; whoever drops out has left between two of them."""

    CONTACT = "contact", _("Första kontakt")
    AID_CHECKED = "aid_checked", _("Statsstöd prövat")
    AGREED = "agreed", _("Avtal, efter samtal med facket")
    MAPPED = "mapped", _("Roller och krav kartlagda")
    VALIDATED = "validated", _("Validering påbörjad")
    GAPS_KNOWN = "gaps_known", _("Glappen är kända")
    PLANNED = "planned", _("Kompetensplan")
    MEASURES = "measures", _("Insatser")
    FOLLOWED_UP = "followed_up", _("Uppföljning efter sex månader")
    CLOSED = "closed", _("Avslutad")
    DROPPED_OUT = "dropped_out", _("Avhoppad")


class SizeClass(models.TextChoices):
    MICRO = "micro", _("Mikro")
    SMALL = "small", _("Litet")
    MEDIUM = "medium", _("Medelstort")
    LARGE = "large", _("Stort")


class Engagement(models.Model):
    """One company in one programme, from first contact to follow-up."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="engagements")
    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    node = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # As the company said on first contact.
    employees = models.PositiveIntegerField()
    size = models.CharField(max_length=8, choices=SizeClass)
    step = models.CharField(max_length=16, choices=Step)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "company"], name="programme_company_once"),
            models.CheckConstraint(
                condition=Q(step__in=("closed", "dropped_out"), ended_on__isnull=False)
                | (~Q(step__in=("closed", "dropped_out")) & Q(ended_on__isnull=True)),
                name="programme_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"engagement:{self.pk}"


class StepTaken(models.Model):
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16, choices=Step)
    taken_on = models.DateField()
    taken_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "step"], name="programme_step_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.step} {self.taken_on}"


class Education(models.TextChoices):
    """The highest education, in the three bands that the indicators ask for."""

    LOWER = "isced_0_2", _("Grundskola eller kortare")
    MIDDLE = "isced_3_4", _("Gymnasium eller motsvarande")
    HIGHER = "isced_5_8", _("Eftergymnasial")
    UNKNOWN = "unknown", _("Okänt")


class Leaving(models.TextChoices):
    """Why somebody left a programme."""

    COMPLETED = "completed", _("Klar med sina insatser")
    NEW_JOB = "new_job", _("Nytt arbete")
    DISMISSED = "dismissed", _("Uppsagd")
    STUDIES = "studies", _("Studier")
    ILLNESS = "illness", _("Sjukdom")
    LEAVE = "leave", _("Föräldraledig eller tjänstledig")
    OWN_WISH = "own_wish", _("Egen önskan")
    COMPANY_LEFT = "company_left", _("Företaget lämnade programmet")
    OTHER = "other", _("Annat")


def _whole(column: str) -> Func:
    # The embedded server has no btree_gist: a one-value range stands in for equality.
    return Func(F(column), F(column), Value("[]"), function="int8range")


class Participation(models.Model):
    """Somebody takes part through a company, from and to which day; in one programme at a time."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="participations"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    left_on = models.DateField(null=True)
    reason = models.CharField(max_length=16, choices=Leaving, blank=True)
    # As they were on the day of entering; what comes later changes no figure.
    gender = models.CharField(max_length=8, choices=Gender, default=Gender.UNKNOWN)
    age_at_entry = models.PositiveSmallIntegerField(null=True)
    education = models.CharField(max_length=12, choices=Education, default=Education.UNKNOWN)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="programme_person_in_one_at_a_time",
                expressions=[
                    (_whole("person"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            "entered_on",
                            "left_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, reason="")
                | (Q(left_on__gte=F("entered_on")) & ~Q(reason="")),
                name="programme_left_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "company"], name="programme_of_company"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"participation:{self.pk}"
