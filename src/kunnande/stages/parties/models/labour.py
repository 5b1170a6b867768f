from django.db import models
from django.db.models import F, Q
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


class LabourSpell(models.Model):
    """How somebody stands on the labour market, between two days.

    Several hold at once: employed, on short time to forty percent, and notified.
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
            models.UniqueConstraint(
                fields=["person", "status"],
                condition=Q(to_on__isnull=True),
                name="parties_one_open_labour_spell",
            ),
            models.UniqueConstraint(
                fields=["person", "status", "from_on"], name="parties_labour_spell_once"
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
