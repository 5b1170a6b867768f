from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


class ProofKind(models.TextChoices):
    """Kinds of proof are kinds, not ranks."""

    SELF_RATED = "self_rated", _("Egen bedömning")
    EMPLOYER_ATTESTED = "employer_attested", _("Intygat av arbetsgivare")
    DOCUMENTED = "documented", _("Dokumenterat")
    COURSE_COMPLETED = "course_completed", _("Genomförd kurs")
    THEORY_TESTED = "theory_tested", _("Teoriprov")
    PRACTICALLY_ASSESSED = "practically_assessed", _("Praktiskt bedömt")


class Scheme(models.Model):
    """What one scheme owner offers: areas, levels and products."""

    owner = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(unique=True)
    is_sample = models.BooleanField()
    notice_sv = models.TextField(blank=True)
    notice_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.code


class Level(models.Model):
    """One step of the scale 0-4, described in words from the shop floor."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="levels")
    value = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1, blank=True)
    name_sv = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    definition_sv = models.TextField()
    definition_en = models.TextField()
    statements_sv = models.JSONField(default=list)
    statements_en = models.JSONField(default=list)

    class Meta:
        ordering = ["value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="framework_one_level"),
            models.CheckConstraint(condition=Q(value__lte=4), name="framework_level_0_to_4"),
        ]

    def __str__(self) -> str:
        return str(self.value)


class Area(models.Model):
    """A competence area, shared by any number of products."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(max_length=16)
    # What it is listed under beside its kin; empty where a scheme does not group its areas.
    family_sv = models.CharField(max_length=100, blank=True, default="")
    family_en = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="framework_area_once_in_scheme")
        ]

    def __str__(self) -> str:
        return self.code


class AreaVersion(models.Model):
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=16)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    description_sv = models.TextField()
    description_en = models.TextField()
    seqf_level = models.PositiveSmallIntegerField(null=True)
    esco_skills = models.JSONField(default=list)
    # One plain statement a level, 0 first, for a person to recognise themselves in.
    rating_statements_sv = models.JSONField(default=list)
    rating_statements_en = models.JSONField(default=list)
    typical_evidence_sv = models.JSONField(default=list)
    typical_evidence_en = models.JSONField(default=list)
    accepts = models.ManyToManyField("self", symmetrical=False, related_name="accepted_by")

    class Meta:
        ordering = ["area__code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="framework_area_version"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}/{self.version}"


class Dimension(models.TextChoices):
    KNOWLEDGE = "knowledge", _("Kunskaper")
    SKILL = "skill", _("Färdigheter")
    RESPONSIBILITY_AUTONOMY = "responsibility_autonomy", _("Ansvar och självständighet")


class Criterion(models.Model):
    area_version = models.ForeignKey(AreaVersion, on_delete=models.PROTECT, related_name="criteria")
    code = models.CharField(max_length=16)
    dimension = models.CharField(max_length=24, choices=Dimension)
    text_sv = models.TextField()
    text_en = models.TextField()
    level_kind = models.CharField(max_length=16)
    level = models.CharField(max_length=32)
    method = models.CharField(max_length=16)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_version", "code"], name="framework_criterion_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Product(models.Model):
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="products")
    code = models.SlugField(unique=True)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.code


class ProductState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    PUBLISHED = "published", _("Publicerad")
    RETIRED = "retired", _("Tillbakadragen")


class ProductVersion(models.Model):
    """What a validation is made against; frozen from the day it is published."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=ProductState, default=ProductState.DRAFT)
    is_sample = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    certificate_validity_months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "version"], name="framework_version"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="framework_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.version}"


class ProductArea(models.Model):
    product_version = models.ForeignKey(
        ProductVersion, on_delete=models.PROTECT, related_name="product_areas"
    )
    area_version = models.ForeignKey(AreaVersion, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField()
    shown_level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["product_version", "area_version"], name="framework_area_once"
            ),
            models.CheckConstraint(condition=Q(shown_level__lte=4), name="framework_shown_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.product_version_id}:{self.area_version_id}"


class PassRule(models.Model):
    """The dated rule that says when an area is met and when a new attempt may be made."""

    product_version = models.ForeignKey(
        ProductVersion, on_delete=models.PROTECT, related_name="pass_rules"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    area_minimum_percent = models.PositiveSmallIntegerField()
    retake_after_days = models.PositiveSmallIntegerField()
    attempts_per_year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area_minimum_percent__lte=100), name="framework_percent"
            ),
            ExclusionConstraint(
                name="framework_one_rule_a_day",
                expressions=[
                    (
                        Func(
                            F("product_version"),
                            F("product_version"),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            "from_on",
                            "to_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_minimum_percent} % from {self.from_on}"


class ValidityRule(models.Model):
    """The dated rule of an area, or of all areas of a product version: how long proof counts."""

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, related_name="validity_rules"
    )
    product_version = models.ForeignKey(
        ProductVersion, on_delete=models.PROTECT, null=True, related_name="validity_rules"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    # Months a shown area counts; null until further notice.
    shown_months = models.PositiveSmallIntegerField(null=True)
    # Days before the last day from which it is time to renew, and the person is reminded.
    renewal_days = models.PositiveSmallIntegerField()
    # Months after which a role no longer takes the proof as recent; null when it always is.
    recency_months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) ^ Q(product_version__isnull=True),
                name="framework_validity_of_one",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="framework_validity_ends_after",
            ),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(to_on__isnull=True),
                name="framework_validity_open_area",
            ),
            models.UniqueConstraint(
                fields=["product_version"],
                condition=Q(to_on__isnull=True),
                name="framework_validity_open_version",
            ),
        ]

    def __str__(self) -> str:
        return f"validity from {self.from_on}"
