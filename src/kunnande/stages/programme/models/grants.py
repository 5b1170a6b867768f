"""What was granted to whom, in versions, and the dated rules that apply."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """A funded programme: who owns it, and between which days it runs."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    owner = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    diary_number = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="programme_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trail_name(self) -> str:
        return f"programme:{self.pk}"


class GrantVersion(models.Model):
    """A decision of the funder: how many people for how much, from a day until the next one."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="grants")
    number = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    people = models.PositiveIntegerField()
    # The target by gender, where the decision states one.
    women = models.PositiveIntegerField(null=True)
    men = models.PositiveIntegerField(null=True)
    amount_ore = models.BigIntegerField()
    source = models.CharField(max_length=300)
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="programme_grant_number_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "from_on"], name="programme_one_grant_a_day"
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0, amount_ore__gte=0), name="programme_grant_grants"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="programme_grant_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} grant {self.number} from {self.from_on}"

    @property
    def amount_kronor(self) -> Decimal:
        return Decimal(self.amount_ore) / 100

    @property
    def trail_name(self) -> str:
        return f"grant:{self.pk}"


class Part(models.TextChoices):
    """What an organisation is in a programme, beside its owner."""

    PARTNER = "partner", _("Partner")
    NODE = "node", _("Regional nod")


class Partner(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=16, choices=Part)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "part"], name="programme_partner_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="programme_partner_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part} of {self.programme_id}"


class Unit(models.TextChoices):
    MINUTES = "minutes", _("minuter")
    ORE = "ore", _("öre")
    EURO_CENTS = "euro_cents", _("eurocent")
    MONTHS = "months", _("månader")
    PEOPLE = "people", _("personer")
    PERCENT = "percent", _("procent")


class DatedRule(models.Model):
    """A number that funder or law has set between two days, and where it is written."""

    code = models.CharField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=16, choices=Unit)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "from_on"], name="programme_rule_once_a_day"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="programme_rule_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="programme_rule_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.from_on}: {self.amount} {self.unit}"
