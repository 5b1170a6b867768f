"""A month of hours as those who sign it see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from kunnande.stages.programme.models import (
    Attestation,
    AttestationState,
    Counting,
    Participation,
)
from kunnande.stages.programme.queries.checks import Problem, list_problems
from kunnande.stages.programme.queries.hours import (
    HourRow,
    as_hours,
    digest_of,
    list_hours,
    map_hours,
)
from kunnande.stages.programme.queries.months import last_of, list_months

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

GOING_ON = (AttestationState.OPENED, AttestationState.SIGNED)


@dataclass(frozen=True)
class Month:
    """One person's hours of one month: as signed where they are, otherwise as entered."""

    participation: Participation
    month_on: date
    rows: tuple[HourRow, ...]
    problems: tuple[Problem, ...]
    # What holds, and what is on its way to replace it.
    locked: Attestation | None
    going_on: Attestation | None
    # Attendance has been entered or changed since it was signed.
    has_changed: bool
    versions: tuple[Attestation, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def counting_minutes(self) -> int:
        return sum(row.minutes for row in self.rows if row.counting == Counting.COUNTS)

    @property
    def waits_for_person(self) -> bool:
        if self.going_on is None:
            return bool(self.rows) and self.locked is None
        return self.going_on.state == AttestationState.OPENED or self.has_changed

    @property
    def waits_for_company(self) -> bool:
        return (
            self.going_on is not None
            and self.going_on.state == AttestationState.SIGNED
            and not self.has_changed
        )

    @property
    def state_words(self) -> str:
        if self.waits_for_company:
            return _("Väntar på företaget")
        if self.waits_for_person:
            return _("Väntar på personen")
        if self.locked and self.has_changed:
            return _("Låst, men närvaron har ändrats sedan dess")
        return _("Låst") if self.locked else _("Inga timmar")


def get_month(participation: Participation, month_on: date) -> Month:
    """Return a month with all its versions and what stops it from being signed."""
    live = list_hours(participation, month_on)
    versions = list(
        Attestation.objects.filter(participation=participation, month_on=month_on)
        .select_related("signed_by__person", "locked_by__person")
        .order_by("version")
    )
    month = _as_it_stands(participation, month_on, live, versions)
    problems = list_problems(participation, month_on, live)
    return Month(**{**month.__dict__, "problems": tuple(problems), "versions": tuple(versions)})


def list_months_of(participation: Participation, *, until: date) -> list[Month]:
    """Return every month with hours or signatures, the latest first."""
    last = min(until, participation.left_on or until)
    months = (
        get_month(participation, month_on)
        for month_on in list_months(participation.entered_on, last)
    )
    return [month for month in months if month.rows or month.versions]


def list_months_among(participations: Sequence[Participation], month_on: date) -> list[Month]:
    """Return one month of many people, each as it stands, without what stops it."""
    hours = map_hours(participations, month_on)
    versions: dict[int, list[Attestation]] = {one.pk: [] for one in participations}
    for attestation in (
        Attestation.objects.filter(participation__in=participations, month_on=month_on)
        .prefetch_related("rows")
        .order_by("participation_id", "version")
    ):
        versions[attestation.participation_id].append(attestation)
    return [_as_it_stands(one, month_on, hours[one.pk], versions[one.pk]) for one in participations]


def took_part_in(month_on: date) -> Q:
    """Return the condition that somebody took part on some day of a month."""
    return Q(entered_on__lte=last_of(month_on)) & (
        Q(left_on__isnull=True) | Q(left_on__gte=month_on)
    )


def _as_it_stands(
    participation: Participation,
    month_on: date,
    live: list[HourRow],
    versions: Sequence[Attestation],
) -> Month:
    locked = next((one for one in versions if one.state == AttestationState.LOCKED), None)
    going_on = next((one for one in versions if one.state in GOING_ON), None)
    signed = going_on if going_on and going_on.state == AttestationState.SIGNED else None
    # While a correction is open the hours are shown as they are entered now.
    shown = signed or (None if going_on else locked)
    return Month(
        participation=participation,
        month_on=month_on,
        rows=tuple(as_hours(shown.rows.all()) if shown else live),
        problems=(),
        locked=locked,
        going_on=going_on,
        has_changed=shown is not None and shown.digest != digest_of(live),
    )
