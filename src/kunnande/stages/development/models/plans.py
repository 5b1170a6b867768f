from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    PROPOSED = "proposed", _("Föreslagen")
    AGREED = "agreed", _("Överenskommen")
    REPLACED = "replaced", _("Ersatt")


class Plan(models.Model):
    """What one person does about what remains; agreed by those it takes."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    # The employer whose role asks for it and who gives time; empty when a person plans alone.
    company = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=PlanState, default=PlanState.DRAFT)
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "company", "version"],
                nulls_distinct=False,
                name="development_plan_version_once",
            ),
            models.UniqueConstraint(
                fields=["person", "company"],
                condition=~Q(state="replaced"),
                nulls_distinct=False,
                name="development_one_plan_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"plan:{self.pk}"


class Means(models.TextChoices):
    """What closes a gap."""

    COURSE = "course", _("Kurs")
    PRACTICE = "practice", _("Öva på arbetet med handledare")
    TEST = "test", _("Prov")
    ASSESSMENT = "assessment", _("Praktisk bedömning")


class WhoseTime(models.TextChoices):
    WORK = "work", _("Arbetstid")
    OWN = "own", _("Egen tid")
    SHARED = "shared", _("Hälften var")


class PlanStep(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    shown_level = models.PositiveSmallIntegerField()
    required_level = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=16, choices=Means)
    course = models.ForeignKey(
        "development.Course", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_on = models.DateField(null=True)
    whose_time = models.CharField(max_length=8, choices=WhoseTime, default=WhoseTime.WORK)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["area_version__area__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "area_version"], name="development_step_per_area"
            ),
            models.CheckConstraint(
                condition=Q(means="course", course__isnull=False) | ~Q(means="course"),
                name="development_course_step_names_course",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.area_version_id} {self.means}"


class Party(models.TextChoices):
    """Who agrees to a plan."""

    PERSON = "person", _("Den anställde")
    EMPLOYER = "employer", _("Arbetsgivaren")
    TEST_LEADER = "test_leader", _("Provledaren")


class PlanAgreement(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agreements")
    party = models.CharField(max_length=16, choices=Party)
    agreed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "party"], name="development_agreed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} agreed by the {self.party}"


class HandOver(models.Model):
    """What a person who leaves takes to a transition organisation, made at their own request."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"hand-over {self.pk} of person:{self.person_id}"
