from django.db import models
from django.db.models import F, Q

from kunnande.stages.testing.models.sittings import Sitting


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
