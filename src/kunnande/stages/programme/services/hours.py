"""A month of hours: signed by the person, locked by the company, corrected in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.programme.models import (
    Attestation,
    AttestationState,
    AttestedRow,
    Participation,
)
from kunnande.stages.programme.queries.attesting import GOING_ON
from kunnande.stages.programme.queries.checks import Problem, list_problems
from kunnande.stages.programme.queries.grants import owns
from kunnande.stages.programme.queries.hours import digest_of, list_hours
from kunnande.stages.programme.queries.months import last_of
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User


class NotYoursToSignError(PermissionError):
    """A person signs their own month, and after them whoever acts for their company."""


class MonthGoingOnError(ValueError):
    """A month is signed when it is over."""


class MonthLockedError(ValueError):
    """The month is locked; a correction is opened with a reason."""


class NothingToSignError(ValueError):
    """Nothing waits for this signature."""


class ImproperHoursError(ValueError):
    """Some rows go against a rule; nothing was signed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class ReasonMissingError(ValueError):
    """A correction says why."""


@transaction.atomic
def sign_own_month(
    *, participation: Participation, month_on: date, by: User, at: datetime
) -> Attestation:
    """Sign a month's hours as they are entered now; from then on the rows stay.

    Raises NotYoursToSignError, MonthGoingOnError, MonthLockedError, NothingToSignError,
    ImproperHoursError.
    """
    locked = _lock(participation)
    if get_viewer(by, on=localdate(at)).person_id != locked.person_id:
        raise NotYoursToSignError(_("Du skriver under dina egna timmar."))
    if localdate(at) <= last_of(month_on):
        raise MonthGoingOnError(_("Månaden skrivs under när den är slut."))
    rows = list_hours(locked, month_on)
    attestation = _open_version(locked, month_on, digest_of(rows), by=by, at=at)
    problems = list_problems(locked, month_on, rows)
    if problems:
        raise ImproperHoursError(problems)
    if not rows and attestation.version == 1:
        raise NothingToSignError(_("Det finns inga timmar att skriva under den månaden."))
    AttestedRow.objects.bulk_create(
        AttestedRow(
            attestation=attestation,
            source=row.source,
            activity=row.activity,
            what=row.what[:200],
            starts_at=row.starts_at,
            minutes=row.minutes,
            counting=row.counting,
        )
        for row in rows
    )
    attestation.state = AttestationState.SIGNED
    attestation.minutes = sum(row.minutes for row in rows)
    attestation.digest = digest_of(rows)
    attestation.signed_by, attestation.signed_at = by, at
    attestation.save()
    _record(attestation, "hours_signed", by, at)
    return attestation


@transaction.atomic
def lock_month(
    *, participation: Participation, month_on: date, by: User, at: datetime
) -> Attestation:
    """Sign for the company what the person has signed; the month is locked, and replaces another.

    Raises NotYoursToSignError, NothingToSignError, ImproperHoursError.
    """
    locked = _lock(participation)
    if locked.company_id not in get_viewer(by, on=localdate(at)).organisations(Role.EMPLOYER):
        raise NotYoursToSignError(_("Bara personens företag skriver under efter personen."))
    attestation = _find(locked, month_on, AttestationState.SIGNED)
    rows = list_hours(locked, month_on)
    if attestation is None:
        raise NothingToSignError(_("Personen har inte skrivit under månaden än."))
    if attestation.digest != digest_of(rows):
        msg = _("Närvaron har ändrats sedan personen skrev under. Personen skriver under igen.")
        raise NothingToSignError(msg)
    problems = list_problems(locked, month_on, rows)
    if problems:
        raise ImproperHoursError(problems)
    _replace(_find(locked, month_on, AttestationState.LOCKED))
    attestation.state = AttestationState.LOCKED
    attestation.locked_by, attestation.locked_at = by, at
    attestation.save(update_fields=["state", "locked_by", "locked_at"])
    _record(attestation, "hours_locked", by, at)
    return attestation


@transaction.atomic
def open_correction(
    *, participation: Participation, month_on: date, reason: str, by: User, at: datetime
) -> Attestation:
    """Open a new version of a locked month; what is locked holds until the new one is.

    Raises NotYoursToSignError, ReasonMissingError, NothingToSignError.
    """
    locked = _lock(participation)
    _refuse_outsiders(locked, by, at)
    if not reason.strip():
        raise ReasonMissingError(_("Skriv varför månaden rättas."))
    holds = _find(locked, month_on, AttestationState.LOCKED)
    if holds is None or _find(locked, month_on, *GOING_ON):
        raise NothingToSignError(_("Bara en låst månad rättas, och en rättelse i taget."))
    attestation = _new_version(locked, month_on, holds.version, reason=reason.strip(), by=by, at=at)
    _record(attestation, "hours_correction_opened", by, at)
    return attestation


def _open_version(
    participation: Participation, month_on: date, digest: str, *, by: User, at: datetime
) -> Attestation:
    """Return the version to write rows in: the first, an open one, or one after what changed."""
    going_on = _find(participation, month_on, *GOING_ON)
    if going_on is None:
        if _find(participation, month_on, AttestationState.LOCKED):
            raise MonthLockedError(_("Månaden är låst. Begär en rättelse och skriv varför."))
        return _new_version(participation, month_on, 0, reason="", by=by, at=at)
    if going_on.state == AttestationState.OPENED:
        return going_on
    if going_on.digest == digest:
        raise NothingToSignError(_("Du har redan skrivit under. Nu väntar det på företaget."))
    _replace(going_on)
    reason = _("Närvaron ändrades innan företaget skrev under.")
    return _new_version(participation, month_on, going_on.version, reason=reason, by=by, at=at)


def _new_version(
    participation: Participation, month_on: date, after: int, *, reason: str, by: User, at: datetime
) -> Attestation:
    return Attestation.objects.create(
        participation=participation,
        month_on=month_on,
        version=after + 1,
        state=AttestationState.OPENED,
        reason=reason,
        opened_by=by,
        opened_at=at,
    )


def _replace(attestation: Attestation | None) -> None:
    if attestation:
        attestation.state = AttestationState.REPLACED
        attestation.save(update_fields=["state"])


def _find(participation: Participation, month_on: date, *states: str) -> Attestation | None:
    return Attestation.objects.filter(
        participation=participation, month_on=month_on, state__in=states
    ).first()


def _lock(participation: Participation) -> Participation:
    """Let those who sign for one person take turns."""
    rows = Participation.objects.select_related("programme", "company", "person")
    return rows.select_for_update(of=("self",)).get(pk=participation.pk)


def _refuse_outsiders(participation: Participation, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    if (
        viewer.person_id != participation.person_id
        and participation.company_id not in viewer.organisations(Role.EMPLOYER)
        and not owns(viewer, participation.programme, Role.PROGRAMME_OWNER, Role.ECONOMIST)
    ):
        raise NotYoursToSignError(_("Det är inte din månad att rätta."))


def _record(attestation: Attestation, act: str, by: User, at: datetime) -> None:
    record(
        chain=f"person:{attestation.participation.person_id}",
        act=act,
        subject=attestation.trail_name,
        by=by,
        at=at,
        facts={
            "month": attestation.month_on.isoformat(),
            "version": attestation.version,
            "minutes": attestation.minutes,
            "digest": attestation.digest,
        },
    )
