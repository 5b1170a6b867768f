from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.booking.models.bookings import Booking
from kunnande.stages.booking.models.sessions import SessionKind


class WaitingState(models.TextChoices):
    WAITING = "waiting", _("Väntar på en plats")
    BOOKED = "booked", _("Har fått en plats")
    LEFT = "left", _("Väntar inte längre")


class WaitingEntry(models.Model):
    """Somebody who wants the next seat that fits, within a distance of where they are."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("framework.Product", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=SessionKind)
    # Null when any centre within the distance will do.
    centre = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    municipality_code = models.CharField(max_length=4)
    within_km = models.PositiveSmallIntegerField()
    # Empty when any language will do.
    language = models.CharField(max_length=8, blank=True)
    since = models.DateTimeField()
    state = models.CharField(max_length=16, choices=WaitingState, default=WaitingState.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state="waiting"),
                name="booking_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "product", "kind", "since"], name="booking_waiting"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"waiting:{self.pk}"


class OfferAnswer(models.TextChoices):
    OPEN = "", _("Väntar på svar")
    ACCEPTED = "accepted", _("Tackade ja")
    DECLINED = "declined", _("Tackade nej")
    LAPSED = "lapsed", _("Svarade inte i tid")


class Offer(models.Model):
    """A seat kept for somebody on the waiting list until they answer, or the time is out."""

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="offers")
    # The booking that keeps the seat meanwhile.
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="offer")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=16, choices=OfferAnswer, default=OfferAnswer.OPEN)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(answer=""), name="booking_one_open_offer"
            ),
            models.CheckConstraint(
                condition=Q(answer="") ^ Q(answered_at__isnull=False),
                name="booking_answer_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"offer:{self.pk}"
