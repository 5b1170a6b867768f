from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.booking.models.bookings import Booking
from kunnande.stages.booking.models.sessions import Session, SessionKind


class StopCause(models.TextChoices):
    SUSPENDED = "suspended", _("Ackrediteringen är vilande")
    WITHDRAWN = "withdrawn", _("Ackrediteringen är återkallad")
    AUTHORISATION_ENDED = "authorisation_ended", _("En behörighet har upphört")


class Stop(models.Model):
    """Days when a centre, or one of its staff, does not try anybody for a product."""

    # The act it follows from, so that the same act never stops twice; and the act that lifted it.
    entry = models.OneToOneField("trail.Entry", on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(
        "trail.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cause = models.CharField(max_length=32, choices=StopCause)
    # The accreditation or the authorisation, by the name the trail knows it by.
    subject = models.CharField(max_length=64)
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("framework.Product", on_delete=models.PROTECT, related_name="+")
    # Whose authorisation ended, and what they led; null and empty when the whole centre stops.
    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=SessionKind, blank=True)
    from_on = models.DateField()
    # The last day, once it is lifted.
    to_on = models.DateField(null=True)
    begun_at = models.DateTimeField()
    # Those it closed; when it is lifted, they open again.
    sessions = models.ManyToManyField(Session, related_name="stops")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ ~Q(kind=""), name="booking_stop_of_all_or_one"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) ^ Q(lifted_by__isnull=False),
                name="booking_stop_lifted_by_an_act",
            ),
        ]
        indexes = [models.Index(fields=["centre", "from_on"], name="booking_stop_centre")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"stop:{self.pk}"


class StopLetterKind(models.TextChoices):
    STOPPED = "stopped", _("Tiden är stoppad")
    HOLDS_AGAIN = "holds_again", _("Tiden gäller igen")


class StopLetter(models.Model):
    """What one person is to be told about one time that a stop hits: drafted, approved, sent."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    # A booking, or a sitting or an assessment that was planned without one.
    subject = models.CharField(max_length=64)
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, null=True, related_name="stop_letters"
    )
    session_kind = models.CharField(max_length=16, choices=SessionKind)
    on = models.DateField()
    kind = models.CharField(max_length=16, choices=StopLetterKind)
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stop", "subject", "kind"], name="booking_stop_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(approved_at__isnull=False),
                name="booking_stop_letter_approved_first",
            ),
        ]
        indexes = [models.Index(fields=["case", "on"], name="booking_stop_letter_case")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"
