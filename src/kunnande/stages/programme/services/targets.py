"""The people of a decision are divided: so many through each node, so many by size of company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.programme.models import Programme, SizeClass, Target
from kunnande.stages.programme.queries.targets import is_replaced, list_nodes
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import GrantVersion
    from kunnande.stages.programme.queries.targets import Targets


class ImproperTargetsError(ValueError):
    """Targets are of the programme's nodes, and together no more than the decision's people."""


@transaction.atomic
def set_targets(*, grant: GrantVersion, targets: Targets, by: User, at: datetime) -> list[Target]:
    """Divide the people of a decision that still applies, in place of how they were divided.

    Whoever is told of no target has none. Raises NotYourProgrammeError, ImproperTargetsError.
    """
    refuse_all_but_the_owner(grant.programme, by, at)
    Programme.objects.select_for_update().get(pk=grant.programme_id)
    if is_replaced(grant, on=localdate(at)):
        raise ImproperTargetsError(_("Ett nyare beslut gäller. Fördela det i stället."))
    _refuse_strangers(grant, targets)
    of_nodes = _("Nodernas mål är tillsammans %(total)d personer; beslutet är på %(most)d.")
    of_sizes = _("Storlekarnas mål är tillsammans %(total)d personer; beslutet är på %(most)d.")
    _refuse_too_many(grant, targets.nodes.values(), of_nodes)
    _refuse_too_many(grant, targets.sizes.values(), of_sizes)
    Target.objects.filter(grant=grant).delete()
    made = Target.objects.bulk_create(
        [Target(grant=grant, node_id=pk, people=count) for pk, count in targets.nodes.items()]
        + [Target(grant=grant, size=size, people=count) for size, count in targets.sizes.items()]
    )
    record(
        chain=grant.programme.trail_name,
        act="targets_set",
        subject=grant.trail_name,
        by=by,
        at=at,
        facts={f"node_{pk}": count for pk, count in targets.nodes.items()}
        | {f"size_{size}": count for size, count in targets.sizes.items()},
    )
    return made


def _refuse_strangers(grant: GrantVersion, targets: Targets) -> None:
    known = {one.organisation_id for one in list_nodes(grant.programme)}
    if not known >= targets.nodes.keys():
        raise ImproperTargetsError(_("Bara programmets egna noder kan ha mål."))
    if not set(SizeClass.values) >= targets.sizes.keys():
        raise ImproperTargetsError(_("Den storleken finns inte."))


def _refuse_too_many(grant: GrantVersion, counts: Collection[int], words: str) -> None:
    if any(count < 1 for count in counts):
        raise ImproperTargetsError(_("Ett mål är minst en person. Lämna tomt där inget mål finns."))
    total = sum(counts)
    if total > grant.people:
        raise ImproperTargetsError(words % {"total": total, "most": grant.people})
