"""What is needed in numbers, groups for several companies, and what a union reads."""

from datetime import date, datetime

from django.utils import timezone
from ninja import Router, Schema
from ninja.pagination import paginate

from kunnande.stages.development import services
from kunnande.stages.development.api.schemas import EnrolmentOut, GroupIn, enrolment_out
from kunnande.stages.development.queries import courses_offered, numbers, pooling
from kunnande.stages.development.services import Period, Terms
from kunnande.stages.parties.queries import Role, SignedInRequest, get_person, organisations_of

router = Router(tags=["Courses for several companies"])


class DemandOut(Schema):
    """At least so many, in fives; what concerns fewer is not told."""

    course_id: int
    course: str
    municipality_code: str
    municipality: str
    at_least: int


class ProposalIn(GroupIn):
    course_id: int
    answer_by_on: date


class ProposalOut(Schema):
    """A proposed group; `accepted` is at least how many, in fives, and 0 means fewer than five."""

    proposal_id: int
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


class JointGroupOut(Schema):
    """A proposed group as a company knows it: not how many others have accepted."""

    proposal_id: int
    title: str
    provider: str
    municipality: str
    starts_at: datetime | None
    seats: int
    fewest_people: int
    answer_by_on: date


class ProposalStateOut(Schema):
    proposal_id: int
    state: str


class PeopleIn(Schema):
    people: list[int]


class AreaNumbersOut(Schema):
    area: str
    shown: int | None
    remaining: int | None


class CompanyNumbersOut(Schema):
    name: str
    planned: int | None
    taught: int | None
    areas: list[AreaNumbersOut]


class UnionNumbersOut(Schema):
    """At least so many, in fives; null is not told. Sums are of what is told."""

    month: date | None
    planned: int | None
    taught: int | None
    areas: list[AreaNumbersOut]
    companies: list[CompanyNumbersOut]


class UnionIn(Schema):
    union_id: int


class RepresentationOut(Schema):
    id: int
    union: str
    ended_at: datetime | None


@router.get("/demand", response=list[DemandOut], summary="List how many need which course where")
@paginate
def list_demand(request: SignedInRequest) -> list[numbers.DemandRow]:
    return numbers.list_demand()


@router.get("/proposals", response=list[ProposalOut], summary="List the groups my node proposed")
@paginate
def list_proposals(request: SignedInRequest) -> list[pooling.ProposalRow]:
    return pooling.list_proposals_of_node(request.viewer)


@router.post(
    "/proposals", response={201: ProposalStateOut}, summary="Propose a group for several companies"
)
def propose_group(request: SignedInRequest, proposal: ProposalIn) -> ProposalStateOut:
    made = services.propose_group(
        course=courses_offered().get(pk=proposal.course_id),
        node=organisations_of(request.viewer, Role.NODE_COORDINATOR)[0],
        terms=Terms(
            proposal.municipality_code,
            proposal.seats,
            [Period(one.starts_at, one.ends_at) for one in proposal.periods],
            proposal.answer_by_on,
        ),
        by=request.user,
        at=timezone.now(),
    )
    return _state_out(made)


@router.get(
    "/provider/proposals", response=list[ProposalOut], summary="List the groups proposed to me"
)
@paginate
def list_proposed_groups(request: SignedInRequest) -> list[pooling.ProposalRow]:
    return pooling.list_proposals_to_provider(request.viewer)


@router.post(
    "/provider/proposals/{int:proposal_id}/offer",
    response=ProposalStateOut,
    summary="Let companies accept a proposed group",
)
def offer_proposal(request: SignedInRequest, proposal_id: int) -> ProposalStateOut:
    own = pooling.proposals_to(request.viewer).get(pk=proposal_id)
    return _state_out(services.offer_proposal(proposal=own, by=request.user, at=timezone.now()))


@router.delete(
    "/provider/proposals/{int:proposal_id}",
    response=ProposalStateOut,
    summary="Say that a proposed group can not be given",
)
def decline_proposal(request: SignedInRequest, proposal_id: int) -> ProposalStateOut:
    own = pooling.proposals_to(request.viewer).get(pk=proposal_id)
    return _state_out(services.decline_proposal(proposal=own, by=request.user, at=timezone.now()))


@router.post(
    "/provider/proposals/{int:proposal_id}/settlement",
    response=ProposalStateOut,
    summary="Let a proposed group take place, or lapse when too few accepted in time",
)
def settle_proposal(request: SignedInRequest, proposal_id: int) -> ProposalStateOut:
    own = pooling.proposals_to(request.viewer).get(pk=proposal_id)
    return _state_out(services.settle_proposal(proposal=own, by=request.user, at=timezone.now()))


@router.get(
    "/organisations/{int:organisation_id}/joint-groups",
    response=list[JointGroupOut],
    summary="List the groups a company can accept",
)
@paginate
def list_joint_groups(request: SignedInRequest, organisation_id: int) -> list[pooling.ProposalRow]:
    organisations_of(request.viewer, Role.EMPLOYER).get(pk=organisation_id)
    return pooling.list_joint_groups(on=timezone.localdate())


@router.post(
    "/organisations/{int:organisation_id}/joint-groups/{int:proposal_id}/seats",
    response={201: list[EnrolmentOut]},
    summary="Accept seats for employees in a group with other companies",
)
def accept_seats(
    request: SignedInRequest, organisation_id: int, proposal_id: int, chosen: PeopleIn
) -> list[EnrolmentOut]:
    company = organisations_of(request.viewer, Role.EMPLOYER).get(pk=organisation_id)
    made = services.accept_seats(
        proposal=pooling.get_offered_to_join(proposal_id, on=timezone.localdate()),
        company=company,
        people=[get_person(one) for one in chosen.people],
        by=request.user,
        at=timezone.now(),
    )
    return [enrolment_out(one) for one in made]


@router.get(
    "/union/numbers", response=UnionNumbersOut, summary="Read the numbers of companies I represent"
)
def show_union_numbers(request: SignedInRequest) -> numbers.UnionNumbers:
    return numbers.get_union_numbers(request.viewer)


@router.post(
    "/organisations/{int:organisation_id}/unions",
    response={201: RepresentationOut},
    summary="Let a union read a company's numbers",
)
def recognise_union(
    request: SignedInRequest, organisation_id: int, chosen: UnionIn
) -> RepresentationOut:
    company = organisations_of(request.viewer, Role.EMPLOYER).get(pk=organisation_id)
    made = services.recognise_union(
        company=company,
        union=numbers.unions().get(pk=chosen.union_id),
        by=request.user,
        at=timezone.now(),
    )
    return _representation_out(made)


@router.delete(
    "/representations/{int:representation_id}",
    response=RepresentationOut,
    summary="Let a union read a company's numbers no longer",
)
def end_representation(request: SignedInRequest, representation_id: int) -> RepresentationOut:
    own = numbers.get_representation(representation_id, request.viewer)
    ended = services.end_representation(representation=own, by=request.user, at=timezone.now())
    return _representation_out(ended)


def _representation_out(one: numbers.Representation) -> RepresentationOut:
    return RepresentationOut(id=one.pk, union=one.union.name, ended_at=one.ended_at)


def _state_out(proposal: pooling.Proposal) -> ProposalStateOut:
    return ProposalStateOut(proposal_id=proposal.pk, state=proposal.state)
