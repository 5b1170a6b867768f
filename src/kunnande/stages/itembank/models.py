from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Cognition(models.TextChoices):
    REMEMBER = "remember", _("Minnas")
    UNDERSTAND = "understand", _("Förstå")
    APPLY = "apply", _("Använda")
    ANALYSE = "analyse", _("Analysera")


class BasisKind(models.TextChoices):
    """What a key rests on; a standard is named only where it is certain."""

    CALCULATION = "calculation", _("Beräkning")
    ARGUMENT = "argument", _("Resonemang")
    STANDARD = "standard", _("Standard")


class ReviewStatus(models.TextChoices):
    NOT_REVIEWED = "not_reviewed", _("Inte granskad av en yrkesperson")
    REVIEWED = "reviewed", _("Granskad")


class Item(models.Model):
    area = models.ForeignKey("framework.Area", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    criterion_code = models.CharField(max_length=16)
    cognition = models.CharField(max_length=16, choices=Cognition)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """One wording of an item in every language it exists in; never edited once stored."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=32)
    basis_kind = models.CharField(max_length=16, choices=BasisKind)
    basis_sv = models.TextField()
    basis_en = models.TextField()
    misconceptions = models.JSONField(default=list)
    review_status = models.CharField(
        max_length=16, choices=ReviewStatus, default=ReviewStatus.NOT_REVIEWED
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="itembank_item_version"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.version}"


class ItemText(models.Model):
    """The QTI 3.0 document of an item version in one language, with its digest."""

    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    qti = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_version", "language"], name="itembank_one_text_per_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id}.{self.language}"


class Media(models.Model):
    """A picture an item version shows, checked and stored under its digest."""

    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="media")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=64)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_version", "name"], name="itembank_media_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def headers(self) -> dict[str, str]:
        """What a page says of the picture: its checked type, and that nothing in it may act."""
        return {
            "Content-Type": self.media_type,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }


class BlueprintUse(models.TextChoices):
    DECISION = "decision", _("Underlag för beslut")
    INDICATIVE = "indicative", _("Vägledande")


class Blueprint(models.Model):
    """How many items of each area a form draws, dated."""

    product_version = models.ForeignKey(
        "framework.ProductVersion", on_delete=models.PROTECT, related_name="+"
    )
    code = models.SlugField()
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    use = models.CharField(max_length=16, choices=BlueprintUse)
    is_sample = models.BooleanField()
    time_limit_minutes = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product_version", "code"], name="itembank_blueprint_code"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BlueprintArea(models.Model):
    blueprint = models.ForeignKey(Blueprint, on_delete=models.PROTECT, related_name="areas")
    area_version = models.ForeignKey(
        "framework.AreaVersion", on_delete=models.PROTECT, related_name="+"
    )
    items = models.PositiveSmallIntegerField()
    # Items per cognition, summing to `items`; what is short is filled from the same area.
    cognition = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["blueprint", "area_version"], name="itembank_blueprint_area_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blueprint_id}:{self.area_version_id} x {self.items}"


class Exposure(models.Model):
    """A person has been given an item; it is never given to them again."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=64)
    exposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="itembank_seen_once"),
        ]

    def __str__(self) -> str:
        return f"person:{self.person_id} has seen {self.item_id}"


class ParametersOrigin(models.TextChoices):
    """Where an item's parameters come from."""

    CALIBRATION = "calibration", _("Beräknat ur svaren")
    SIMULATION = "simulation", _("Simuleringen använde")


class ParametersStatus(models.TextChoices):
    """What became of an item when its parameters were sought; only some have numbers."""

    OK = "ok", _("Beräknad")
    GIVEN = "given", _("Given i förväg")
    TOO_FEW_ANSWERS = "too_few_answers", _("För få svar än")
    ALL_SOLVED = "all_solved", _("Alla har svarat rätt, så frågan säger inget om svårighet än")
    NONE_SOLVED = "none_solved", _("Ingen har svarat rätt, så frågan säger inget om svårighet än")
    BEYOND_SAMPLE = "beyond_sample", _("Frågan passar inte dem som har provats")
    NOT_CONVERGED = "not_converged", _("Svaren räcker inte till en säker beräkning")


class ItemParameters(models.Model):
    """What one calibration found about an item version, or what a simulation let it be.

    The scale is the area's own: 0 is the mean ability of those who were tested, in logits.
    """

    item_version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="parameters"
    )
    origin = models.CharField(max_length=16, choices=ParametersOrigin)
    # Which calibration or simulation, as the trail names it.
    source = models.CharField(max_length=64)
    model = models.CharField(max_length=8)
    status = models.CharField(max_length=16, choices=ParametersStatus)
    answers = models.PositiveIntegerField()
    a = models.FloatField(null=True)
    b = models.FloatField(null=True)
    c = models.FloatField(null=True)
    thresholds = models.JSONField(default=list)
    # By the parameter's name; one that was not estimated has none.
    standard_errors = models.JSONField(default=dict)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_version", "source"], name="itembank_parameters_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ok", "given"], b__isnull=False)
                | (~Q(status__in=["ok", "given"]) & Q(b__isnull=True)),
                name="itembank_numbers_only_when_found",
            ),
        ]
        indexes = [models.Index(fields=["item_version", "-found_at"], name="itembank_latest")]

    def __str__(self) -> str:
        return f"{self.source}: item_version:{self.item_version_id}"
