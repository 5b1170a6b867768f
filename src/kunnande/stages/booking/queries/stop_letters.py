"""What somebody is told whose time is stopped, and where there is a time instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import SessionKind, StopLetterKind
from kunnande.stages.booking.queries.times import list_free_times, list_needs
from kunnande.stages.centres.queries import list_nearest_centres
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.booking.models import StopLetter
    from kunnande.stages.booking.queries.times import FreeTime, Needs
    from kunnande.stages.centres.queries import NearCentre

SHOWN = 3


@dataclass(frozen=True)
class Alternatives:
    """The nearest times that are free and suit somebody, and the nearest centres."""

    times: tuple[FreeTime, ...]
    centres: tuple[NearCentre, ...]


@dataclass(frozen=True)
class StopText:
    subject: str
    lines: tuple[str, ...]

    @property
    def body(self) -> str:
        """Return the lines as a letter."""
        return "\n\n".join(self.lines)


def find_alternatives(letters: Iterable[StopLetter], *, at: datetime) -> dict[int, Alternatives]:
    """Return what is nearest for each letter; asked once for those who are alike."""
    told = list(letters)
    needs = list_needs(letter.person_id for letter in told)
    found: dict[object, Alternatives] = {}
    alternatives = {}
    for letter in told:
        own = needs.get(letter.person_id)
        key = (letter.stop.product_id, letter.session_kind, _near(letter), own,
               letter.case.employer_id)  # fmt: skip
        if key not in found:
            found[key] = _nearest(letter, own, at)
        alternatives[letter.pk] = found[key]
    return alternatives


def write_stop_letter(letter: StopLetter, nearest: Alternatives) -> StopText:
    """Return a letter in the language that is active."""
    said = {
        "what": _what(letter),
        "day": date_format(letter.on, "j F Y"),
        "centre": letter.stop.centre.name,
    }
    if letter.kind == StopLetterKind.HOLDS_AGAIN:
        return StopText(
            _("Din provtid gäller igen"),
            (
                _("Stoppet på %(centre)s är hävt.") % said,
                _("%(what)s den %(day)s blir av som det var tänkt.") % said,
            ),
        )
    return StopText(
        _("Din provtid är stoppad"),
        (
            _("%(what)s den %(day)s på %(centre)s kan inte hållas då.") % said,
            _("Det beror inte på dig. Det du redan har visat gäller som förut."),
            *_instead(letter, nearest),
        ),
    )


def _what(letter: StopLetter) -> str:
    kind = SessionKind(letter.session_kind).label
    return _("%(kind)s i %(product)s") % {
        "kind": kind,
        "product": localised(letter.stop.product, "name"),
    }


def _instead(letter: StopLetter, nearest: Alternatives) -> tuple[str, ...]:
    centres = ", ".join(f"{near.card.name} ({near.kilometres:.0f} km)" for near in nearest.centres)
    near = (_("Närmaste testcenter: %(centres)s.") % {"centres": centres},) if centres else ()
    if letter.booking_id is None:
        promise = _("Testcentret hör av sig om en ny dag. Du behöver inte göra något.")
        return (promise, *near)
    act = _("Logga in och öppna Mina bokningar. Där byter du till en ny tid.")
    if not nearest.times:
        return (_("Just nu finns ingen ledig tid. Du kan ställa dig på väntelistan."), *near, act)
    times = "\n".join(f"- {_time(time)}" for time in nearest.times)
    return (_("Närmaste lediga tider:"), times, act)


def _time(time: FreeTime) -> str:
    starts_at = timezone.localtime(time.starts_at)
    words = _("%(day)s kl. %(clock)s, %(place)s") % {
        "day": date_format(starts_at, "j F"),
        "clock": date_format(starts_at, "H.i"),
        "place": time.place,
    }
    return words if time.kilometres is None else f"{words} ({time.kilometres:.0f} km)"


def _nearest(letter: StopLetter, needs: Needs | None, at: datetime) -> Alternatives:
    product_id, near = letter.stop.product_id, _near(letter)
    times = list_free_times(
        product_id,
        kind=letter.session_kind,
        near=near,
        since=at,
        needs=needs,
        companies=[letter.case.employer_id] if letter.case.employer_id else (),
    )
    centres = list_nearest_centres(product_id, near=near, on=timezone.localdate(at))
    # A centre that rests later is still accredited today.
    others = [found for found in centres if found.card.centre_id != letter.stop.centre_id]
    return Alternatives(tuple(times[:SHOWN]), tuple(others[:SHOWN]))


def _near(letter: StopLetter) -> str:
    employer = letter.case.employer
    return (employer and employer.municipality_code) or letter.stop.centre.municipality_code
