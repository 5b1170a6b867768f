from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.centres.models.ranges import days, identity


class QualityFactor(models.TextChoices):
    """The eight factors of the Nordic quality model for validation (NVL)."""

    INFORMATION = "information", _("Information")
    PRECONDITIONS = "preconditions", _("Förutsättningar")
    DOCUMENTATION = "documentation", _("Dokumentation")
    COORDINATION = "coordination", _("Koordinering")
    GUIDANCE = "guidance", _("Vägledning")
    MAPPING = "mapping", _("Kartläggning")
    ASSESSMENT = "assessment", _("Bedömning")
    FOLLOW_UP = "follow_up", _("Uppföljning")


class ChecklistVersion(models.Model):
    """What a centre must show for a product, and the terms of its accreditation, from a day."""

    owner = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("framework.Product", on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=32)
    valid_from = models.DateField()
    published_at = models.DateTimeField(null=True)
    # Months a first accreditation holds, and one that renews another.
    first_months = models.PositiveSmallIntegerField()
    renewed_months = models.PositiveSmallIntegerField()
    # Months after the visit until the protocol is due, and after the protocol until findings are.
    protocol_months = models.PositiveSmallIntegerField()
    correction_months = models.PositiveSmallIntegerField()
    # Months without ties to the centre before somebody may audit it.
    independence_months = models.PositiveSmallIntegerField()
    # Days before a last day from which it stands in the work list.
    warning_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "version"], name="centres_checklist_once"),
            models.UniqueConstraint(
                fields=["product", "valid_from"], name="centres_one_checklist_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.version}"


class ChecklistRequirement(models.Model):
    checklist = models.ForeignKey(
        ChecklistVersion, on_delete=models.PROTECT, related_name="requirements"
    )
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16)
    quality_factor = models.CharField(max_length=16, choices=QualityFactor)
    text_sv = models.TextField()
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "code"], name="centres_requirement_once"),
        ]

    def __str__(self) -> str:
        return self.code


class AccreditationState(models.TextChoices):
    """Where an accreditation stands; the last three follow from dates and are never stored."""

    APPLIED = "applied", _("Ansökt")
    IN_AUDIT = "in_audit", _("Granskas")
    CORRECTIONS = "corrections", _("Komplettering")
    ACCREDITED = "accredited", _("Ackrediterad")
    DECLINED = "declined", _("Inte beviljad")
    SUSPENDED = "suspended", _("Vilande")
    WITHDRAWN = "withdrawn", _("Återkallad")
    EXPIRED = "expired", _("Utgången")


OPEN_STATES = (
    AccreditationState.APPLIED,
    AccreditationState.IN_AUDIT,
    AccreditationState.CORRECTIONS,
)
FOLLOWS_FROM_DATES = (
    AccreditationState.SUSPENDED,
    AccreditationState.WITHDRAWN,
    AccreditationState.EXPIRED,
)


class StopReason(models.TextChoices):
    """Why an accreditation rests or is withdrawn."""

    FINDINGS_UNRESOLVED = "findings_unresolved", _("Avvikelser är inte åtgärdade i tid")
    NO_AUTHORISED_STAFF = "no_authorised_staff", _("Behörig personal saknas")
    MATERIAL_UNSAFE = "material_unsafe", _("Provmaterialet har inte hanterats säkert")
    PREMISES_UNFIT = "premises_unfit", _("Lokaler eller maskiner uppfyller inte kraven")
    IMPARTIALITY = "impartiality", _("Opartiskheten kan ifrågasättas")
    OWN_REQUEST = "own_request", _("Testcentret har bett om det")
    OTHER = "other", _("Annat skäl")


class Accreditation(models.Model):
    """One application of a centre for one product, and what became of it."""

    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("framework.Product", on_delete=models.PROTECT, related_name="+")
    checklist = models.ForeignKey(
        ChecklistVersion, on_delete=models.PROTECT, related_name="accreditations"
    )
    state = models.CharField(
        max_length=16, choices=AccreditationState, default=AccreditationState.APPLIED
    )
    # The accreditation this one continues; empty for a first one.
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="renewed_by"
    )
    applied_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)
    accredited_from = models.DateField(null=True)
    accredited_to = models.DateField(null=True)
    # The first day it no longer holds.
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=32, choices=StopReason, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "product"],
                condition=Q(state__in=OPEN_STATES),
                name="centres_one_open_application",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FOLLOWS_FROM_DATES), name="centres_state_not_from_dates"
            ),
            models.CheckConstraint(
                condition=~Q(state="accredited")
                | Q(
                    accredited_from__isnull=False,
                    accredited_to__isnull=False,
                    accredited_to__gte=F("accredited_from"),
                ),
                name="centres_accredited_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(state="accredited"),
                name="centres_withdrawn_was_accredited",
            ),
            ExclusionConstraint(
                name="centres_accredited_once_a_day",
                expressions=[
                    (identity("centre"), RangeOperators.OVERLAPS),
                    (identity("product"), RangeOperators.OVERLAPS),
                    (days("accredited_from", "accredited_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="accredited", withdrawn_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["product", "accredited_to"], name="centres_accredited_to"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"accreditation:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Answer(models.TextChoices):
    MET = "met", _("Uppfyllt")
    PARTLY = "partly", _("Delvis uppfyllt")
    REMAINING = "remaining", _("Återstår")


class SelfAssessment(models.Model):
    """What a centre says of itself about one requirement, and what it means to do."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="self_assessments"
    )
    requirement = models.ForeignKey(
        ChecklistRequirement, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=16, choices=Answer)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation", "requirement"], name="centres_one_answer_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.answer}"


def _evidence_path(evidence: "AccreditationEvidence", _filename: str) -> str:
    # The name somebody gave never reaches the disk.
    return f"accreditation/{evidence.accreditation_id}/{evidence.sha256}"


class AccreditationEvidence(models.Model):
    """A file a centre attached to a requirement; private, never served inline."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="evidence"
    )
    requirement = models.ForeignKey(
        ChecklistRequirement, on_delete=models.PROTECT, related_name="+"
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
                fields=["accreditation", "requirement", "sha256"], name="centres_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk} of {self.accreditation_id}"


class DecisionOutcome(models.TextChoices):
    ACCREDITED = "accredited", _("Ackrediteras")
    DECLINED = "declined", _("Ackrediteras inte")


class AccreditationDecision(models.Model):
    """What somebody other than the auditors decided, with grounds."""

    accreditation = models.OneToOneField(
        Accreditation, on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(max_length=16, choices=DecisionOutcome)
    grounds = models.TextField()
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.accreditation_id}: {self.outcome}"


class Suspension(models.Model):
    """Days during which an accreditation rests; without a last day until it is lifted."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="suspensions"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=32, choices=StopReason)
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="centres_suspension_ends_after",
            ),
            ExclusionConstraint(
                name="centres_suspended_once_a_day",
                expressions=[
                    (identity("accreditation"), RangeOperators.OVERLAPS),
                    (days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"suspension {self.pk} of {self.accreditation_id}"
