from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SittingState(models.TextChoices):
    PLANNED = "planned", _("Planerat")
    RUNNING = "running", _("Pågår")
    FINISHED = "finished", _("Inlämnat")


class Sitting(models.Model):
    """One theory test by one person, at a named test centre on a date."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    blueprint = models.ForeignKey("itembank.Blueprint", on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    test_leader = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    takes_place_on = models.DateField()
    state = models.CharField(max_length=16, choices=SittingState, default=SittingState.PLANNED)
    seed = models.BigIntegerField()
    language = models.CharField(max_length=8)
    # Missing areas only at a retake; empty means every area of the blueprint.
    area_version_ids = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    closed_by_deadline = models.BooleanField(default=False)
    engine_version = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state="finished"), name="testing_one_open_sitting"
            ),
            models.CheckConstraint(
                condition=Q(state="planned")
                | Q(started_at__isnull=False, deadline_at__gt=F("started_at")),
                name="testing_running_has_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_at__isnull=False),
                name="testing_finished_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "deadline_at"], name="testing_state_deadline"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"sitting:{self.pk}"


class SittingItem(models.Model):
    """An item in its place in one form; `seed` fixes the order of its choices."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    item_version = models.ForeignKey(
        "itembank.ItemVersion", on_delete=models.PROTECT, related_name="+"
    )
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    seed = models.BigIntegerField()
    is_flagged = models.BooleanField(default=False)
    points = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    maximum = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    scored_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="testing_one_per_place"),
            models.UniqueConstraint(
                fields=["sitting", "item_version"], name="testing_item_once_per_sitting"
            ),
        ]

    def __str__(self) -> str:
        return f"sitting:{self.sitting_id}#{self.position}"


class Answer(models.Model):
    """The latest saved answer to one item; every save is also an entry in the sitting's chain."""

    sitting_item = models.OneToOneField(
        SittingItem, on_delete=models.PROTECT, related_name="answer"
    )
    responses = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    # Which shown page sent it, so that two tabs are told apart; says nothing about the person.
    sender = models.CharField(max_length=32, blank=True)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer {self.revision} to {self.sitting_item_id}"


class AreaResult(models.Model):
    """What one sitting showed about one area."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="area_results")
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    points = models.DecimalField(max_digits=8, decimal_places=4)
    maximum = models.DecimalField(max_digits=8, decimal_places=4)
    items = models.PositiveSmallIntegerField()
    minimum_percent = models.PositiveSmallIntegerField()
    is_met = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "area_version"], name="testing_one_result_per_area"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("maximum")), name="testing_points_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"sitting:{self.sitting_id} area {self.area_version_id}"
