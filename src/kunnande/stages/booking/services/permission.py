"""Who may act for whom; each refusal says what one may do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.queries.sessions import centres_of
from kunnande.stages.parties.queries import Role, get_viewer

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.booking.models import Booking, Session
    from kunnande.stages.parties.queries import User


class NotYourCentreError(PermissionError):
    """Only those who work at the centre do this with its sessions."""


class NotYourBookingError(PermissionError):
    """The booking is the person's own, and theirs who release or receive them."""


class NotYourCompanyError(PermissionError):
    """Only the company itself books for its employees."""


def works_at(centre_id: int, by: User, at: datetime, *, kind: str) -> bool:
    """Say whether somebody works at a centre with sessions of a kind."""
    return centre_id in centres_of(get_viewer(by, on=timezone.localdate(at)), kind)


def refuse_foreign_centre(centre_id: int, by: User, at: datetime, *, kind: str) -> None:
    """Refuse whoever does not work at the centre. Raises NotYourCentreError."""
    if not works_at(centre_id, by, at, kind=kind):
        raise NotYourCentreError(_("Bara de som arbetar på testcentret kan göra det här."))


def refuse_foreign_company(company_id: int, by: User, at: datetime) -> None:
    """Refuse whoever does not act for the company. Raises NotYourCompanyError."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    if company_id not in viewer.organisations(Role.EMPLOYER):
        raise NotYourCompanyError(_("Bara den som bokar för företaget kan göra det här."))


def refuse_who_can_not_fill(session: Session, by: User, at: datetime) -> None:
    """Let nodes fill sessions, and centres their own. Raises NotYourCentreError."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    if not viewer.organisations(Role.NODE_COORDINATOR):
        refuse_foreign_centre(session.centre_id, by, at, kind=session.kind)


def refuse_foreign_booking(booking: Booking, by: User, at: datetime) -> None:
    """Let the person, the company that releases them and the centre change a booking.

    Raises NotYourBookingError.
    """
    centre_id = booking.seat.session.centre_id
    if by.person_id == booking.person_id or works_at(centre_id, by, at, kind=booking.kind):
        return
    viewer = get_viewer(by, on=timezone.localdate(at))
    if booking.booked_for_id not in viewer.organisations(Role.EMPLOYER):
        raise NotYourBookingError(_("Bara du själv, ditt företag och testcentret kan ändra den."))
