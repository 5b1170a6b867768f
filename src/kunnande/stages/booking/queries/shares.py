"""How many of a shift a company has agreed to release on one day, and how many already are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kunnande.stages.booking.models import ACTIVE, Booking, ReleaseShare
from kunnande.stages.booking.queries.bookings import begins
from kunnande.stages.parties.queries import list_staff

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.parties.queries import Organisation


@dataclass(frozen=True)
class TeamRelease:
    """One shift on one day: how many work there, how many are booked, how many may be."""

    team: str
    people: int
    away: int
    allowed: int

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.away)


def count_releasable(people: int, percent: int) -> int:
    """Return how many of a shift may be away: never more than the share, so rounded down.

    >>> count_releasable(12, 25), count_releasable(11, 25), count_releasable(3, 25)
    (3, 2, 0)
    """
    return people * percent // 100


def find_release_share(company_id: int, *, on: date) -> ReleaseShare | None:
    """Return what the company has agreed on a day; None before the first agreement."""
    agreed = ReleaseShare.objects.filter(company_id=company_id, from_on__lte=on)
    return agreed.order_by("-from_on").first()


def list_team_releases(
    company: Organisation, percent: int, *, on: date, leaving_out: Iterable[int] = ()
) -> dict[str, TeamRelease]:
    """Return each shift of a company on a day; bookings left out are not counted as away."""
    teams = {row.person_id: row.team for row in list_staff(company, on=on)}
    day = begins(on)
    away = Counter(
        teams[person_id]
        for person_id in Booking.objects.filter(
            person_id__in=teams,
            state__in=ACTIVE,
            starts_at__lt=begins(on + timedelta(days=1)),
            ends_at__gt=day,
        )
        .exclude(pk__in=set(leaving_out))
        .values_list("person_id", flat=True)
        .distinct()
    )
    return {
        team: TeamRelease(team, people, away[team], count_releasable(people, percent))
        for team, people in sorted(Counter(teams.values()).items())
    }


def list_teams_by_person(company: Organisation, *, on: date) -> dict[int, str]:
    return {row.person_id: row.team for row in list_staff(company, on=on)}
