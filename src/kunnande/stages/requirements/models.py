from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    BigIntegerRangeField,
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class RoleTemplate(models.Model):
    """A role as the scheme owner suggests it; a company takes a copy and makes it its own."""

    scheme = models.ForeignKey("framework.Scheme", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(unique=True)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    description_sv = models.TextField()
    description_en = models.TextField()
    ssyk_code = models.CharField(max_length=4)
    ssyk_label_sv = models.CharField(max_length=200)
    esco_occupations = models.JSONField(default=list)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class TemplateRequirement(models.Model):
    template = models.ForeignKey(
        RoleTemplate, on_delete=models.CASCADE, related_name="requirements"
    )
    area = models.ForeignKey("framework.Area", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    accepted_kinds = ArrayField(models.CharField(max_length=24))
    importance = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["area__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "area"], name="requirements_template_area_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}:{self.area_id}"


class OccupationalRole(models.Model):
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    template = models.ForeignKey(
        RoleTemplate, on_delete=models.PROTECT, null=True, related_name="+"
    )
    people_needed = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="requirements_role_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Requirement(models.Model):
    role = models.ForeignKey(
        OccupationalRole, on_delete=models.CASCADE, related_name="requirements"
    )
    area = models.ForeignKey("framework.Area", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    accepted_kinds = ArrayField(models.CharField(max_length=24))
    importance = models.PositiveSmallIntegerField()
    # How many months old the proof may be; null where its age does not matter.
    recency_months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["area__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recency_months__isnull=True) | Q(recency_months__gte=1),
                name="requirements_recency_some_months",
            ),
            models.UniqueConstraint(fields=["role", "area"], name="requirements_area_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="requirements_level_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(importance__gte=1, importance__lte=5),
                name="requirements_importance_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(accepted_kinds__len__gte=1), name="requirements_some_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id}:{self.area_id}>={self.level}"


class Holding(models.Model):
    """Somebody holds a role, from a day and perhaps to a day."""

    role = models.ForeignKey(OccupationalRole, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "person"],
                condition=Q(to_on__isnull=True),
                name="requirements_one_open_holding",
            ),
        ]

    def __str__(self) -> str:
        return f"person:{self.person_id} holds {self.role_id}"


class Placement(models.Model):
    """On which shift and at which site somebody works; the team belongs to the employment."""

    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    shift = models.CharField(max_length=60, blank=True)
    site = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="requirements_one_placement"
            ),
        ]

    def __str__(self) -> str:
        return f"person:{self.person_id} at {self.organisation_id}"


class DeviationKind(models.TextChoices):
    EXEMPTION = "exemption", _("Undantag")
    WITHDRAWAL = "withdrawal", _("Tillfälligt uppehåll")


def _same(name: str) -> Func:
    """Return a number as a range of one, which an exclusion can compare without extensions."""
    return Func(
        name, name, models.Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )


class Deviation(models.Model):
    """Somebody need not meet what their role asks in an area, or may not use it for a while."""

    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("framework.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DeviationKind)
    reason = models.CharField(max_length=300)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="exemption") | Q(to_on__isnull=False),
                name="requirements_withdrawal_ends",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="requirements_deviation_has_reason"
            ),
            ExclusionConstraint(
                name="requirements_one_deviation_at_a_time",
                expressions=[
                    (_same("organisation"), RangeOperators.OVERLAPS),
                    (_same("person"), RangeOperators.OVERLAPS),
                    (_same("area"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("from_on"),
                            F("to_on"),
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
        return f"{self.kind} person:{self.person_id} area:{self.area_id}"


class StagedImport(models.Model):
    """A list of staff between upload and confirmation: it waits here a day and is never shown.

    The whole list is sealed, since before its columns are named nobody knows where in it the
    identity numbers stand.
    """

    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    table_sealed = models.BinaryField()
    # Which column of the list holds what: {"given_name": 0}.
    mapping = models.JSONField(default=dict)
    staged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "owner"], name="requirements_one_staged_import"
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} for organisation:{self.organisation_id}"
