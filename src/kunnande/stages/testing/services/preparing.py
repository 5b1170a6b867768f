from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.queries import BookingState, SessionKind, list_bookings_of_session
from kunnande.stages.cases.services import WrongStateError
from kunnande.stages.itembank.services import BankExhaustedError, BankTooSmallError
from kunnande.stages.testing import queries
from kunnande.stages.testing.models import (
    ExtraTimeReason,
    Sitting,
    SittingState,
    TerminationReason,
)
from kunnande.stages.testing.services.holding import refuse_other_leaders
from kunnande.stages.testing.services.minutes import give_minutes
from kunnande.stages.testing.services.planning import (
    NothingRemainsError,
    PastDateError,
    RetakeTooSoonError,
    WrongBlueprintError,
    place_sitting,
)
from kunnande.stages.testing.services.sitting import LANGUAGES
from kunnande.stages.testing.services.standing import refuse_delivery
from kunnande.stages.testing.services.terminating import end_without_result
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kunnande.stages.booking.queries import Booking, Session
    from kunnande.stages.itembank.queries import Blueprint
    from kunnande.stages.parties.queries import User

_IN_THE_WAY = (
    BankExhaustedError,
    BankTooSmallError,
    NothingRemainsError,
    RetakeTooSoonError,
    WrongBlueprintError,
    WrongStateError,
)


class NotTheoryError(ValueError):
    """Only sessions for theory have sittings."""


@dataclass(frozen=True)
class Prepared:
    """The sittings made for a session, and the bookings that could not have one, with why."""

    sittings: tuple[Sitting, ...]
    left_out: tuple[tuple[Booking, str], ...]


@transaction.atomic
def prepare_sittings(
    *, session: Session, seeds: Mapping[int, int] | None = None, by: User, at: datetime
) -> Prepared:
    """Make a sitting for each confirmed booking of a session that has none; again adds the new.

    `seeds` names what the questions of a case are drawn by, where they are to repeat.
    Raises NotYourCentreError, NotTheoryError, PastDateError, NotAccreditedError,
    NotAuthorisedError.
    """
    refuse_other_leaders([session.centre_id], by=by, at=at)
    _refuse_session(session, at)
    bookings = list_bookings_of_session(session.pk)
    _end_rebooked([booking.case_id for booking in bookings], session, by, at)
    has_one = set(Sitting.objects.filter(booking__in=bookings).values_list("booking_id", flat=True))
    sittings: list[Sitting] = []
    left_out: list[tuple[Booking, str]] = []
    for booking in bookings:
        if booking.state != BookingState.CONFIRMED or booking.pk in has_one:
            continue
        seed = seeds.get(booking.case_id) if seeds else None
        try:
            with transaction.atomic():
                sittings.append(_prepare(booking, session, seed, by=by, at=at))
        except _IN_THE_WAY as error:
            left_out.append((booking, str(error)))
    record(
        chain=session.trail_name,
        act="sittings_prepared",
        subject=session.trail_name,
        by=by,
        at=at,
        facts={"sittings": len(sittings), "left_out": len(left_out)},
    )
    return Prepared(tuple(sittings), tuple(left_out))


def _refuse_session(session: Session, at: datetime) -> None:
    """Refuse where the centre or the test leader may not hold tests on the session's day."""
    on = timezone.localdate(session.starts_at)
    if session.kind != SessionKind.THEORY:
        raise NotTheoryError(_("Tillfället är inte ett teoriprov."))
    if on < timezone.localdate(at):
        raise PastDateError(_("Dagen har redan varit."))
    refuse_delivery(
        centre_id=session.centre_id,
        product_id=session.product_id,
        leader_id=session.test_leader_id,
        on=on,
    )


def _end_rebooked(case_ids: list[int], session: Session, by: User, at: datetime) -> None:
    """End sittings that were prepared for a seat that has since been moved or cancelled."""
    stale = Sitting.objects.filter(
        Q(case_id__in=case_ids) | Q(booking__seat__session=session),
        state=SittingState.PLANNED,
        booking__state__in=(BookingState.CANCELLED, BookingState.MOVED),
    )
    for sitting in stale.select_for_update(of=("self",)).select_related("case").order_by("pk"):
        end_without_result(sitting, TerminationReason.REBOOKED, by=by, at=at)


def _prepare(
    booking: Booking, session: Session, seed: int | None, *, by: User, at: datetime
) -> Sitting:
    on = timezone.localdate(session.starts_at)
    wished = (booking.language, session.language)
    sitting = place_sitting(
        case=booking.case,
        blueprint=_choose_blueprint(booking, session),
        centre=session.centre,
        takes_place_on=on,
        language=next((language for language in wished if language in LANGUAGES), "sv"),
        seed=seed,
        by=by,
        at=at,
    )
    sitting.booking, sitting.test_leader = booking, session.test_leader
    sitting.save(update_fields=["booking", "test_leader"])
    if booking.extra_minutes:
        reason = ExtraTimeReason.ADAPTATION
        give_minutes(sitting, booking.extra_minutes, reason, by=by, at=at)
    return sitting


def _choose_blueprint(booking: Booking, session: Session) -> Blueprint:
    """Return the first form in force that the bank can fill, or the reason why there is none."""
    choices = queries.list_form_choices(booking.case, on=timezone.localdate(session.starts_at))
    own = [choice for choice in choices if choice.belongs]
    if not own:
        raise WrongBlueprintError(_("Det finns inget prov för personens version den dagen."))
    fit = next((choice for choice in own if choice.can_be_planned), None)
    if fit is None:
        raise BankTooSmallError(own[0].shortages)
    return fit.blueprint
