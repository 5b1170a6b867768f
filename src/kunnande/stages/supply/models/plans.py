from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MONTHS = 12


class SupplyPlanState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    ADOPTED = "adopted", _("Antagen")
    REPLACED = "replaced", _("Ersatt")


class CompetencePlan(models.Model):
    """What a company does in a year to have the competence it needs; adopted versions stay."""

    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=SupplyPlanState, default=SupplyPlanState.DRAFT)
    # One goal a line.
    goals = models.TextField(blank=True, max_length=4000)
    drafted_on = models.DateField()
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "year", "version"], name="supply_plan_version_once"
            ),
            models.UniqueConstraint(
                fields=["company", "year", "state"],
                condition=~Q(state="replaced"),
                name="supply_one_draft_and_one_adopted_a_year",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(adopted_at__isnull=False),
                name="supply_adopted_plan_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"competence-plan:{self.pk}"


class MeasureKind(models.TextChoices):
    DEVELOP = "develop", _("Utveckla")
    RECRUIT = "recruit", _("Rekrytera")
    REDEPLOY = "redeploy", _("Omplacera")


class Measure(models.Model):
    """What is done about one area or one role: needed, present, by whom, until when."""

    plan = models.ForeignKey(CompetencePlan, on_delete=models.CASCADE, related_name="measures")
    # The same from version to version, so that two versions can be compared line by line.
    number = models.PositiveSmallIntegerField()
    area = models.ForeignKey(
        "framework.Area", on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.ForeignKey(
        "requirements.OccupationalRole", on_delete=models.PROTECT, null=True, related_name="+"
    )
    needed = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    # Of how many people `present` was counted: a number from few people is not told to a coach.
    counted = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=MeasureKind)
    words = models.CharField(max_length=300, blank=True)
    responsible = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    cost_sek = models.PositiveIntegerField(null=True)
    done_on = models.DateField(null=True)
    effect = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="supply_measure_number_once"),
            models.CheckConstraint(
                condition=Q(area__isnull=False, role__isnull=True)
                | Q(area__isnull=True, role__isnull=False),
                name="supply_measure_of_an_area_or_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.number} {self.kind}"

    @property
    def gap(self) -> int:
        return max(0, self.needed - self.present)


class WheelStep(models.Model):
    """What is done in a month of every year."""

    plan = models.ForeignKey(CompetencePlan, on_delete=models.CASCADE, related_name="steps")
    month = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "month"], name="supply_step_once_a_month"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=MONTHS), name="supply_step_in_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.month} {self.words}"


class Coaching(models.Model):
    """That a company lets a coach read and write its plan, until it says otherwise."""

    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "coach"],
                condition=Q(until_at__isnull=True),
                name="supply_coach_let_in_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} coached by {self.coach_id}"


class CoachNote(models.Model):
    """A line of the coach's log: what was talked about, and what comes next."""

    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=1000)
    next_step = models.CharField(max_length=300)
    next_on = models.DateField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.company_id} by {self.coach_id}"
