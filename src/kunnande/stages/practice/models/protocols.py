"""What a practical assessment is made by: the protocol and its parts, frozen when published."""

from django.db import models
from django.db.models import Q


class Protocol(models.Model):
    scheme = models.ForeignKey("framework.Scheme", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="practice_protocol_once"),
        ]

    def __str__(self) -> str:
        return self.code


class ProtocolVersion(models.Model):
    """The task, its time and its limits; a change is a version of its own."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=16)
    is_sample = models.BooleanField()
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    summary_sv = models.TextField()
    summary_en = models.TextField()
    task_sv = models.TextField()
    task_en = models.TextField()
    equipment_sv = models.JSONField(default=list)
    equipment_en = models.JSONField(default=list)
    stop_rule_sv = models.TextField()
    stop_rule_en = models.TextField()
    # What each of the scores 0 to 3 means in every criterion.
    meanings_sv = models.JSONField(default=list)
    meanings_en = models.JSONField(default=list)
    phases_sv = models.JSONField(default=list)
    phases_en = models.JSONField(default=list)
    phase_minutes = models.JSONField(default=list)
    assessors_needed = models.PositiveSmallIntegerField(default=1)
    no_zero = models.BooleanField()
    critical_minimum = models.PositiveSmallIntegerField()
    minimum_percent = models.PositiveSmallIntegerField()
    content_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "version"], name="practice_protocol_version_once"
            ),
            models.CheckConstraint(
                condition=Q(assessors_needed__in=(1, 2)), name="practice_one_or_two_assessors"
            ),
            models.CheckConstraint(
                condition=Q(critical_minimum__lte=3) & Q(minimum_percent__lte=100),
                name="practice_limits_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_id}/{self.version}"

    @property
    def total_minutes(self) -> int:
        return sum(self.phase_minutes)


class PracticalCriterion(models.Model):
    """One thing the assessor scores, and the areas it tells something about."""

    protocol_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="criteria"
    )
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=32)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()
    is_critical = models.BooleanField()
    # Codes, not rows: a protocol serves several products, each with its own version of an area.
    criterion_codes = models.JSONField(default=list)
    area_codes = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol_version", "position"], name="practice_criterion_in_place"
            ),
            models.CheckConstraint(condition=Q(weight__gte=1), name="practice_weight_positive"),
        ]

    def __str__(self) -> str:
        return self.code


class Descriptor(models.Model):
    """What a score looks like in one criterion."""

    criterion = models.ForeignKey(
        PracticalCriterion, on_delete=models.PROTECT, related_name="descriptors"
    )
    score = models.PositiveSmallIntegerField()
    text_sv = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ["score"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "score"], name="practice_one_descriptor_per_score"
            ),
            models.CheckConstraint(condition=Q(score__lte=3), name="practice_descriptor_0_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.score}"


class SafetyStop(models.Model):
    """Something dangerous that ends an assessment at once."""

    protocol_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="stops"
    )
    position = models.PositiveSmallIntegerField()
    text_sv = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol_version", "position"], name="practice_stop_in_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_version_id}#{self.position}"


class ProductProtocol(models.Model):
    """Which areas of a product version a protocol tries, and whether the product asks for it."""

    product_version = models.ForeignKey(
        "framework.ProductVersion", on_delete=models.PROTECT, related_name="+"
    )
    protocol_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="products"
    )
    area_codes = models.JSONField(default=list)
    is_required = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product_version", "protocol_version"], name="practice_product_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_version_id}:{self.protocol_version_id}"
