from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import ReleaseShare
from kunnande.stages.booking.queries import TeamRelease, find_release_share, list_team_releases
from kunnande.stages.booking.queries.shares import list_teams_by_person
from kunnande.stages.booking.services.permission import refuse_foreign_company
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from kunnande.stages.booking.models import Session
    from kunnande.stages.parties.queries import Organisation, User


class ImproperShareError(ValueError):
    """A share is a whole number of percent from 1 to 100, from today or later."""


class ShareMissingError(ValueError):
    """The company has not agreed how much of a shift may be away."""


class ShareExceededError(ValueError):
    """More of a shift would be away than the company has agreed."""


@transaction.atomic
def set_release_share(
    *, company: Organisation, percent: int, from_on: date, by: User, at: datetime
) -> ReleaseShare:
    """Agree how much of a shift may be away on one day, from a day on.

    Raises NotYourCompanyError, ImproperShareError.
    """
    refuse_foreign_company(company.pk, by, at)
    if not 1 <= percent <= 100:
        raise ImproperShareError(_("Andelen ska vara mellan 1 och 100 procent."))
    if from_on < timezone.localdate(at):
        raise ImproperShareError(_("Andelen gäller från i dag eller en senare dag."))
    share, _made = ReleaseShare.objects.update_or_create(
        company=company, from_on=from_on, defaults={"percent": percent}
    )
    record(
        chain=company.trail_name,
        act="release_share_set",
        subject=company.trail_name,
        by=by,
        at=at,
        facts={"percent": percent, "from_on": from_on.isoformat()},
    )
    return share


def refuse_beyond_share(
    company: Organisation,
    people: Iterable[int],
    *,
    session: Session,
    leaving_out: Iterable[int] = (),
) -> None:
    """Refuse to empty a shift. Raises ShareMissingError, ShareExceededError."""
    on = timezone.localdate(session.starts_at)
    share = find_release_share(company.pk, on=on)
    if share is None:
        raise ShareMissingError(
            _("Kom först överens om hur mycket av ett skift som får vara borta.")
        )
    teams = list_teams_by_person(company, on=on)
    asked = Counter(teams[person_id] for person_id in people if person_id in teams)
    releases = list_team_releases(company, share.percent, on=on, leaving_out=leaving_out)
    for team, more in asked.items():
        if more > releases[team].left:
            raise ShareExceededError(_why_not(releases[team], share.percent))


def _why_not(release: TeamRelease, percent: int) -> str:
    words = {
        "team": release.team or _("Laget utan namn"),
        "percent": percent,
        "allowed": release.allowed,
        "people": release.people,
        "away": release.away,
    }
    return (
        _(
            "%(team)s: högst %(percent)d procent får vara borta samma dag,"
            " alltså %(allowed)d av %(people)d. %(away)d är redan bokade."
        )
        % words
    )
