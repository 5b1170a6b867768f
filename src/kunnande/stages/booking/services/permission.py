"""Who may act for whom; each refusal says what one may do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.queries.sessions import CENTRE_ROLES
from kunnande.stages.parties.queries import Role, get_viewer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.booking.models import Booking
    from kunnande.stages.parties.queries import User


class NotYourCentreError(PermissionError):
    """Only those who work at the centre do this with its sessions."""


class NotYourBookingError(PermissionError):
    """The booking is the person's own, and theirs who release or receive them."""


class NotYourCompanyError(PermissionError):
    """Only the company itself books for its employees."""


def works_at(centre_id: int, by: User, at: datetime, roles: Iterable[str] = CENTRE_ROLES) -> bool:
    """Say whether somebody has one of these roles at a centre."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    return any(centre_id in viewer.organisations(role) for role in roles)


def refuse_foreign_centre(centre_id: int, by: User, at: datetime) -> None:
    """Refuse whoever does not work at the centre. Raises NotYourCentreError."""
    if not works_at(centre_id, by, at):
        raise NotYourCentreError(_("Bara de som arbetar på testcentret kan göra det här."))


def refuse_foreign_company(company_id: int, by: User, at: datetime) -> None:
    """Refuse whoever does not act for the company. Raises NotYourCompanyError."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    if company_id not in viewer.organisations(Role.EMPLOYER):
        raise NotYourCompanyError(_("Bara den som bokar för företaget kan göra det här."))


def refuse_who_can_not_fill(centre_id: int, by: User, at: datetime) -> None:
    """Let nodes fill sessions, and centres their own. Raises NotYourCentreError."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    if not viewer.organisations(Role.NODE_COORDINATOR):
        refuse_foreign_centre(centre_id, by, at)


def refuse_foreign_booking(booking: Booking, by: User, at: datetime) -> None:
    """Let the person, the company that releases them and the centre change a booking.

    Raises NotYourBookingError.
    """
    if by.person_id == booking.person_id or works_at(booking.seat.session.centre_id, by, at):
        return
    viewer = get_viewer(by, on=timezone.localdate(at))
    if booking.booked_for_id not in viewer.organisations(Role.EMPLOYER):
        raise NotYourBookingError(_("Bara du själv, ditt företag och testcentret kan ändra den."))
