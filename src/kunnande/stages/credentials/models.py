import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CredentialIssuer(models.Model):
    """The one issuer of this installation, fixed when it was established."""

    did = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=200)
    base_url = models.URLField()
    is_demo = models.BooleanField()
    established_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="credentials_one_issuer"),
        ]

    def __str__(self) -> str:
        return self.did


class KeyKind(models.TextChoices):
    """What a key signs: certificates with a proof, or what wallets read."""

    SEAL = "ed25519"
    WALLET = "p256"


class IssuerKey(models.Model):
    """A public key of the issuer; its secret lies outside the database. Never removed."""

    issuer = models.ForeignKey(CredentialIssuer, on_delete=models.PROTECT, related_name="keys")
    kind = models.CharField(max_length=8, choices=KeyKind, default=KeyKind.SEAL)
    fragment = models.SlugField()
    public_multibase = models.CharField(max_length=100)
    from_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "fragment"], name="credentials_key_fragment"),
            models.UniqueConstraint(
                fields=["issuer", "kind"],
                condition=Q(retired_at__isnull=True),
                name="credentials_one_key_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.fragment


class CredentialKind(models.TextChoices):
    CERTIFICATE = "certificate", _("Certifikat")
    ATTESTATION_OF_PARTS = "attestation_of_parts", _("Intyg om delar")


class StatusList(models.Model):
    """A list of status bits; positions are drawn at random so that they tell nothing."""

    entries = models.PositiveIntegerField()
    full = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"status list {self.pk}"


class Certificate(models.Model):
    """A signed credential as it was awarded; the person owns it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=24, choices=CredentialKind)
    decision = models.OneToOneField("decision.Decision", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    # The text as it was signed: a JSON column would reorder its members.
    document_text = models.TextField()
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    status_index = models.PositiveIntegerField()
    awarded_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    awarded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="credentials_status_place_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Revocation(models.Model):
    """A certificate no longer counts. The reason is recorded and never public."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="revocation"
    )
    reason = models.CharField(max_length=500)
    revoked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="credentials_reason_given"),
        ]

    def __str__(self) -> str:
        return f"revocation of {self.certificate_id}"
