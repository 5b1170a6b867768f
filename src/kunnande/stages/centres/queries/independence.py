"""Who may audit a centre, and who may decide about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.centres.models import AuditorAssignment, Authorisation
from kunnande.stages.framework.queries import add_months
from kunnande.stages.parties.queries import Role, list_members
from kunnande.stages.parties.queries.ties import has_ties

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.centres.models import Accreditation
    from kunnande.stages.parties.queries import User


def has_conflict(user: User, accreditation: Accreditation, *, on: date) -> bool:
    """Say whether somebody is tied to a centre, or was within the months its checklist names."""
    since = add_months(on, -accreditation.checklist.independence_months)
    authorised = Authorisation.objects.filter(
        user=user, centre=accreditation.centre_id, to_on__gte=since
    ).exclude(ended_on__lt=since)
    return has_ties(user, accreditation.centre_id, since=since) or authorised.exists()


def list_possible_auditors(accreditation: Accreditation, *, on: date) -> list[User]:
    """Return the scheme owner's auditors who have no ties to the centre."""
    auditors = list_members(accreditation.product.scheme.owner, Role.AUDITOR, on=on)
    return [user for user in auditors if not has_conflict(user, accreditation, on=on)]


def has_audited(user: User, accreditation: Accreditation) -> bool:
    return AuditorAssignment.objects.filter(
        visit__accreditation=accreditation, auditor=user
    ).exists()
