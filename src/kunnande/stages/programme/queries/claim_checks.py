"""What is looked through before a claim is sent: some of it stops the claim, some is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import LabourStatus, map_labour_spells
from kunnande.stages.programme.models import AttestedRow, Counting, OtherSupport
from kunnande.stages.programme.queries.claims import count_claimed, count_unlocked
from kunnande.stages.programme.queries.grants import get_grant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kunnande.stages.programme.models import PaymentClaim
    from kunnande.stages.programme.queries.claims import Contents

_FURLOUGHED = {LabourStatus.SHORT_TIME, LabourStatus.LAID_OFF}


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found, and whether it stops the claim."""

    name: str
    found: str
    stops: bool


def list_checks(claim: PaymentClaim, contents: Contents, *, on: date) -> list[Check]:
    """Return every check of a draft in a set order, also those that found nothing."""
    return [
        _period(claim, on),
        _within_grant(claim, contents),
        _unlocked(claim),
        _paid_twice(contents),
        _not_released(contents),
    ]


def _period(claim: PaymentClaim, on: date) -> Check:
    going_on = on <= claim.to_on
    found = _("Perioden pågår till och med %(day)s.") % {"day": f"{claim.to_on:%Y-%m-%d}"}
    return Check(_("Perioden är slut"), found if going_on else "", going_on)


def _within_grant(claim: PaymentClaim, contents: Contents) -> Check:
    granted = get_grant(claim.programme, on=claim.to_on).amount_ore
    over = count_claimed(claim.programme) + contents.cost_ore > granted
    found = _("Ansökningarna är tillsammans mer än vad som beviljats.")
    return Check(_("Inom vad som beviljats"), found if over else "", over)


def _unlocked(claim: PaymentClaim) -> Check:
    number = count_unlocked(claim)
    found = _("%(number)d månader är inte låsta och hör till en senare ansökan.")
    return Check(_("Låsta månader"), found % {"number": number} if number else "", stops=False)


def _paid_twice(contents: Contents) -> Check:
    """Look for hours that count, though other public support of the day was entered since."""
    supported = OtherSupport.objects.filter(
        Q(person__isnull=True) | Q(person=OuterRef("attestation__participation__person")),
        company=OuterRef("attestation__participation__company"),
        from_on__lte=OuterRef("on_day"),
        to_on__gte=OuterRef("on_day"),
    )
    rows = (
        AttestedRow.objects.filter(
            attestation__in=[one.attestation.pk for one in contents.months],
            counting=Counting.COUNTS,
        )
        .annotate(on_day=TruncDate("starts_at"))
        .filter(Exists(supported))
    )
    minutes = rows.aggregate(all=Sum("minutes"))["all"] or 0
    found = _("%(minutes)d minuter får annat offentligt stöd. Rätta månaderna först.")
    return Check(
        _("Ingen dubbel finansiering"),
        found % {"minutes": minutes} if minutes else "",
        bool(minutes),
    )


def _not_released(contents: Contents) -> Check:
    """Look for hours in somebody's own time while they are furloughed."""
    minutes = sum(_own_minutes_on_furlough(contents))
    found = _("%(minutes)d minuter vid permittering ligger inte i arbetsbefriad tid.")
    return Check(
        _("Arbetsbefriad tid"), found % {"minutes": minutes} if minutes else "", bool(minutes)
    )


def _own_minutes_on_furlough(contents: Contents) -> Iterator[int]:
    rows = list(
        AttestedRow.objects.filter(
            attestation__in=[one.attestation.pk for one in contents.months],
            counting=Counting.OWN_TIME,
        )
        .annotate(on_day=TruncDate("starts_at"))
        .values_list("attestation__participation__person_id", "on_day", "minutes")
        .order_by("pk")
    )
    if not rows:
        return
    spells = map_labour_spells(
        {person for person, _on, _minutes in rows},
        from_on=min(on for _person, on, _minutes in rows),
        to_on=max(on for _person, on, _minutes in rows),
    )
    for person_id, on, minutes in rows:
        if any(
            spell.status in _FURLOUGHED
            and spell.from_on <= on
            and (spell.to_on is None or on <= spell.to_on)
            for spell in spells.get(person_id, [])
        ):
            yield minutes
