"""Proposed groups, as a node, a provider and a company may know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from kunnande.engines.disclosure_control import FEWEST, at_least
from kunnande.stages.development.models import (
    Enrolment,
    EnrolmentState,
    GroupState,
    Proposal,
    ProposalState,
)
from kunnande.stages.parties.queries import Role, name_of_municipality

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Viewer

__all__ = [
    "FEWEST", "Proposal", "ProposalRow", "ProposalState", "count_to_offer", "get_offered_to_join",
    "list_joint_groups", "list_proposals_of_node", "list_proposals_to_provider",
    "list_staff_accepted", "proposals_to",
]  # fmt: skip

_ACCEPTED = Count("group__enrolments", filter=~Q(group__enrolments__state=EnrolmentState.CANCELLED))


@dataclass(frozen=True)
class ProposalRow:
    """A proposed group; `accepted` is at least how many, in fives, and nought means fewer."""

    proposal_id: int
    group_id: int
    title: str
    provider: str
    municipality: str
    starts_at: datetime | None
    seats: int
    fewest_people: int
    answer_by_on: date
    state: str
    accepted: int
    has_enough: bool

    @property
    def state_in_words(self) -> str:
        return str(ProposalState(self.state).label)

    @property
    def is_waiting(self) -> bool:
        return self.state in {ProposalState.PROPOSED, ProposalState.OFFERED}


def list_proposals_of_node(viewer: Viewer) -> list[ProposalRow]:
    """Return what the viewer's nodes have proposed, the latest first."""
    nodes = viewer.organisations(Role.NODE_COORDINATOR)
    return _rows(Proposal.objects.filter(node_id__in=nodes).order_by("-proposed_at", "-pk"))


def proposals_to(viewer: Viewer) -> QuerySet[Proposal]:
    """Return the proposals to the providers the viewer acts for."""
    providers = viewer.organisations(Role.TRAINING_PROVIDER)
    return Proposal.objects.filter(group__course__provider_id__in=providers).select_related(
        "group__course__provider"
    )


def list_proposals_to_provider(viewer: Viewer) -> list[ProposalRow]:
    """Return the proposals to a provider, those that wait first."""
    waiting = Q(state__in=[ProposalState.PROPOSED, ProposalState.OFFERED])
    return _rows(
        proposals_to(viewer).annotate(waits=waiting).order_by("-waits", "answer_by_on", "pk")
    )


def count_to_offer(viewer: Viewer) -> int:
    return proposals_to(viewer).filter(state=ProposalState.PROPOSED).count()


def list_joint_groups(*, on: date) -> list[ProposalRow]:
    """Return the groups that companies can still accept, the soonest answer first."""
    return _rows(_offered(on).order_by("answer_by_on", "pk"))


def get_offered_to_join(proposal_id: int, *, on: date) -> Proposal:
    """Return a group that companies can accept. Raises Proposal.DoesNotExist."""
    return _offered(on).select_related("group__course__provider").get(pk=proposal_id)


def list_staff_accepted(company_id: int, proposal_id: int) -> list[Enrolment]:
    """Return the company's own people in a proposed group."""
    return list(
        Enrolment.objects.filter(company_id=company_id, group__proposal=proposal_id)
        .exclude(state=EnrolmentState.CANCELLED)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )


def _offered(on: date) -> QuerySet[Proposal]:
    return Proposal.objects.filter(
        state=ProposalState.OFFERED, group__state=GroupState.PROPOSED, answer_by_on__gte=on
    )


def _rows(proposals: QuerySet[Proposal]) -> list[ProposalRow]:
    found: Iterable[Proposal] = (
        proposals.select_related("group__course__provider")
        .annotate(accepted=_ACCEPTED, seats=F("group__seats"))
        .prefetch_related("group__occasions")
    )
    return [_row(one) for one in found]


def _row(proposal: Proposal) -> ProposalRow:
    group = proposal.group
    occasions = list(group.occasions.all())
    accepted: int = proposal.accepted  # type: ignore[attr-defined]
    return ProposalRow(
        proposal_id=proposal.pk,
        group_id=group.pk,
        title=group.course.title,
        provider=group.course.provider.name,
        municipality=name_of_municipality(group.municipality_code),
        starts_at=occasions[0].starts_at if occasions else None,
        seats=group.seats,
        fewest_people=proposal.fewest_people,
        answer_by_on=proposal.answer_by_on,
        state=proposal.state,
        accepted=at_least(accepted),
        has_enough=accepted >= proposal.fewest_people,
    )
