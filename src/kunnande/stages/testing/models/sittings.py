from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SittingState(models.TextChoices):
    PLANNED = "planned", _("Planerat")
    RUNNING = "running", _("Pågår")
    FINISHED = "finished", _("Inlämnat")
    # Ended by the test leader in a way that gives no result; README.md says which reasons do.
    TERMINATED = "terminated", _("Avbrutet")


class IdentityDocument(models.TextChoices):
    """What somebody showed to say who they are; its number is never kept."""

    ID_CARD = "id_card", _("Id-kort")
    DRIVING_LICENCE = "driving_licence", _("Körkort")
    PASSPORT = "passport", _("Pass")
    VOUCHED_FOR = "vouched_for", _("Någon med egen legitimation intygar")


class TerminationReason(models.TextChoices):
    PERSON_STOPS = "person_stops", _("Personen vill sluta och lämna in det som är gjort")
    ABSENT = "absent", _("Personen kom inte")
    REBOOKED = "rebooked", _("Tiden är ombokad eller avbokad")
    ILLNESS = "illness", _("Sjukdom eller olycksfall")
    TECHNICAL = "technical", _("Tekniskt hinder")
    DISTURBANCE = "disturbance", _("Störning eller utrymning")
    IDENTITY = "identity", _("Det gick inte att styrka vem personen är")
    UNALLOWED_AID = "unallowed_aid", _("Otillåtet hjälpmedel eller otillåten hjälp")


OPEN_STATES = (SittingState.PLANNED, SittingState.RUNNING)


class Sitting(models.Model):
    """One theory test by one person, at a named test centre on a date."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    blueprint = models.ForeignKey("itembank.Blueprint", on_delete=models.PROTECT, related_name="+")
    # The seat it was prepared for; a test leader may also plan one without a session.
    booking = models.ForeignKey(
        "booking.Booking", on_delete=models.PROTECT, null=True, related_name="+"
    )
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    test_leader = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    takes_place_on = models.DateField()
    state = models.CharField(max_length=16, choices=SittingState, default=SittingState.PLANNED)
    seed = models.BigIntegerField()
    language = models.CharField(max_length=8)
    # Missing areas only at a retake; empty means every area of the blueprint.
    area_version_ids = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    closed_by_deadline = models.BooleanField(default=False)
    engine_version = models.CharField(max_length=32, blank=True)
    identity_document = models.CharField(max_length=16, choices=IdentityDocument, blank=True)
    identity_checked_by = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    identity_checked_at = models.DateTimeField(null=True)
    # A keyed digest: the code itself is too short to be safe under a plain one.
    code_digest = models.CharField(max_length=64, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_entered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    termination_reason = models.CharField(max_length=16, choices=TerminationReason, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["planned", "running"]),
                name="testing_one_open_sitting",
            ),
            models.UniqueConstraint(fields=["booking"], name="testing_one_sitting_a_booking"),
            models.CheckConstraint(
                condition=Q(state="planned")
                | Q(state="terminated", started_at__isnull=True)
                | Q(started_at__isnull=False, deadline_at__gt=F("started_at")),
                name="testing_running_has_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["finished", "terminated"]) | Q(finished_at__isnull=False),
                name="testing_finished_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="terminated") | ~Q(termination_reason=""),
                name="testing_terminated_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(state="running"),
                name="testing_paused_is_running",
            ),
            models.CheckConstraint(
                condition=Q(code_digest="") | Q(identity_checked_at__isnull=False),
                name="testing_code_after_identity",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "deadline_at"], name="testing_state_deadline"),
            models.Index(fields=["centre", "takes_place_on"], name="testing_centre_day"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"sitting:{self.pk}"
