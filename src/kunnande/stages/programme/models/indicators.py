"""What a programme is measured by: sets of indicators as the funder defines them, as data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.grants import GrantVersion


class Moment(models.TextChoices):
    """When something is known of a participant."""

    ENTRY = "entry", _("När deltagaren börjar")
    LEAVING = "leaving", _("När deltagaren slutar")
    LATER = "later", _("Sex månader efteråt")


class Counted(models.TextChoices):
    """What an indicator counts, or that nothing here can count it."""

    PEOPLE = "people", _("Deltagare")
    COMPANIES = "companies", _("Företag")
    MONEY = "money", _("Kronor")
    ELSEWHERE = "elsewhere", _("Räknas inte här")


class IndicatorSet(models.Model):
    """The indicators of one programming period, and what they have in common."""

    code = models.SlugField(max_length=40, unique=True)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    # How long after somebody's last day a result still belongs to their leaving.
    leaving_days = models.PositiveSmallIntegerField()
    later_months = models.PositiveSmallIntegerField()
    # The kinds of credential that count as a qualification; every other kind does not.
    qualifications = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="programme_set_has_source"),
        ]

    def __str__(self) -> str:
        return self.code


class Indicator(models.Model):
    """One indicator: its words, its definition, and the conditions that must all hold."""

    indicator_set = models.ForeignKey(
        IndicatorSet, on_delete=models.PROTECT, related_name="indicators"
    )
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16)
    moment = models.CharField(max_length=8, choices=Moment)
    counted = models.CharField(max_length=12, choices=Counted)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    definition_sv = models.TextField()
    definition_en = models.TextField()
    source = models.CharField(max_length=300)
    conditions = models.JSONField(default=dict)

    class Meta:
        ordering = ["indicator_set", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator_set", "code"], name="programme_indicator_once_in_set"
            ),
            models.UniqueConstraint(
                fields=["indicator_set", "place"], name="programme_indicator_place_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SetChoice(models.Model):
    """Which set a decision of the funder asks for; later decisions ask for it until one says."""

    grant = models.OneToOneField(GrantVersion, on_delete=models.PROTECT, related_name="set_choice")
    indicator_set = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.grant_id} asks for {self.indicator_set_id}"
