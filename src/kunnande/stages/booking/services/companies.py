from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.services.clashes import PersonBusyError
from kunnande.stages.booking.services.guards import (
    NeedsUnmetError,
    NotReadyError,
    RetakeTooEarlyError,
    StayedAwayError,
)
from kunnande.stages.booking.services.permission import NotYourCompanyError, refuse_foreign_company
from kunnande.stages.booking.services.seats import (
    Hold,
    lock_sessions,
    note,
    take_seat,
    take_turns_for,
)
from kunnande.stages.booking.services.shares import refuse_beyond_share
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.parties.queries import list_employed_among
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.stages.booking.models import Booking, Session
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, User


_BETWEEN_PERSON_AND_CENTRE = (
    NeedsUnmetError,
    NotReadyError,
    PersonBusyError,
    RetakeTooEarlyError,
    StayedAwayError,
)


class NobodyChosenError(ValueError):
    """At least one employee is to be booked."""


class CanNotBeBookedError(ValueError):
    """Somebody can not have this time; why is between them and the centre."""


@transaction.atomic
def book_for_employees(
    *, session: Session, cases: Sequence[Case], company: Organisation, by: User, at: datetime
) -> list[Booking]:
    """Book a seat each for a company's employees: all of them or none.

    Raises NotYourCompanyError, NobodyChosenError, ShareMissingError, ShareExceededError,
    CanNotBeBookedError and what `take_seat` raises about the session.
    """
    refuse_foreign_company(company.pk, by, at)
    _refuse_foreign(cases, company, at)
    people = [case.person_id for case in cases]
    take_turns_for(people, companies=[company.pk])
    locked = lock_sessions([session.pk])[session.pk]
    refuse_beyond_share(company, people, session=locked)
    booked = [
        _book(locked, case, company, by=by, at=at) for case in sorted(cases, key=lambda c: c.pk)
    ]
    record(
        chain=company.trail_name,
        act="employees_booked",
        subject=locked.trail_name,
        by=by,
        at=at,
        facts={"bookings": len(booked)},
    )
    return booked


def _refuse_foreign(cases: Sequence[Case], company: Organisation, at: datetime) -> None:
    if not cases:
        raise NobodyChosenError(_("Välj minst en anställd."))
    people = {case.person_id for case in cases}
    on = timezone.localdate(at)
    there = list_employed_among(people, organisation_id=company.pk, on=on)
    if people - there or any(case.employer_id != company.pk for case in cases):
        raise NotYourCompanyError(_("Ni kan bara boka dem ni själva har anställt och anmält."))


def _book(
    session: Session, case: Case, company: Organisation, *, by: User, at: datetime
) -> Booking:
    """Take a seat; what a person needs, or has left to try, is not told to their employer."""
    if case.state == CaseState.DECIDED and not _shares(case, company, at):
        raise _can_not_be_booked(case)
    try:
        booking = take_seat(session, Hold(case, booked_for=company), by=by, at=at)
    except _BETWEEN_PERSON_AND_CENTRE as error:
        raise _can_not_be_booked(case) from error
    note("booking_confirmed", booking, by=by, at=at)
    return booking


def _shares(case: Case, company: Organisation, at: datetime) -> bool:
    """Say whether the person lets the employer see what is met and remains."""
    people = [case.person_id]
    return bool(list_people_who_share(company.pk, people, on=timezone.localdate(at)))


def _can_not_be_booked(case: Case) -> CanNotBeBookedError:
    return CanNotBeBookedError(
        _("%(name)s kan inte få den här tiden. Välj en annan tid, eller låt hen boka själv.")
        % {"name": case.person.name}
    )
