from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import (
    OfferAnswer,
    SessionKind,
    WaitingEntry,
    WaitingState,
)
from kunnande.stages.booking.queries import BOOKABLE
from kunnande.stages.booking.services.clashes import naming_clashes
from kunnande.stages.booking.services.guards import NotReadyError
from kunnande.stages.booking.services.permission import NotYourBookingError
from kunnande.stages.parties.queries import Municipality
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, User

FARTHEST_KM = 300


class ImproperWishError(ValueError):
    """The municipality or the distance is not one that can be waited for."""


class NotWaitingError(ValueError):
    """The place in line has ended."""


@dataclass(frozen=True)
class Wish:
    """Where from, how far, and with what: any centre and language when none is named."""

    municipality_code: str
    within_km: int
    centre: Organisation | None = None
    language: str = ""


@transaction.atomic
def join_waiting_list(*, case: Case, kind: str, wish: Wish, by: User, at: datetime) -> WaitingEntry:
    """Wait for the next seat that fits.

    Raises NotYourBookingError, NotReadyError, ImproperWishError, PersonBusyError.
    """
    if by.person_id != case.person_id:
        raise NotYourBookingError(_("Bara du själv kan ställa dig på väntelistan."))
    if case.state not in BOOKABLE[SessionKind(kind)]:
        raise NotReadyError(_("En tid kan bokas när kartläggningen är inlämnad."))
    if wish.municipality_code not in Municipality.values:
        raise ImproperWishError(_("Välj en kommun i listan."))
    if not 1 <= wish.within_km <= FARTHEST_KM:
        raise ImproperWishError(
            _("Avståndet ska vara mellan 1 och %(most)d kilometer.") % {"most": FARTHEST_KM}
        )
    with naming_clashes():
        entry = WaitingEntry.objects.create(
            person_id=case.person_id,
            case=case,
            product_id=case.product_version.product_id,
            kind=kind,
            centre=wish.centre,
            municipality_code=wish.municipality_code,
            within_km=wish.within_km,
            language=wish.language,
            since=at,
        )
    _note("waiting_list_joined", entry, by=by, at=at)
    return entry


@transaction.atomic
def leave_waiting_list(*, entry: WaitingEntry, by: User, at: datetime) -> WaitingEntry:
    """Wait no longer.

    Raises NotYourBookingError, NotWaitingError.
    """
    if by.person_id != entry.person_id:
        raise NotYourBookingError(_("Bara du själv kan lämna väntelistan."))
    locked = WaitingEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.state != WaitingState.WAITING:
        raise NotWaitingError(_("Du står inte längre på väntelistan."))
    if locked.offers.filter(answer=OfferAnswer.OPEN).exists():
        raise NotWaitingError(_("Du har ett erbjudande. Tacka ja eller nej till det först."))
    locked.state = WaitingState.LEFT
    locked.save(update_fields=["state"])
    _note("waiting_list_left", locked, by=by, at=at)
    return locked


def _note(act: str, entry: WaitingEntry, *, by: User, at: datetime) -> None:
    record(
        chain=f"case:{entry.case_id}",
        act=act,
        subject=entry.trail_name,
        by=by,
        at=at,
        facts={"kind": str(entry.kind), "within_km": entry.within_km},
    )
