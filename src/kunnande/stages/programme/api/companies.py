from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from ninja.pagination import paginate

from kunnande.stages.parties.queries import (
    Organisation,
    OrganisationKind,
    Person,
    Role,
    SignedInRequest,
    list_employees,
    organisations_of,
)
from kunnande.stages.programme import services
from kunnande.stages.programme.api.schemas import (
    CompanyStepIn,
    EngagementOut,
    FirstContactIn,
    LeavingIn,
    NodeRowOut,
    ParticipantIn,
    ParticipationOut,
    SupportIn,
    SupportOut,
    engagement_out,
    participation_out,
)
from kunnande.stages.programme.queries import (
    engagements_visible_to,
    participations_visible_to,
    programmes_visible_to,
)
from kunnande.stages.programme.queries.companies import nodes_of, programmes_of_company
from kunnande.stages.programme.queries.node_board import (
    NodeRow,
    engagements_of_nodes,
    list_company_rows,
    list_nodes_of,
)

router = Router(tags=["Companies and people of a programme"])


@router.get(
    "/programmes/{int:programme_id}/companies",
    response=list[EngagementOut],
    summary="List the companies of a programme that I answer for, and how far each has come",
)
@paginate
def list_engagements(request: SignedInRequest, programme_id: int) -> list[EngagementOut]:
    programme = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    rows = engagements_visible_to(request.viewer).filter(programme=programme)
    return [engagement_out(one) for one in rows]


@router.get(
    "/programmes/{int:programme_id}/node-numbers",
    response=list[NodeRowOut],
    summary="Read how the companies of my node stand: at least so many, in fives, once a month",
)
@paginate
def list_node_numbers(request: SignedInRequest, programme_id: int) -> list[NodeRow]:
    programme = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    today = timezone.localdate()
    nodes = list_nodes_of(request.viewer, programme, on=today)
    if not nodes:
        raise Http404
    engagements = engagements_of_nodes(request.viewer, programme, nodes)
    return list_company_rows(programme, engagements, on=today)


@router.post(
    "/programmes/{int:programme_id}/companies",
    response={201: EngagementOut},
    summary="Note the first contact with a company",
)
def engage_company(
    request: SignedInRequest, programme_id: int, sent: FirstContactIn
) -> EngagementOut:
    programme = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    companies = Organisation.objects.filter(kind=OrganisationKind.COMPANY)
    node = get_object_or_404(nodes_of(programme), pk=sent.node_id) if sent.node_id else None
    made = services.engage_company(
        programme=programme,
        company=get_object_or_404(companies, pk=sent.company_id),
        employees=sent.employees,
        on=sent.on,
        node=node,
        by=request.user,
        at=timezone.now(),
    )
    return engagement_out(made)


@router.post(
    "/engagements/{int:engagement_id}/steps",
    response=EngagementOut,
    summary="Take a company to its next step, or note that it drops out",
)
def take_step(request: SignedInRequest, engagement_id: int, sent: CompanyStepIn) -> EngagementOut:
    found = get_object_or_404(engagements_visible_to(request.viewer), pk=engagement_id)
    taken = services.take_step(engagement=found, **sent.dict(), by=request.user, at=timezone.now())
    return engagement_out(taken)


@router.post(
    "/organisations/{int:organisation_id}/participants",
    response={201: ParticipationOut},
    summary="Let somebody who works at my company take part from a day on",
)
def enter_participant(
    request: SignedInRequest, organisation_id: int, sent: ParticipantIn
) -> ParticipationOut:
    company = _own(request, organisation_id)
    made = services.enter_participant(
        programme=get_object_or_404(programmes_of_company(company), pk=sent.programme_id),
        person=_employee(company, sent.person_id),
        company=company,
        on=sent.on,
        education=sent.education,
        by=request.user,
        at=timezone.now(),
    )
    return participation_out(made)


@router.post(
    "/participations/{int:participation_id}/leaving",
    response=ParticipationOut,
    summary="Note somebody's last day in a programme, and why",
)
def leave_programme(
    request: SignedInRequest, participation_id: int, sent: LeavingIn
) -> ParticipationOut:
    theirs = participations_visible_to(request.viewer)
    left = services.leave_programme(
        participation=get_object_or_404(theirs, pk=participation_id),
        **sent.dict(),
        by=request.user,
        at=timezone.now(),
    )
    return participation_out(left)


@router.post(
    "/organisations/{int:organisation_id}/other-support",
    response={201: SupportOut},
    summary="Say that other public money already pays for people's time",
)
def enter_other_support(
    request: SignedInRequest, organisation_id: int, sent: SupportIn
) -> SupportOut:
    company = _own(request, organisation_id)
    person = _employee(company, sent.person_id) if sent.person_id else None
    made = services.enter_other_support(
        company=company,
        support=services.Support(sent.words, sent.from_on, sent.to_on, person),
        by=request.user,
        at=timezone.now(),
    )
    return SupportOut(
        id=made.pk,
        company_id=made.company_id,
        person_id=made.person_id,
        words=made.words,
        from_on=made.from_on,
        to_on=made.to_on,
    )


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)


def _employee(company: Organisation, person_id: int) -> Person:
    known = [row.person_id for row in list_employees(company, on=timezone.localdate())]
    return get_object_or_404(Person.objects.filter(pk__in=known), pk=person_id)
