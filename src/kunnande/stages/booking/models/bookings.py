from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.booking.models.ranges import never_twice_at_once
from kunnande.stages.booking.models.sessions import Need, Seat, SessionKind


class BookingState(models.TextChoices):
    HELD = "held", _("Reserverad")
    CONFIRMED = "confirmed", _("Bokad")
    CANCELLED = "cancelled", _("Avbokad")
    MOVED = "moved", _("Flyttad")
    LAPSED = "lapsed", _("Inte bekräftad i tid")
    ATTENDED = "attended", _("Närvarande")
    ABSENT = "absent", _("Uteblev")


# What holds a seat, and what is still to come.
ACTIVE = (
    BookingState.HELD,
    BookingState.CONFIRMED,
    BookingState.ATTENDED,
    BookingState.ABSENT,
)
COMING = (BookingState.HELD, BookingState.CONFIRMED)


class Booking(models.Model):
    """One person's seat; kind and times are copied from the session by the database."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    # The company that releases the person from work; null when nobody has to.
    booked_for = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=16, choices=SessionKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=BookingState)
    held_until = models.DateTimeField(null=True)
    language = models.CharField(max_length=8)
    needs = ArrayField(models.CharField(max_length=16, choices=Need), default=list)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Whoever stayed away books again only when the centre has said so.
    rebooking_allowed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(state__in=ACTIVE), name="booking_seat_once_taken"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state__in=COMING),
                name="booking_one_coming_a_case",
            ),
            never_twice_at_once(
                "person", name="booking_person_once_at_a_time", condition=Q(state__in=ACTIVE)
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False),
                name="booking_held_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "held_until"], name="booking_held"),
            models.Index(fields=["case", "kind"], name="booking_case"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"booking:{self.pk}"


class Attendance(models.Model):
    """Whether somebody came; entered once, and the only place where it is."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="attendance")
    present = models.BooleanField()
    minutes = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(present=True) | Q(minutes=0), name="booking_absent_no_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"attendance of booking:{self.booking_id}"


class Accommodation(models.Model):
    """What a person needs at every session; sensitive, told to the centre that meets it."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Need)
    minutes = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="booking_need_once"),
            models.CheckConstraint(
                condition=Q(kind="extra_time", minutes__gt=0)
                | (~Q(kind="extra_time") & Q(minutes=0)),
                name="booking_minutes_of_extra_time",
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk} of person:{self.person_id}"


class ReleaseShare(models.Model):
    """How much of a shift a company has agreed to release on one day, in percent, from a day."""

    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "from_on"], name="booking_one_share_a_day"),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="booking_share_in_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % from {self.from_on}"


class LetterKind(models.TextChoices):
    CONFIRMED = "confirmed", _("Bekräftelse")
    REMINDER = "reminder", _("Påminnelse")
    OFFERED = "offered", _("Erbjudande")
    CANCELLED = "cancelled", _("Inställt")


class Letter(models.Model):
    """Somebody was written to about a booking; once for each booking and kind of letter."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=16, choices=LetterKind)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "kind"], name="booking_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of booking:{self.booking_id}"
