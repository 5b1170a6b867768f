"""Groups gathered across the simulated companies, and the union that reads how they stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from kunnande.site.simulation.parties import DEMO_DOMAIN, Acting, account, organisation
from kunnande.stages.development import services
from kunnande.stages.development.queries import courses_offered, enrolments_of_person
from kunnande.stages.development.queries.numbers import list_demand
from kunnande.stages.parties.queries import (
    OrganisationKind,
    Role,
    find_user_by_email,
    get_viewer,
    organisations_of,
)
from kunnande.stages.parties.services import get_service_user, give_membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.site.simulation.development import Wish
    from kunnande.site.simulation.providers import Provider
    from kunnande.site.simulation.world import Company
    from kunnande.stages.development.queries.numbers import DemandRow
    from kunnande.stages.development.queries.pooling import Proposal
    from kunnande.stages.parties.queries import User

# After the number of the coach.
_UNION, _UNION_SERIAL, _REPRESENTATIVE_SERIAL = "Exempelfacket", 70, 9_701
_SEATS, _SEATS_TAKEN = 12, 7
_FRIDAY = 4


def pool_demand(providers: Sequence[Provider], wishes: Sequence[Wish], *, now: datetime) -> None:
    """Release the month's numbers; let a node propose two groups and companies fill the first."""
    by_jobs = Acting(by=get_service_user(name="simulate", at=now), at=now)
    companies = {wish.company.organisation.pk: wish.company for wish in wishes}
    _recognise(list(companies.values()), by_jobs)
    services.release_numbers(**by_jobs)
    node = find_user_by_email(f"node-coordinator@{DEMO_DOMAIN}")
    if node is None:
        return
    users = {provider.organisation.pk: provider.user for provider in providers}
    most: dict[int, DemandRow] = {}
    for row in list_demand():
        most.setdefault(row.course_id, row)
    for row, is_offered in zip(most.values(), (True, False), strict=False):
        proposal = _propose(row, node, now)
        if is_offered:
            provider = users[proposal.group.course.provider_id]
            services.offer_proposal(proposal=proposal, by=provider, at=now)
            _accept(proposal, [one for one in wishes if one.course_id == row.course_id], now)


def _recognise(companies: Sequence[Company], by_jobs: Acting) -> None:
    """Let every company that has somebody with a wish name the union."""
    union = organisation(OrganisationKind.UNION, _UNION, "0680", _UNION_SERIAL, **by_jobs)
    representative = account(
        "union-representative", "Ulla Medling", _REPRESENTATIVE_SERIAL, **by_jobs
    )
    give_membership(
        user=representative, organisation=union, role=Role.UNION_REPRESENTATIVE, **by_jobs
    )
    for company in companies:
        services.recognise_union(
            company=company.organisation, union=union, by=company.employer, at=by_jobs["at"]
        )


def _propose(row: DemandRow, node: User, now: datetime) -> Proposal:
    first = (now + timedelta(days=24)).replace(hour=8, minute=30, second=0, microsecond=0)
    while first.weekday() > _FRIDAY:
        first += timedelta(days=1)
    viewer = get_viewer(node, on=timezone.localdate(now))
    return services.propose_group(
        course=courses_offered().get(pk=row.course_id),
        node=organisations_of(viewer, Role.NODE_COORDINATOR)[0],
        terms=services.Terms(
            row.municipality_code,
            _SEATS,
            [services.Period(first, first + timedelta(hours=7))],
            timezone.localdate(now + timedelta(days=14)),
        ),
        by=node,
        at=now,
    )


def _accept(proposal: Proposal, wishes: Sequence[Wish], now: datetime) -> None:
    """Let each company take seats for those of its people who have none in the course yet."""
    waiting = [
        wish
        for wish in wishes
        if not enrolments_of_person(wish.person.pk)
        .filter(group__course_id=proposal.group.course_id)
        .exists()
    ]
    chosen: dict[int, list[Wish]] = {}
    for wish in waiting[:_SEATS_TAKEN]:
        chosen.setdefault(wish.company.organisation.pk, []).append(wish)
    for own in chosen.values():
        services.accept_seats(
            proposal=proposal,
            company=own[0].company.organisation,
            people=[wish.person for wish in own],
            by=own[0].company.employer,
            at=now,
        )
