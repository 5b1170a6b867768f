"""Hours, attested by the person and the company month by month, and what is handed on of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.grants import Programme
from kunnande.stages.programme.models.taking_part import Participation


class AttestationState(models.TextChoices):
    OPENED = "opened", _("Öppnad för rättelse")
    SIGNED = "signed", _("Undertecknad av personen")
    LOCKED = "locked", _("Låst")
    REPLACED = "replaced", _("Ersatt")


class Attestation(models.Model):
    """One person's hours of one month, signed by the person, then by the company, then locked.

    A correction is a version of its own with a reason; what it corrects holds until it is locked.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="attestations"
    )
    # The first day of the month.
    month_on = models.DateField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=AttestationState)
    reason = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    # Of the rows as they were signed.
    digest = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "month_on", "version"],
                name="programme_attestation_version_once",
            ),
            models.UniqueConstraint(
                fields=["participation", "month_on"],
                condition=Q(state="locked"),
                name="programme_one_locked_a_month",
            ),
            models.UniqueConstraint(
                fields=["participation", "month_on"],
                condition=Q(state__in=("opened", "signed")),
                name="programme_one_going_on_a_month",
            ),
            models.CheckConstraint(
                condition=Q(month_on__day=1), name="programme_month_by_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="programme_correction_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="locked")
                | Q(
                    signed_at__isnull=False, locked_at__isnull=False, locked_at__gte=F("signed_at")
                ),
                name="programme_locked_after_both_signed",
            ),
        ]
        indexes = [models.Index(fields=["month_on", "state"], name="programme_month")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"attestation:{self.pk}"


class Activity(models.TextChoices):
    THEORY_TEST = "theory_test", _("Teoriprov")
    PRACTICAL_TEST = "practical_test", _("Praktiskt prov")
    COURSE = "course", _("Kurs")


class Counting(models.TextChoices):
    """Whether an hour counts as co-financing, or why it does not."""

    COUNTS = "counts", _("Räknas")
    OWN_TIME = "own_time", _("Egen tid: företaget har inte släppt tiden")
    OTHER_SUPPORT = "other_support", _("Tiden får annat offentligt stöd")


class AttestedRow(models.Model):
    """One attendance as it was when it was signed, and which entry it came from."""

    attestation = models.ForeignKey(Attestation, on_delete=models.PROTECT, related_name="rows")
    # Which entry of attendance: "attendance:7" of a test, "course-attendance:7" of a course.
    source = models.CharField(max_length=60)
    activity = models.CharField(max_length=16, choices=Activity)
    what = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    counting = models.CharField(max_length=16, choices=Counting)

    class Meta:
        ordering = ["starts_at", "source"]
        constraints = [
            models.UniqueConstraint(fields=["attestation", "source"], name="programme_row_once"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=24 * 60), name="programme_row_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attestation_id} {self.source}: {self.minutes} min"


class OtherSupport(models.Model):
    """Public money that already pays for people's time at a company between two days."""

    company = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField()
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="programme_support_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"other-support:{self.pk}"


class ParticipantFile(models.Model):
    """A month's participants were handed on to Statistics Sweden: when, by whom, which file."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField()
    people = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month_on__day=1), name="programme_file_month_by_first_day"
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"participant-file:{self.pk}"
