"""What stops a seat from being taken: the session, the centre's standing, the case, the needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import Booking, BookingState, SessionKind, SessionState
from kunnande.stages.booking.queries import BOOKABLE, Needs
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.centres.queries import StaffKind
from kunnande.stages.centres.services import refuse_unaccredited, refuse_unauthorised
from kunnande.stages.parties.queries import is_employed_by

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.booking.models import Session
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import User

LED_BY = {SessionKind.THEORY: StaffKind.TEST_LEADER, SessionKind.PRACTICAL: StaffKind.ASSESSOR}


class SessionNotOpenError(ValueError):
    """The session is cancelled, closed for booking, or has begun."""


class OnlyForEmployeesError(ValueError):
    """A session at a company is for those who work there."""


class WrongProductError(ValueError):
    """The session is for another product than the case."""


class NotReadyError(ValueError):
    """The case is not where a seat can be booked for it."""


class RetakeTooEarlyError(ValueError):
    """What remains may be tried again from a later day, or nothing remains."""


class StayedAwayError(ValueError):
    """Whoever stayed away books again when the centre has said so."""


class NeedsUnmetError(ValueError):
    """The session does not arrange what the person needs."""


def refuse_session(session: Session, at: datetime) -> None:
    """Refuse what can not be booked by anybody, also what rests or has ended since it was opened.

    Raises SessionNotOpenError, NotAccreditedError, NotAuthorisedError.
    """
    if session.state != SessionState.OPEN or session.starts_at <= at:
        raise SessionNotOpenError(_("Tiden går inte att boka längre. Välj en annan tid."))
    refuse_unfit(session, session.test_leader, as_kind=LED_BY[SessionKind(session.kind)])


def refuse_unfit(session: Session, user: User, *, as_kind: str) -> None:
    """Refuse who or what has no standing on the day.

    Raises NotAccreditedError, NotAuthorisedError.
    """
    day = timezone.localdate(session.starts_at)
    centre_id, product_id = session.centre_id, session.product_id
    refuse_unaccredited(centre_id=centre_id, product_id=product_id, on=day)
    refuse_unauthorised(
        user_id=user.pk, product_id=product_id, kind=as_kind, centre_id=centre_id, on=day
    )


def refuse_case(session: Session, case: Case) -> None:
    """Refuse a case that a seat can not be booked for.

    Raises WrongProductError, OnlyForEmployeesError, NotReadyError, RetakeTooEarlyError,
    StayedAwayError.
    """
    if case.product_version.product_id != session.product_id:
        raise WrongProductError(_("Tiden gäller ett annat prov. Välj en tid för ditt prov."))
    _refuse_who_works_elsewhere(session, case)
    if case.state not in BOOKABLE[SessionKind(session.kind)]:
        raise NotReadyError(
            _("Ärendet är %(state)s. En tid kan bokas när kartläggningen är inlämnad.")
            % {"state": CaseState(case.state).label.lower()}
        )
    _refuse_retake(session, case)
    _refuse_who_stayed_away(session, case)


def refuse_unmet(session: Session, needs: Needs) -> None:
    """Refuse a session that does not arrange what is needed. Raises NeedsUnmetError."""
    if not needs.are_met_by(session):
        raise NeedsUnmetError(_("Tiden möter inte det du behöver. Välj en annan tid."))


def _refuse_who_works_elsewhere(session: Session, case: Case) -> None:
    company = session.at_company
    day = timezone.localdate(session.starts_at)
    if company and not is_employed_by(person_id=case.person_id, organisation_id=company.pk, on=day):
        raise OnlyForEmployeesError(
            _("Tiden är för dem som arbetar på %(company)s. Välj en annan tid.")
            % {"company": company.name}
        )


def _refuse_retake(session: Session, case: Case) -> None:
    if case.state == CaseState.DECIDED and not case.retake_area_version_ids:
        raise RetakeTooEarlyError(_("Inget återstår att pröva i det här ärendet."))
    earliest_on = case.retake_earliest_on
    if earliest_on and timezone.localdate(session.starts_at) < earliest_on:
        raise RetakeTooEarlyError(
            _("Nästa prov kan göras tidigast den %(day)s.")
            % {"day": date_format(earliest_on, "j F Y")}
        )


def _refuse_who_stayed_away(session: Session, case: Case) -> None:
    absences = Booking.objects.filter(
        case=case,
        kind=session.kind,
        state=BookingState.ABSENT,
        rebooking_allowed_at__isnull=True,
    )
    if absences.exists():
        raise StayedAwayError(
            _("Du kom inte till en bokad tid. Prata med testcentret, så öppnar de för en ny.")
        )
