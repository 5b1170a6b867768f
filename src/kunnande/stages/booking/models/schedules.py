"""A node's proposal of sessions for those who wait, as the planning engine found it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.booking.models.sessions import Session, SessionKind
from kunnande.stages.booking.models.waiting import WaitingEntry


class ScheduleState(models.TextChoices):
    ASKED = "asked", _("Väntar på att räknas")
    RUNNING = "running", _("Räknas")
    READY = "ready", _("Klart att läsa")
    SENT = "sent", _("Skickat till testcentren")
    STRANDED = "stranded", _("Kunde inte räknas")


UNFINISHED = (ScheduleState.ASKED, ScheduleState.RUNNING)


class Schedule(models.Model):
    """What a node asked for, how far the engine has come, and what the proposal is worth.

    Costs are whole kronor by the assumptions that the page prints.
    """

    node = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    seconds = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=ScheduleState, default=ScheduleState.ASKED)
    told_at = models.DateTimeField()
    stop_asked_at = models.DateTimeField(null=True)
    spent_seconds = models.FloatField(default=0)
    tests = models.PositiveIntegerField(default=0)
    # Null until a first plan is there.
    cost = models.PositiveBigIntegerField(null=True)
    bound = models.PositiveBigIntegerField(default=0)
    # What booking in turn would have cost: the nearest centre first, or the first day first.
    nearest_cost = models.PositiveBigIntegerField(null=True)
    earliest_cost = models.PositiveBigIntegerField(null=True)
    kilometres = models.PositiveIntegerField(default=0)
    unserved = models.PositiveIntegerField(default=0)
    # How many tests lack a time, by the reason that stands most in the way.
    reasons = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node"],
                condition=Q(state__in=UNFINISHED),
                name="booking_one_schedule_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="booking_sent_schedule_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"schedule:{self.pk}"


class ProposedSession(models.Model):
    """A time a centre could open; its seats are the people the plan places there."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="proposed")
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("framework.Product", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=SessionKind)
    language = models.CharField(max_length=8)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    leader = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    # The session it became.
    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, null=True, related_name="proposal"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="booking_proposed_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["centre", "starts_at"], name="booking_proposed_at")]

    def __str__(self) -> str:
        return f"proposed session {self.pk} of schedule:{self.schedule_id}"


class ProposedSeat(models.Model):
    """Somebody waiting whom the plan places at a proposed session; no node reads who."""

    proposed = models.ForeignKey(ProposedSession, on_delete=models.PROTECT, related_name="seats")
    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposed", "entry"], name="booking_proposed_seat_once"
            ),
        ]

    def __str__(self) -> str:
        return f"waiting:{self.entry_id} in proposed session {self.proposed_id}"
