from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Väntar på anordnaren")
    OFFERED = "offered", _("Företag kan tacka ja")
    CONFIRMED = "confirmed", _("Blir av")
    LAPSED = "lapsed", _("Blev inte av")
    DECLINED = "declined", _("Anordnaren kan inte")


class Proposal(models.Model):
    """A group that a node puts together for several companies; it takes place if enough accept."""

    group = models.OneToOneField(
        "development.CourseGroup", on_delete=models.PROTECT, related_name="proposal"
    )
    node = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    fewest_people = models.PositiveSmallIntegerField()
    answer_by_on = models.DateField()
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # What a node learns, that enough have accepted, is then about five or more.
            models.CheckConstraint(
                condition=Q(fewest_people__gte=5), name="development_proposal_of_five_or_more"
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"proposal:{self.pk}"
