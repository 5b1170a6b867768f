"""What a node is told of the people of its companies: made once a month, the same for all."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.grants import Programme


class NodeMeasure(models.TextChoices):
    """What of the participants of a part is counted."""

    CERTIFIED = "certified", _("Bevis")
    LEFT = "left", _("Har slutat")
    MEN = "men", _("Män")
    VALIDATED = "validated", _("Validerade")
    WOMEN = "women", _("Kvinnor")


class NodeRelease(models.Model):
    """The numbers of a month, made once."""

    month = models.DateField(unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def trail_name(self) -> str:
        return f"node-numbers:{self.pk}"


class NodeNumber(models.Model):
    """One cell that may be told: of one company, or of every company that a node has."""

    release = models.ForeignKey(NodeRelease, on_delete=models.PROTECT, related_name="numbers")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=12, choices=NodeMeasure)
    node = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    company = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # As it was when the number last changed; never shown. What is shown is `at_least`.
    count = models.PositiveIntegerField()
    at_least = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "programme", "measure", "node", "company"],
                nulls_distinct=False,
                name="programme_node_number_once",
            ),
            models.CheckConstraint(
                condition=Q(node__isnull=True) ^ Q(company__isnull=True),
                name="programme_node_number_of_one_part",
            ),
            models.CheckConstraint(
                condition=Q(at_least__gte=5, count__gte=F("at_least")),
                name="programme_node_number_of_five_or_more",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.at_least}"
