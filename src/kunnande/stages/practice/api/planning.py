from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from ninja import Router
from ninja.pagination import paginate

from kunnande.stages.booking.queries import get_session_of_centre
from kunnande.stages.cases.queries import Case
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role, SignedInRequest, get_organisation, list_members
from kunnande.stages.practice import queries, services
from kunnande.stages.practice.api.schemas import (
    AssessmentIn,
    AssessmentOut,
    AssessmentsPreparedOut,
    AssessorOut,
    BookingLeftOut,
    CaseToAssess,
    ProtocolOut,
    ReasonIn,
)
from kunnande.stages.practice.queries import Assessment, ProductProtocol

router = Router(tags=["Practical assessments"])


@router.get("/cases-to-assess", response=list[CaseToAssess], summary="List who can be assessed")
@paginate
def list_cases_to_assess(request: SignedInRequest) -> list[CaseToAssess]:
    return [
        CaseToAssess(
            case_id=case.pk,
            person_name=case.person.name,
            product=localised(case.product_version.product, "name"),
            waiting_since=case.changed_at,
        )
        for case in queries.list_cases_to_assess(request.viewer)
    ]


@router.get("/cases/{int:case_id}/protocols", response=list[ProtocolOut], summary="List protocols")
@paginate
def list_protocols(request: SignedInRequest, case_id: int) -> list[ProtocolOut]:
    case = _case(request, case_id)
    on = timezone.localdate()
    own = request.viewer.organisations(Role.TEST_LEADER)
    assessors = [
        AssessorOut(user_id=user.pk, name=str(user), centre_id=centre_id)
        for centre_id in sorted(own)
        for user in list_members(get_organisation(centre_id), Role.ASSESSOR, on=on)
    ]
    return [
        ProtocolOut(
            product_protocol_id=row.pk,
            name=localised(row.protocol_version, "name"),
            assessors_needed=row.protocol_version.assessors_needed,
            total_minutes=row.protocol_version.total_minutes,
            is_required=row.is_required,
            assessors=assessors,
        )
        for row in queries.list_protocols_of(case.product_version_id)
    ]


@router.post(
    "/cases/{int:case_id}/assessments",
    response={201: AssessmentOut},
    summary="Plan a practical assessment",
)
def plan_assessment(request: SignedInRequest, case_id: int, assessment: AssessmentIn) -> Assessment:
    now = timezone.localtime()
    case = _case(request, case_id)
    if assessment.centre_id not in request.viewer.organisations(Role.TEST_LEADER):
        raise Http404
    centre = get_organisation(assessment.centre_id)
    wanted = set(assessment.assessor_ids)
    members = list_members(centre, Role.ASSESSOR, on=now.date())
    return services.plan_assessment(
        case=case,
        protocol=_protocol(case, assessment.product_protocol_id),
        centre=centre,
        assessors=[user for user in members if user.pk in wanted],
        starts_on=assessment.starts_on,
        by=request.user,
        at=now,
    )


@router.get(
    "/assessments-at-centres", response=list[AssessmentOut], summary="List those at my centres"
)
@paginate
def list_assessments_at_centres(request: SignedInRequest) -> QuerySet[Assessment]:
    return queries.list_assessments_at_centres(request.viewer)


@router.post(
    "/assessments/{int:assessment_id}/cancellation", response=AssessmentOut, summary="Call it off"
)
def cancel_assessment(
    request: SignedInRequest, assessment_id: int, cancellation: ReasonIn
) -> Assessment:
    found = queries.get_assessment(assessment_id, request.viewer)
    return services.cancel_assessment(
        assessment=found, reason=cancellation.reason, by=request.user, at=timezone.now()
    )


@router.post(
    "/sessions/{int:session_id}/assessments",
    response={201: AssessmentsPreparedOut},
    summary="Plan the practical assessments of a session",
)
def prepare_assessments(request: SignedInRequest, session_id: int) -> AssessmentsPreparedOut:
    made = services.prepare_assessments(
        session=get_session_of_centre(session_id, request.viewer),
        by=request.user,
        at=timezone.now(),
    )
    return AssessmentsPreparedOut(
        assessments=[AssessmentOut.from_orm(row) for row in made.assessments],
        left_out=[BookingLeftOut(booking_id=booking.pk, why=why) for booking, why in made.left_out],
    )


def _case(request: SignedInRequest, case_id: int) -> Case:
    offered = (queries.list_cases_to_assess, queries.list_cases_to_reassess)
    found = (cases(request.viewer).filter(pk=case_id).first() for cases in offered)
    case = next(filter(None, found), None)
    if case is None:
        raise Http404
    return case


def _protocol(case: Case, product_protocol_id: int) -> ProductProtocol:
    rows = queries.list_protocols_of(case.product_version_id)
    found = next((row for row in rows if row.pk == product_protocol_id), None)
    if found is None:
        raise Http404
    return found
