from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.testing.models import Sitting
from kunnande.stages.testing.services.planning import NotYourCentreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.parties.queries import User


class OwnSittingError(PermissionError):
    """Nobody supervises their own test."""


def hold_as_leader(sittings: Iterable[Sitting], *, by: User, at: datetime) -> list[Sitting]:
    """Return sittings locked for a test leader of their centre, in an order that never deadlocks.

    Raises NotYourCentreError, OwnSittingError.
    """
    locked = list(
        Sitting.objects.select_for_update(of=("self",))
        .select_related("case__product_version", "blueprint")
        .filter(pk__in=[sitting.pk for sitting in sittings])
        .order_by("pk")
    )
    refuse_other_leaders({sitting.centre_id for sitting in locked}, by=by, at=at)
    if any(sitting.case.person_id == by.person_id for sitting in locked):
        raise OwnSittingError(_("Ditt eget prov leds av någon annan."))
    return locked


def refuse_other_leaders(centre_ids: Iterable[int], *, by: User, at: datetime) -> None:
    """Keep others than the centres' test leaders out. Raises NotYourCentreError."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    if not set(centre_ids) <= viewer.organisations(Role.TEST_LEADER):
        raise NotYourCentreError(_("Bara provledare vid testcentret leder proven där."))
