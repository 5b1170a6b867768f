from __future__ import annotations

from django.db import models
from django.db.models import Q

from kunnande.stages.programme.models.grants import GrantVersion
from kunnande.stages.programme.models.taking_part import SizeClass


class Target(models.Model):
    """How many of a decision's people a node, or companies of a size, are to bring.

    The funder's decision says how many in all; the programme's owner divides them. Another
    decision is divided anew, so that each keeps the targets it had.
    """

    grant = models.ForeignKey(GrantVersion, on_delete=models.PROTECT, related_name="targets")
    node = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    size = models.CharField(max_length=8, choices=SizeClass, default="")
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "node"], name="programme_target_of_node_once"),
            models.UniqueConstraint(
                fields=["grant", "size"],
                condition=~Q(size=""),
                name="programme_target_of_size_once",
            ),
            models.CheckConstraint(
                condition=Q(node__isnull=False, size="") | (Q(node__isnull=True) & ~Q(size="")),
                name="programme_target_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(people__gt=0), name="programme_target_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.people} of {self.size or self.node_id} in {self.grant_id}"
