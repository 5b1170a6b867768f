from django.db import models


class Calibration(models.Model):
    """One run over every answer so far; what it found of each item the item bank keeps."""

    ran_at = models.DateTimeField()
    answers = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"calibration:{self.pk}"


class CalibratedArea(models.Model):
    """What one run found about the scale of one area."""

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey("framework.Area", on_delete=models.PROTECT, related_name="+")
    sittings = models.PositiveIntegerField()
    items = models.PositiveIntegerField()
    # Of those items, how many got a difficulty.
    found = models.PositiveIntegerField()
    has_converged = models.BooleanField()
    # Of ability among those who were tested, in logits; none where nothing could be estimated.
    deviation = models.FloatField(null=True)
    log_likelihood = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calibration", "area"], name="measurement_area_once_a_run"
            ),
            models.CheckConstraint(
                condition=models.Q(found__lte=models.F("items")),
                name="measurement_found_among_items",
            ),
        ]

    def __str__(self) -> str:
        return f"calibration:{self.calibration_id} area:{self.area_id}"
