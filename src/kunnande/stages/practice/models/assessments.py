"""One practical assessment: who assesses, every entry they made, and what it came to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.practice.models.protocols import (
    PracticalCriterion,
    ProtocolVersion,
    SafetyStop,
)


class AssessmentState(models.TextChoices):
    PLANNED = "planned", _("Planerad")
    RUNNING = "running", _("Pågår")
    LOCKED = "locked", _("Låst")
    CANCELLED = "cancelled", _("Inställd")


class Assessment(models.Model):
    """One person tried by one protocol, at a named test centre on a date."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    protocol_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    # The seat somebody booked for it; null where it was planned without a session.
    booking = models.ForeignKey(
        "booking.Booking", on_delete=models.PROTECT, null=True, related_name="+"
    )
    planned_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=16, choices=AssessmentState, default=AssessmentState.PLANNED
    )
    area_version_ids = models.JSONField(default=list)
    attempt = models.PositiveSmallIntegerField()
    # The assessment is what the round of the case tries: it moves the case, as a sitting would.
    carries_case = models.BooleanField()
    started_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    candidate_signed_at = models.DateTimeField(null=True)
    # Why the candidate would not sign, as an assessor noted it; empty when they did.
    unsigned_because = models.CharField(max_length=500, blank=True)
    # How many times it has been locked: what an earlier locking came to is kept.
    lockings = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=("planned", "running")),
                name="practice_one_open_assessment",
            ),
            models.UniqueConstraint(
                fields=["booking"],
                condition=~Q(state="cancelled"),
                name="practice_one_for_a_booking",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "cancelled")) | Q(started_at__isnull=False),
                name="practice_running_has_start",
            ),
            models.CheckConstraint(
                condition=~Q(state="locked")
                | (
                    Q(locked_at__isnull=False, lockings__gte=1)
                    & (Q(candidate_signed_at__isnull=False) ^ ~Q(unsigned_because=""))
                ),
                name="practice_locked_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""),
                name="practice_cancelled_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["centre", "starts_on"], name="practice_centre_day")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"assessment:{self.pk}"

    @property
    def source(self) -> str:
        """Return what the ledger knows this locking by; its talk releases the same name."""
        return self.trail_name if self.lockings <= 1 else f"{self.trail_name}:{self.lockings}"


class AssessorPart(models.Model):
    """One assessor's part: first scores of their own, then what both came to."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="parts")
    assessor = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "assessor"], name="practice_one_part_per_assessor"
            ),
        ]

    def __str__(self) -> str:
        return f"assessment:{self.assessment_id} user:{self.assessor_id}"


class OperationKind(models.TextChoices):
    SCORE = "score", _("Poäng")
    VERDICT = "verdict", _("Omdöme")
    AGREEMENT = "agreement", _("Gemensamt")
    STOP = "stop", _("Stopp för säkerhet")


class Operation(models.Model):
    """One entry by an assessor; appended, never changed. The latest about a thing holds."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="operations")
    # Made where the entry is made, so that the same entry sent twice is kept once.
    client_id = models.UUIDField(unique=True)
    assessor = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=OperationKind)
    criterion = models.ForeignKey(
        PracticalCriterion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    stop = models.ForeignKey(SafetyStop, on_delete=models.PROTECT, null=True, related_name="+")
    # A score 0-3, or 1 for met and 0 for remaining; empty when only a comment was written.
    value = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    # When it was done, by the clock of the tablet, and when it came here.
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=3), name="practice_value_0_to_3"),
            models.CheckConstraint(
                condition=Q(kind="score", criterion__isnull=False)
                | Q(kind="verdict", area_version__isnull=False, value__lte=1)
                | Q(kind="agreement", criterion__isnull=False, value__isnull=False)
                | Q(kind="agreement", area_version__isnull=False, value__lte=1)
                | Q(kind="stop", stop__isnull=False),
                name="practice_operation_is_about_something",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment:{self.assessment_id} {self.kind}"


class PracticalAreaResult(models.Model):
    """What one locking came to in one area, and what was proposed for it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="results")
    locking = models.PositiveSmallIntegerField()
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    # Tenths, as two assessors' scores may differ by one; empty after a stop.
    percent = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    minimum_percent = models.PositiveSmallIntegerField()
    criteria = models.PositiveSmallIntegerField()
    held_back_by = models.JSONField(default=list)
    is_met = models.BooleanField()
    proposal = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "locking", "area_version"], name="practice_one_result"
            ),
        ]

    def __str__(self) -> str:
        return f"assessment:{self.assessment_id} area {self.area_version_id}"


class Unlocking(models.Model):
    """Somebody let a locked protocol be written in again, and why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="unlockings")
    locking = models.PositiveSmallIntegerField()
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "locking"], name="practice_unlocked_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="practice_unlocked_with_reason"),
        ]

    def __str__(self) -> str:
        return f"unlocking of assessment:{self.assessment_id}"


class PracticalTalk(models.Model):
    """The result was gone through with the person; from then on they see it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="talks")
    locking = models.PositiveSmallIntegerField()
    held_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "locking"], name="practice_one_talk"),
        ]

    def __str__(self) -> str:
        return f"talk about assessment:{self.assessment_id}"
