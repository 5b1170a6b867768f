"""What a person does when the time they have is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.site.home.steps import Step
from kunnande.site.templatetags.kunnande import day
from kunnande.stages.booking.queries import (
    SessionKind,
    find_booking_of_case,
    find_stopped_time,
)
from kunnande.stages.practice.queries import find_unfinished_assessment
from kunnande.stages.testing.queries import find_open_sitting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kunnande.stages.booking.queries import StopLetter
    from kunnande.stages.cases.queries import Case


def find_stopped_step(case: Case, *, on: date) -> Step | None:
    """Return what to do about the first of a case's times that is stopped."""
    for subject, its_day in _times(case, on):
        letter = find_stopped_time(case.pk, subject, day=its_day)
        if letter:
            return _step(letter)
    return None


def _times(case: Case, on: date) -> Iterator[tuple[str, date]]:
    for kind in SessionKind:
        booking = find_booking_of_case(case.pk, kind=kind, on=on)
        if booking:
            yield booking.trail_name, timezone.localdate(booking.starts_at)
    sitting = find_open_sitting(case.pk)
    if sitting:
        yield sitting.trail_name, sitting.takes_place_on
    assessment = find_unfinished_assessment(case.pk)
    if assessment:
        yield assessment.trail_name, assessment.starts_on


def _step(letter: StopLetter) -> Step:
    heading = _("Din tid den %(day)s är stoppad") % {"day": day(letter.on)}
    said = {"centre": letter.stop.centre.name}
    if letter.booking_id is None:
        return Step(
            heading,
            _(
                "%(centre)s kan inte hålla provet då. De hör av sig om en ny dag. "
                "Du behöver inte göra något."
            )
            % said,
        )
    return Step(
        heading,
        _("%(centre)s kan inte hålla provet då. Det beror inte på dig. Byt till en annan tid.")
        % said,
        _("Byt tid"),
        reverse("booking:move", args=[letter.booking_id]),
    )
