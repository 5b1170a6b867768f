"""Those who wait for a seat, as the planning engine reads them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kunnande.stages.booking.models import (
    COMING,
    Booking,
    Need,
    Offer,
    OfferAnswer,
    SessionKind,
    WaitingEntry,
    WaitingState,
)
from kunnande.stages.booking.queries.bookings import BOOKABLE
from kunnande.stages.booking.queries.scheduling.assumptions import AT_WORK, FREE
from kunnande.stages.booking.queries.shares import count_releasable, find_release_share
from kunnande.stages.booking.queries.times import Needs, list_needs
from kunnande.stages.centres.queries import get_place
from kunnande.stages.parties.queries import LabourStatus, list_staff, map_labour_spells
from kunnande.stages.parties.queries.places import find_coordinates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kunnande.stages.parties.queries import Organisation

Json = dict[str, Any]

ANY_LANGUAGE = "any"
# Half a kilometre: whoever has named a centre is placed there, and goes nowhere else.
AT_THE_CENTRE_KM = 0.5
# What every place with that accessibility arranges; anything else needs a talk first.
ARRANGED = frozenset({Need.READ_ALOUD, Need.LARGE_TEXT, Need.OWN_ROOM, Need.STEP_FREE})
_FURLOUGHED = {LabourStatus.SHORT_TIME, LabourStatus.LAID_OFF}


@dataclass(frozen=True)
class Waiting:
    """Those who can be planned, with their companies; `entry_of` by person and test."""

    people: list[Json]
    companies: list[Json]
    tests: dict[str, tuple[int, str, str]]
    entry_of: dict[tuple[str, str], int]
    needing_talk: int


def test_id(product_id: int, kind: str, language: str) -> str:
    return f"{product_id}:{kind}:{language or 'sv'}"


def gather_waiting(days: Sequence[date]) -> Waiting:
    """Return those who wait and have no offer, no coming time, and no need that wants a talk."""
    entries = list(_entries())
    needs = list_needs(entry.person_id for entry in entries)
    plannable = [e for e in entries if _kinds(needs.get(e.person_id)) <= ARRANGED]
    companies = _Companies(days[0])
    by_person: dict[int, list[WaitingEntry]] = defaultdict(list)
    for entry in plannable:
        by_person[entry.person_id].append(entry)
    spells = _Absences(by_person, days)
    people = [
        _person(own, companies, absences=spells, needs=needs.get(person_id))
        for person_id, own in by_person.items()
    ]
    return Waiting(
        people=people,
        companies=companies.rows(),
        tests={_test_of(e): (e.product_id, e.kind, e.language or "sv") for e in plannable},
        entry_of={(str(e.person_id), _test_of(e)): e.pk for e in plannable},
        needing_talk=len(entries) - len(plannable),
    )


def _test_of(entry: WaitingEntry) -> str:
    return test_id(entry.product_id, entry.kind, entry.language)


def _kinds(needs: Needs | None) -> frozenset[str]:
    return needs.kinds - {Need.EXTRA_TIME} if needs else frozenset()


def _entries() -> Iterable[WaitingEntry]:
    offered = Offer.objects.filter(entry=OuterRef("pk"), answer=OfferAnswer.OPEN)
    booked = Booking.objects.filter(case=OuterRef("case"), kind=OuterRef("kind"), state__in=COMING)
    ready = Q()
    for kind in SessionKind:
        ready |= Q(kind=kind, case__state__in=BOOKABLE[kind])
    return (
        WaitingEntry.objects.filter(ready, state=WaitingState.WAITING)
        .filter(~Exists(offered), ~Exists(booked))
        .select_related("case__employer", "centre")
        .order_by("since", "pk")
    )


def _person(
    own: list[WaitingEntry],
    companies: _Companies,
    *,
    absences: _Absences,
    needs: Needs | None,
) -> Json:
    first, person_id = own[0], own[0].person_id
    company = companies.place(person_id, first.case.employer)
    retakes = [e.case.retake_earliest_on for e in own if e.case.retake_earliest_on]
    return {
        "id": str(person_id),
        "company": company,
        **_where(own),
        "tests": sorted({_test_of(entry) for entry in own}),
        "shift": AT_WORK if company else FREE,
        "furlough": absences.furlough(person_id),
        "blocked": absences.blocked(person_id, max(retakes, default=None)),
        "language": ANY_LANGUAGE,
        "needs_accessible": bool(_kinds(needs)),
    }


def _where(own: list[WaitingEntry]) -> Json:
    wished = next((entry.centre_id for entry in own if entry.centre_id), None)
    if wished:
        place = get_place(wished)
        reach: float = AT_THE_CENTRE_KM
        latitude, longitude = place.latitude, place.longitude
    else:
        # A place in line is refused for a municipality that is not known.
        here = find_coordinates(own[0].municipality_code)
        latitude, longitude = (here.latitude, here.longitude) if here else (0.0, 0.0)
        reach = min(entry.within_km for entry in own)
    return {"latitude": latitude, "longitude": longitude, "travel_cap_km": reach}


class _Companies:
    """Every shift of every company that has somebody waiting, and how many it can spare."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._teams: dict[int, dict[int, str]] = {}
        self._rows: dict[str, int] = {}

    def place(self, person_id: int, employer: Organisation | None) -> str | None:
        """Return the shift somebody belongs to; None for those whom nobody has to release."""
        if employer is None:
            return None
        if employer.pk not in self._teams:
            self._learn(employer)
        team = self._teams[employer.pk].get(person_id)
        return None if team is None else f"{employer.pk}:{team}"

    def rows(self) -> list[Json]:
        """Return the shifts as the engine reads them."""
        return [
            {"id": name, "headcount": spared, "release_share": 1.0}
            for name, spared in self._rows.items()
        ]

    def _learn(self, employer: Organisation) -> None:
        teams = {row.person_id: row.team for row in list_staff(employer, on=self._on)}
        agreed = find_release_share(employer.pk, on=self._on)
        for team, people in Counter(teams.values()).items():
            spared = count_releasable(people, agreed.percent) if agreed else people
            self._rows[f"{employer.pk}:{team}"] = spared
        self._teams[employer.pk] = teams


class _Absences:
    """On which of the planned days each person is furloughed, or can not come."""

    def __init__(self, people: Iterable[int], days: Sequence[date]) -> None:
        ids = list(people)
        self._days = days
        self._spells = map_labour_spells(ids, from_on=days[0], to_on=days[-1])
        self._booked: dict[int, set[date]] = defaultdict(set)
        coming = Booking.objects.filter(person_id__in=ids, state__in=COMING)
        for person_id, starts_at in coming.values_list("person_id", "starts_at"):
            self._booked[person_id].add(timezone.localdate(starts_at))

    def furlough(self, person_id: int) -> list[str]:
        """Return the days on which the person is furloughed, wholly or in part."""
        away = [s for s in self._spells.get(person_id, []) if s.status in _FURLOUGHED]
        return [
            day.isoformat()
            for day in self._days
            if any(s.from_on <= day and (s.to_on is None or day <= s.to_on) for s in away)
        ]

    def blocked(self, person_id: int, not_before: date | None) -> list[str]:
        """Return the days with another time, and those before what remains may be tried."""
        return [
            day.isoformat()
            for day in self._days
            if day in self._booked[person_id] or (not_before is not None and day < not_before)
        ]
