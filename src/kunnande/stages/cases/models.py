from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """The journey of one person towards one product, in order."""

    REGISTERED = "registered", _("Anmäld")
    ADMITTED = "admitted", _("Antagen")
    MAPPED = "mapped", _("Kartlagd")
    TEST_PLANNED = "test_planned", _("Prov planerat")
    TESTING = "testing", _("Prov pågår")
    TESTED = "tested", _("Prov klart")
    FEEDBACK_GIVEN = "feedback_given", _("Återkopplad")
    DECIDED = "decided", _("Beslutad")
    CLOSED = "closed", _("Avslutad")


class Case(models.Model):
    """One person, one product version: the validation case."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    product_version = models.ForeignKey(
        "framework.ProductVersion", on_delete=models.PROTECT, related_name="+"
    )
    # The employer that pays or releases time; empty when a person applies alone.
    employer = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=16, choices=CaseState, default=CaseState.REGISTERED)
    # Each retake is a new round; what a round showed is released by that round's feedback talk.
    round = models.PositiveSmallIntegerField(default=1)
    # What remains to be tried again, and from which day; written when a result is closed.
    retake_earliest_on = models.DateField(null=True)
    retake_area_version_ids = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "product_version"],
                condition=~Q(state="closed"),
                name="cases_one_open_case",
            ),
        ]
        indexes = [models.Index(fields=["state", "changed_at"], name="cases_state")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"case:{self.pk}"

    @property
    def release_key(self) -> str:
        return f"case:{self.pk}:{self.round}"


class SelfRating(models.Model):
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="self_rating")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"self-rating of case:{self.case_id}"


class RatedArea(models.Model):
    """The level a person chose for one area; may change until the rating is submitted."""

    self_rating = models.ForeignKey(SelfRating, on_delete=models.CASCADE, related_name="areas")
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["self_rating", "area_version"], name="cases_one_rating_per_area"
            ),
            models.CheckConstraint(condition=Q(level__lte=4), name="cases_level_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.area_version_id}: {self.level}"


def _evidence_path(evidence: "Evidence", _filename: str) -> str:
    # The name a person gave never reaches the disk.
    return f"evidence/{evidence.case_id}/{evidence.sha256}"


class Evidence(models.Model):
    """A file a person attached to an area; private, never served inline."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(upload_to=_evidence_path, max_length=200)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "area_version", "sha256"], name="cases_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk} of case:{self.case_id}"


class FeedbackTalk(models.Model):
    """The test leader went through the result with the person."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedback_talks")
    round = models.PositiveSmallIntegerField()
    held_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="cases_one_talk_per_round"),
        ]

    def __str__(self) -> str:
        return f"feedback talk of case:{self.case_id}"


class ProposedDevelopment(models.Model):
    feedback_talk = models.ForeignKey(
        FeedbackTalk, on_delete=models.PROTECT, related_name="proposals"
    )
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feedback_talk", "area_version"], name="cases_one_proposal_per_area"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal for {self.area_version_id}"
