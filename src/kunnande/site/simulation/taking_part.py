"""How the simulated companies and their people come into the programme, and leave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.site.simulation.parties import Acting
from kunnande.stages.parties.queries import LabourStatus
from kunnande.stages.parties.services import (
    begin_labour_spell,
    end_employment,
    end_labour_spell,
)
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Education, Leaving, Step

if TYPE_CHECKING:
    from datetime import date, datetime

    import numpy as np

    from kunnande.site.simulation.funding import Funded
    from kunnande.site.simulation.timetable import Way
    from kunnande.site.simulation.walk import Story
    from kunnande.site.simulation.world import Company
    from kunnande.stages.parties.queries import LabourSpell
    from kunnande.stages.programme.queries import Participation

_A_DAY = timedelta(days=1)
_NOTIFIED, _DISMISSED, _LAST_DAY = 60 * _A_DAY, 105 * _A_DAY, 165 * _A_DAY
_LEAVES_EARLY, _LEAVES = 30 * _A_DAY, 125 * _A_DAY
_SHORT_TIME = (20, 40, 60)
_SHORT_TIME_LASTS = 100 * _A_DAY
_OTHER_SUPPORT = "Stöd för kompetensinsatser under korttidsarbete"
# What somebody has written, in the language they wrote it in.
SUPPORTED = (_OTHER_SUPPORT,)
_EDUCATION = (Education.LOWER, Education.MIDDLE, Education.HIGHER, Education.UNKNOWN)
_EDUCATED = (0.14, 0.66, 0.17, 0.03)
_WHY = (Leaving.COMPLETED, Leaving.NEW_JOB, Leaving.STUDIES, Leaving.LEAVE)
_LEFT_BECAUSE = (0.86, 0.08, 0.03, 0.03)
_WHY_EARLY = (Leaving.OWN_WISH, Leaving.ILLNESS, Leaving.NEW_JOB, Leaving.OTHER)
_OUT_OF_WORK = {Leaving.DISMISSED, Leaving.NEW_JOB}


@dataclass(frozen=True)
class Parting:
    """When and why somebody leaves the programme."""

    at: datetime
    reason: Leaving


def engage(company: Company, employees: int, way: Way, funded: Funded) -> None:
    """Let the node take a company from its first contact through the steps until today."""
    node = funded.node_of(company.organisation.municipality_code)
    engagement = services.engage_company(
        programme=funded.programme,
        company=company.organisation,
        employees=employees,
        on=localdate(way.contacted_at),
        node=node.organisation,
        by=node.coordinator,
        at=way.contacted_at,
    )
    for step, on in way.steps():
        if step != Step.CONTACT:
            at = way.contacted_at + (on - localdate(way.contacted_at))
            services.take_step(engagement=engagement, step=step, on=on, by=node.coordinator, at=at)


def support_otherwise(company: Company, way: Way) -> None:
    """Note that the same hours are paid for by another support, for some months."""
    support = services.Support(
        _OTHER_SUPPORT,
        localdate(way.begins_at),
        localdate(way.begins_at + _SHORT_TIME_LASTS),
    )
    services.enter_other_support(
        company=company.organisation, support=support, by=company.employer, at=way.begins_at
    )


def take_part(story: Story, funded: Funded, generator: np.random.Generator) -> Participation:
    """Let the employer enter somebody on the day they register."""
    education = _EDUCATION[int(generator.choice(len(_EDUCATION), p=_EDUCATED))]
    return services.enter_participant(
        programme=funded.programme,
        person=story.person,
        company=story.company.organisation,
        on=localdate(story.begins_at),
        education=education,
        by=story.company.employer,
        at=story.begins_at,
    )


def go_on(
    story: Story, participation: Participation, way: Way, generator: np.random.Generator
) -> None:
    """Let happen what happens at work beside the validation, and let those leave who do."""
    chance = float(generator.random())
    if way.is_furloughed:
        percent = _SHORT_TIME[int(generator.integers(len(_SHORT_TIME)))]
        first = story.begins_at
        _spell(story, LabourStatus.SHORT_TIME, first, first + _SHORT_TIME_LASTS, percent=percent)
    if way.gives_notice and chance < 0.5 and story.begins_at + _NOTIFIED < way.now:
        _notify(story, way, is_dismissed=chance < 0.25)
    parting = _parting(story, way, generator, is_dismissed=way.gives_notice and chance < 0.25)
    if parting and parting.at < way.now:
        _leave(story, participation, parting, way.now)


def _notify(story: Story, way: Way, *, is_dismissed: bool) -> None:
    """Give notice; it ends with dismissal, or is taken back before the last day would come."""
    first, dismissed_at = story.begins_at + _NOTIFIED, story.begins_at + _DISMISSED
    spell = _spell(story, LabourStatus.NOTIFIED, first)
    if dismissed_at >= way.now:
        return
    by_employer = Acting(by=story.company.employer, at=dismissed_at)
    end_labour_spell(spell=spell, to_on=localdate(dismissed_at) - _A_DAY, **by_employer)
    if is_dismissed:
        last = story.begins_at + _LAST_DAY
        _spell(story, LabourStatus.DISMISSED, dismissed_at, last)


def _parting(
    story: Story, way: Way, generator: np.random.Generator, *, is_dismissed: bool
) -> Parting | None:
    """Return when somebody leaves: never, while their own way through the validation goes on."""
    why = _WHY[int(generator.choice(len(_WHY), p=_LEFT_BECAUSE))]
    early = _WHY_EARLY[int(generator.integers(len(_WHY_EARLY)))]
    if way.is_recent:
        return None
    if not story.is_over:
        return Parting(story.begins_at + _LEAVES_EARLY, early)
    parting = Parting(story.begins_at + _LEAVES, why)
    if is_dismissed:
        parting = Parting(story.begins_at + _LAST_DAY, Leaving.DISMISSED)
    return _with_company(parting, way.drops_out_on)


def _with_company(parting: Parting, drops_out_on: date | None) -> Parting:
    left_on = localdate(parting.at)
    if drops_out_on is None or left_on <= drops_out_on:
        return parting
    return Parting(parting.at - (left_on - drops_out_on), Leaving.COMPANY_LEFT)


def _leave(story: Story, participation: Participation, parting: Parting, now: datetime) -> None:
    by_employer = Acting(by=story.company.employer, at=parting.at)
    left_on = localdate(parting.at)
    services.leave_programme(
        participation=participation, on=left_on, reason=parting.reason, **by_employer
    )
    if parting.reason not in _OUT_OF_WORK:
        return
    employment = story.person.employments.get(organisation=story.company.organisation)
    end_employment(employment=employment, to_on=left_on, **by_employer)
    if parting.reason == Leaving.DISMISSED and parting.at + _A_DAY < now:
        begin_labour_spell(
            person=story.person,
            status=LabourStatus.UNEMPLOYED,
            from_on=left_on + _A_DAY,
            by=story.user,
            at=parting.at + _A_DAY,
        )


def _spell(
    story: Story,
    status: LabourStatus,
    first: datetime,
    last: datetime | None = None,
    *,
    percent: int | None = None,
) -> LabourSpell:
    return begin_labour_spell(
        person=story.person,
        status=status,
        from_on=localdate(first),
        to_on=localdate(last) if last else None,
        percent=percent,
        by=story.company.employer,
        at=first,
    )
