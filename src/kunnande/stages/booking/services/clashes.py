"""What the database refuses, said so that the reader knows what to do."""

from __future__ import annotations

from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import _StrPromise


class SeatTakenError(ValueError):
    """Somebody else has the seat."""


class PersonBusyError(ValueError):
    """The person already has a seat, for the same test or at the same time."""


class DoubleUseError(ValueError):
    """The room, a machine or somebody who works is at another session at that time."""


_CLASHES: Mapping[str, tuple[type[ValueError], _StrPromise]] = MappingProxyType(
    {
        "booking_seat_once_taken": (
            SeatTakenError,
            gettext_lazy("Någon annan hann ta platsen. Välj en annan tid."),
        ),
        "booking_one_coming_a_case": (
            PersonBusyError,
            gettext_lazy("Det finns redan en bokad tid för det här provet. Byt tid i stället."),
        ),
        "booking_person_once_at_a_time": (
            PersonBusyError,
            gettext_lazy("Det finns redan en annan bokning vid den tiden. Välj en annan tid."),
        ),
        "booking_room_once_at_a_time": (
            DoubleUseError,
            gettext_lazy("Lokalen är upptagen vid den tiden. Välj en annan lokal eller tid."),
        ),
        "booking_machine_once_at_a_time": (
            DoubleUseError,
            gettext_lazy("En maskin är upptagen vid den tiden. Välj en annan maskin eller tid."),
        ),
        "booking_staff_once_at_a_time": (
            DoubleUseError,
            gettext_lazy("Någon i personalen arbetar vid ett annat tillfälle då. Välj en annan."),
        ),
        "booking_waits_once": (
            PersonBusyError,
            gettext_lazy("Du står redan på väntelistan för det här provet."),
        ),
    }
)


@contextmanager
def naming_clashes() -> Iterator[None]:
    """Raise what a constraint stands for in place of the database's own words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        known = _CLASHES.get(getattr(diagnosis, "constraint_name", None) or "")
        if known is None:
            raise
        kind, words = known
        raise kind(str(words)) from error
