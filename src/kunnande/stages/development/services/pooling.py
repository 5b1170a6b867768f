"""A node puts together a group, a provider offers it, companies accept for their people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.engines.disclosure_control import FEWEST
from kunnande.stages.development.models import (
    CourseGroup,
    Enrolment,
    EnrolmentState,
    GroupState,
    Occasion,
    Proposal,
    ProposalState,
)
from kunnande.stages.development.services.groups import (
    AlreadyEnrolledError,
    GroupFullError,
    ImproperOccasionError,
    refuse_others,
)
from kunnande.stages.parties.queries import Role, get_viewer, list_employed_among
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.development.models import Course
    from kunnande.stages.development.services.groups import Period
    from kunnande.stages.parties.queries import Organisation, Person, User


class NotYourNodeError(PermissionError):
    """Only a node proposes groups for several companies."""


class NotYourStaffError(PermissionError):
    """A company accepts for its own staff."""


class ProposalSettledError(ValueError):
    """The proposal has passed the step where this could be done."""


class ImproperProposalError(ValueError):
    """A proposal has room for at least five, and is answered before the course begins."""


class Terms(NamedTuple):
    """Where a proposed group meets, how many it takes, when, and until when companies answer."""

    municipality_code: str
    seats: int
    periods: Sequence[Period]
    answer_by_on: date


@transaction.atomic
def propose_group(
    *, course: Course, node: Organisation, terms: Terms, by: User, at: datetime
) -> Proposal:
    """Propose a group to the provider of a course.

    Raises NotYourNodeError, ImproperProposalError, ImproperOccasionError.
    """
    if node.pk not in get_viewer(by, on=localdate(at)).organisations(Role.NODE_COORDINATOR):
        raise NotYourNodeError(_("Bara en nod föreslår gemensamma grupper."))
    fewest = max(FEWEST, course.smallest_group)
    _refuse_improper(terms, fewest, localdate(at))
    group = CourseGroup.objects.create(
        course=course,
        municipality_code=terms.municipality_code,
        seats=terms.seats,
        state=GroupState.PROPOSED,
        opened_at=at,
    )
    Occasion.objects.bulk_create(
        Occasion(group=group, **period._asdict()) for period in terms.periods
    )
    proposal = Proposal.objects.create(
        group=group,
        node=node,
        fewest_people=fewest,
        answer_by_on=terms.answer_by_on,
        proposed_at=at,
        changed_at=at,
    )
    _record(proposal, "group_proposed", by, at)
    return proposal


@transaction.atomic
def offer_proposal(*, proposal: Proposal, by: User, at: datetime) -> Proposal:
    """Let companies accept the group. Raises NotYourGroupError, ProposalSettledError."""
    refuse_others(proposal.group.course, by, at)
    return _move(_lock(proposal, ProposalState.PROPOSED), ProposalState.OFFERED, by, at)


@transaction.atomic
def decline_proposal(*, proposal: Proposal, by: User, at: datetime) -> Proposal:
    """Say that the group can not be given. Raises NotYourGroupError, ProposalSettledError."""
    refuse_others(proposal.group.course, by, at)
    locked = _lock(proposal, ProposalState.PROPOSED)
    _move_group(locked.group, GroupState.CANCELLED)
    return _move(locked, ProposalState.DECLINED, by, at)


@transaction.atomic
def accept_seats(
    *, proposal: Proposal, company: Organisation, people: Sequence[Person], by: User, at: datetime
) -> list[Enrolment]:
    """Take seats in a proposed group for a company's staff.

    Raises NotYourStaffError, ProposalSettledError, GroupFullError, AlreadyEnrolledError.
    """
    _refuse_strangers(company, people, by, at)
    locked = _lock(proposal, ProposalState.OFFERED)
    taken = locked.group.enrolments.exclude(state=EnrolmentState.CANCELLED)
    if taken.filter(person__in=people).exists():
        raise AlreadyEnrolledError(_("Någon av dem har redan en plats i gruppen."))
    if taken.count() + len(people) > locked.group.seats:
        raise GroupFullError(_("Det finns inte så många platser kvar."))
    made = Enrolment.objects.bulk_create(
        Enrolment(group=locked.group, person=one, company=company, enrolled_at=at, changed_at=at)
        for one in people
    )
    _record_about(made, "enrolled", by, at)
    return made


@transaction.atomic
def settle_proposal(*, proposal: Proposal, by: User, at: datetime) -> Proposal:
    """Let the group take place if enough have accepted; else call it off for everybody.

    Before the last day to answer it can only be confirmed.
    Raises NotYourGroupError, ProposalSettledError.
    """
    refuse_others(proposal.group.course, by, at)
    locked = _lock(proposal, ProposalState.OFFERED)
    if not _has_enough(locked) and localdate(at) <= locked.answer_by_on:
        raise ProposalSettledError(_("Vänta till sista svarsdagen. Fler kan tacka ja."))
    return _settle(locked, by, at)


@transaction.atomic
def settle_overdue_proposals(*, by: User, at: datetime) -> list[Proposal]:
    """Settle every proposal whose last day to answer has passed."""
    overdue = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("group__course__provider")
        .filter(
            state__in=[ProposalState.PROPOSED, ProposalState.OFFERED],
            answer_by_on__lt=localdate(at),
        )
    )
    return [_settle(one, by, at) for one in overdue.order_by("pk")]


def _refuse_improper(terms: Terms, fewest: int, today: date) -> None:
    if not terms.periods or any(
        end <= start or localdate(start) != localdate(end) for start, end in terms.periods
    ):
        raise ImproperOccasionError(_("Varje tillfälle ska börja och sluta samma dag."))
    if terms.seats < fewest:
        words = _("Gruppen behöver minst %(count)d platser.")
        raise ImproperProposalError(words % {"count": fewest})
    first = min(localdate(period.starts_at) for period in terms.periods)
    if not today <= terms.answer_by_on < first:
        raise ImproperProposalError(_("Sista svarsdag ska vara före första kursdagen."))


def _refuse_strangers(
    company: Organisation, people: Sequence[Person], by: User, at: datetime
) -> None:
    viewer, wanted = get_viewer(by, on=localdate(at)), {one.pk for one in people}
    employed = list_employed_among(wanted, organisation_id=company.pk, on=localdate(at))
    if company.pk not in viewer.organisations(Role.EMPLOYER) or set(employed) != wanted:
        raise NotYourStaffError(_("Du kan tacka ja för den som är anställd hos er."))


def _settle(proposal: Proposal, by: User, at: datetime) -> Proposal:
    if proposal.state == ProposalState.OFFERED and _has_enough(proposal):
        _move_group(proposal.group, GroupState.OPEN)
        return _move(proposal, ProposalState.CONFIRMED, by, at)
    lost = list(proposal.group.enrolments.filter(state=EnrolmentState.ENROLLED).order_by("pk"))
    for one in lost:
        one.state, one.changed_at = EnrolmentState.CANCELLED, at
    Enrolment.objects.bulk_update(lost, ["state", "changed_at"])
    _record_about(lost, "enrolment_cancelled", by, at)
    _move_group(proposal.group, GroupState.CANCELLED)
    return _move(proposal, ProposalState.LAPSED, by, at)


def _has_enough(proposal: Proposal) -> bool:
    taken = proposal.group.enrolments.exclude(state=EnrolmentState.CANCELLED).count()
    return taken >= proposal.fewest_people


def _lock(proposal: Proposal, state: ProposalState) -> Proposal:
    locked = (
        Proposal.objects.select_related("group__course__provider")
        .select_for_update(of=("self",))
        .get(pk=proposal.pk)
    )
    if locked.state != state:
        raise ProposalSettledError(_("Gruppen har redan gått vidare. Läs om sidan."))
    return locked


def _move_group(group: CourseGroup, to: GroupState) -> None:
    group.state = to
    group.save(update_fields=["state"])


def _move(proposal: Proposal, to: ProposalState, by: User, at: datetime) -> Proposal:
    proposal.state, proposal.changed_at = to, at
    proposal.save(update_fields=["state", "changed_at"])
    _record(proposal, "proposal_moved", by, at)
    return proposal


def _record(proposal: Proposal, act: str, by: User, at: datetime) -> None:
    record(
        chain=proposal.group.course.provider.trail_name,
        act=act,
        subject=proposal.trail_name,
        by=by,
        at=at,
        facts={"group": proposal.group_id, "state": str(proposal.state)},
    )


def _record_about(enrolments: Sequence[Enrolment], act: str, by: User, at: datetime) -> None:
    for one in enrolments:
        record(
            chain=f"person:{one.person_id}",
            act=act,
            subject=one.trail_name,
            by=by,
            at=at,
            facts={"group": one.group_id, "company": one.company_id},
        )
