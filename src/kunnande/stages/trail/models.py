from django.db import models


class Entry(models.Model):
    """One act, chained by hash to the act before it in the same chain."""

    chain = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="trail_one_entry_per_place"),
        ]
        indexes = [
            models.Index(fields=["act", "id"], name="trail_act"),
            models.Index(fields=["subject"], name="trail_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.sequence} {self.act}"


class Look(models.Model):
    """Somebody was shown something about another person."""

    at = models.DateTimeField()
    viewer = models.CharField(max_length=64)
    organisation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField()
    page = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person_id", "-at"], name="trail_look_person")]

    def __str__(self) -> str:
        return f"{self.viewer} saw {self.page} of person:{self.person_id}"


class Anchor(models.Model):
    """The digest of every entry since the anchor before, so that an end cut off is missed."""

    at = models.DateTimeField()
    last_entry_id = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"anchor {self.digest[:12]} of {self.entries} entries"
