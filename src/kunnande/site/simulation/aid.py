"""State aid in the simulated programme: what companies declare, and what they are given."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate, make_aware

from kunnande.site.simulation.numbers import simulated_organisation_number
from kunnande.site.simulation.parties import Acting
from kunnande.site.simulation.timetable import way_of
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Step
from kunnande.stages.programme.queries.companies import engagements_visible_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kunnande.site.simulation.company_walk import Walked
    from kunnande.site.simulation.funding import Funded
    from kunnande.stages.programme.queries import Engagement

_TALK, _MAPPING = "Ett första samtal", "Kartläggning och validering"
_COURSES, _GIVER = "Kurser i det som återstår", "Påhittade stödfonden"
_SIGNATORY, _PAPER = "Påhittad firmatecknare", "Intyg i pärm"
# What somebody has written, in the language they wrote it in.
GIVEN = (_TALK, _MAPPING, _COURSES, _GIVER, _SIGNATORY, _PAPER)
_MAPPING_ORE, _COURSE_ORE = 2_400_00, 6_000_00
_EARLIER_CENTS, _NO_ROOM_CENTS = 12_000_00, 299_900_00
_EARLIER_DAYS = timedelta(days=200)
# Which companies of the row have had aid before, belong to a group, or have used up their room.
_HAD_AID, _IN_GROUP, _NO_ROOM = 3, 7, 13
_FIRST_LINKED = 80_000
_TRAINED_FROM = 50
# A share of the cost that no size of company goes beyond.
_PERCENT = 50


def give_aid(funded: Funded, walked: Iterable[Walked], *, now: datetime) -> Counter[str]:
    """Let companies declare earlier aid and be given benefits; return what came of it."""
    viewer = get_viewer(funded.economist, on=localdate(now))
    engaged = {one.company_id: one for one in engagements_visible_to(viewer)}
    told: Counter[str] = Counter()
    for one in walked:
        engagement = engaged[one.company.organisation.pk]
        taken = dict(way_of(one.number, now).steps())
        if Step.AID_CHECKED not in taken:
            continue
        _declare(one, taken[Step.AID_CHECKED])
        for benefit in _benefits(engagement, taken):
            acting = Acting(by=funded.economist, at=_at(benefit.granted_on, 14))
            try:
                services.grant_aid(engagement=engagement, benefit=benefit, **acting)
            except services.NoHeadroomError:
                told["benefits there was no room for"] += 1
    return told


def _declare(walked: Walked, on: date) -> None:
    earlier = []
    if walked.number % _HAD_AID == 0:
        earlier = [services.Earlier(on - _EARLIER_DAYS, _GIVER, _EARLIER_CENTS)]
    if walked.number % _NO_ROOM == _NO_ROOM - 1:
        earlier = [services.Earlier(on - _EARLIER_DAYS, _GIVER, _NO_ROOM_CENTS)]
    is_linked = walked.number % _IN_GROUP == _IN_GROUP - 1
    linked = [simulated_organisation_number(_FIRST_LINKED + walked.number)] if is_linked else []
    told = f"{_PAPER} {walked.number + 1}"
    declaration = services.Declaration(on, _SIGNATORY, told, linked, earlier)
    by_employer = Acting(by=walked.company.employer, at=_at(on, 11))
    services.declare_aid(
        company=walked.company.organisation, declaration=declaration, **by_employer
    )


def _benefits(engagement: Engagement, taken: dict[Step, date]) -> Iterator[services.Benefit]:
    """Yield what a company is given on its way, so far: talk, mapping, and courses."""
    people = engagement.employees
    if Step.AGREED in taken:
        yield services.Benefit("none", _TALK, taken[Step.AGREED], 0)
    if Step.VALIDATED in taken:
        ore = people * _MAPPING_ORE
        yield services.Benefit("de_minimis", _MAPPING, taken[Step.VALIDATED], ore)
    if Step.MEASURES in taken:
        on, ore = taken[Step.MEASURES], people * _COURSE_ORE
        is_training = people >= _TRAINED_FROM
        value = ore * _PERCENT // 100
        yield (
            services.Benefit("gber31", _COURSES, on, value, eligible_ore=ore)
            if is_training
            else services.Benefit("de_minimis", _COURSES, on, value)
        )


def _at(on: date, hour: int) -> datetime:
    return make_aware(datetime.combine(on, time(hour=hour)))
