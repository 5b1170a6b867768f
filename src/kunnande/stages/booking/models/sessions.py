from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.booking.models.ranges import never_twice_at_once


class SessionKind(models.TextChoices):
    THEORY = "theory", _("Teoriprov")
    PRACTICAL = "practical", _("Praktiskt prov")


class SessionState(models.TextChoices):
    OPEN = "open", _("Öppet för bokning")
    CLOSED = "closed", _("Stängt för bokning")
    CANCELLED = "cancelled", _("Inställt")
    HELD = "held", _("Genomfört")


class Need(models.TextChoices):
    """What somebody needs at a session; a place names what it offers in the same words."""

    EXTRA_TIME = "extra_time", _("Förlängd tid")
    READ_ALOUD = "read_aloud", _("Uppläsning")
    LARGE_TEXT = "large_text", _("Stor text")
    OWN_ROOM = "own_room", _("Eget rum")
    STEP_FREE = "step_free", _("Utan trappor")
    OTHER = "other", _("Annat, efter samtal")


class Session(models.Model):
    """A time at a test centre, or at a company the test leader travels to, with seats to book."""

    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    # Null when it travels.
    room = models.ForeignKey("centres.Room", on_delete=models.PROTECT, null=True, related_name="+")
    at_company = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    municipality_code = models.CharField(max_length=4, blank=True)
    product = models.ForeignKey("framework.Product", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=SessionKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    language = models.CharField(max_length=8)
    # Who leads: a test leader, and at a practical session an assessor.
    test_leader = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    # What is arranged here for those who need it, and how much longer somebody may sit.
    meets = ArrayField(models.CharField(max_length=16, choices=Need), default=list)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=16, choices=SessionState, default=SessionState.OPEN)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="booking_session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(room__isnull=True) ^ Q(at_company__isnull=True),
                name="booking_session_in_one_place",
            ),
            never_twice_at_once(
                "room",
                name="booking_room_once_at_a_time",
                condition=~Q(state="cancelled") & Q(room__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["product", "kind", "starts_at"], name="booking_session_times"),
            models.Index(fields=["centre", "starts_at"], name="booking_session_centre"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"session:{self.pk}"


class Seat(models.Model):
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="booking_seat_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="booking_seats_from_one"),
        ]

    def __str__(self) -> str:
        return f"session:{self.session_id} seat {self.number}"


class SessionMachine(models.Model):
    """A machine kept for a session; the database copies the session's times."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="machines")
    machine = models.ForeignKey("centres.Machine", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            never_twice_at_once(
                "machine", name="booking_machine_once_at_a_time", condition=Q(is_active=True)
            ),
        ]

    def __str__(self) -> str:
        return f"machine:{self.machine_id} in session:{self.session_id}"


class SessionStaff(models.Model):
    """Somebody who works at a session; the database copies the session's times."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    as_kind = models.CharField(max_length=16)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            never_twice_at_once(
                "user", name="booking_staff_once_at_a_time", condition=Q(is_active=True)
            ),
        ]

    def __str__(self) -> str:
        return f"user:{self.user_id} at session:{self.session_id}"
