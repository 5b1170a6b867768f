from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


class LabourStatus(models.TextChoices):
    EMPLOYED = "employed", _("Anställd")
    SHORT_TIME = "short_time", _("Korttidspermitterad")
    LAID_OFF = "laid_off", _("Permitterad")
    NOTIFIED = "notified", _("Varslad")
    DISMISSED = "dismissed", _("Uppsagd")
    UNEMPLOYED = "unemployed", _("Arbetslös")
    LONG_TERM_UNEMPLOYED = "long_term_unemployed", _("Långtidsarbetslös")
    SELF_EMPLOYED = "self_employed", _("Egenföretagare")
    OUTSIDE = "outside", _("Utanför arbetskraften")


def _only(expression: F | Func) -> Func:
    # The embedded server has no btree_gist: a one-value range stands in for equality.
    return Func(expression, expression, Value("[]"), function="int8range")


class LabourSpell(models.Model):
    """How somebody stands on the labour market, between two days.

    Several hold at once: employed, on short time to forty percent, and notified. The same
    status holds once at a time.
    """

    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="labour_spells"
    )
    status = models.CharField(max_length=24, choices=LabourStatus)
    # How much of full time it concerns, where that has a meaning.
    percent = models.PositiveSmallIntegerField(null=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            ExclusionConstraint(
                name="parties_labour_spell_no_overlap",
                expressions=[
                    (_only(F("person")), RangeOperators.OVERLAPS),
                    (
                        _only(Func("status", Value(0), function="hashtextextended")),
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
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="parties_labour_spell_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=100),
                name="parties_labour_spell_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"labour-spell:{self.pk}"
