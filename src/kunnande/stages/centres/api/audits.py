from django.http import Http404
from django.utils import timezone
from ninja import Router

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.api.schemas import (
    AuditIn,
    CorrectionIn,
    DeadlineIn,
    FindingOut,
    ProtocolIn,
    VisitOut,
)
from kunnande.stages.centres.queries import AuditVisit, Finding
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Test centres"])

_ONE = "/accreditations/{int:accreditation_id}"


@router.put(f"{_ONE}/audit", response=VisitOut, summary="Set the day and two auditors of a visit")
def plan_audit(request: SignedInRequest, accreditation_id: int, audit: AuditIn) -> AuditVisit:
    now = timezone.now()
    asked = queries.get_accreditation_of_scheme(accreditation_id, request.viewer)
    offered = {u.pk: u for u in queries.list_possible_auditors(asked, on=timezone.localdate(now))}
    if not set(audit.auditors) <= offered.keys():
        raise Http404
    return services.plan_audit(
        accreditation=asked,
        on=audit.on,
        auditors=[offered[user_id] for user_id in audit.auditors],
        by=request.user,
        at=now,
    )


@router.post(f"{_ONE}/declaration", response={204: None}, summary="Declare that I have no ties")
def declare_no_conflict(request: SignedInRequest, accreditation_id: int) -> None:
    services.declare_no_conflict(
        visit=_visit(request, accreditation_id), by=request.user, at=timezone.now()
    )


@router.post(f"{_ONE}/protocol", response={201: VisitOut}, summary="Write the protocol of a visit")
def write_protocol(
    request: SignedInRequest, accreditation_id: int, protocol: ProtocolIn
) -> AuditVisit:
    return services.write_protocol(
        visit=_visit(request, accreditation_id),
        protocol=protocol.protocol,
        findings=[services.Found(**found.dict()) for found in protocol.findings],
        by=request.user,
        at=timezone.now(),
    )


@router.put(
    "/findings/{int:finding_id}/answer", response=FindingOut, summary="Say what has been done"
)
def answer_finding(request: SignedInRequest, finding_id: int, said: CorrectionIn) -> Finding:
    finding = queries.get_finding(finding_id, request.viewer)
    queries.get_accreditation_of_centre(finding.visit.accreditation_id, request.viewer)
    return services.answer_finding(
        finding=finding,
        corrective_action=said.corrective_action,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/findings/{int:finding_id}/resolution", response=FindingOut, summary="Judge a finding mended"
)
def resolve_finding(request: SignedInRequest, finding_id: int) -> Finding:
    finding = queries.get_finding(finding_id, request.viewer)
    queries.get_accreditation_to_audit(finding.visit.accreditation_id, request.viewer)
    return services.resolve_finding(finding=finding, by=request.user, at=timezone.now())


@router.put(
    "/findings/{int:finding_id}/deadline", response=FindingOut, summary="Give a centre more time"
)
def postpone_finding(request: SignedInRequest, finding_id: int, last: DeadlineIn) -> Finding:
    finding = queries.get_finding(finding_id, request.viewer)
    queries.get_accreditation_of_scheme(finding.visit.accreditation_id, request.viewer)
    return services.postpone_finding(
        finding=finding, due_on=last.due_on, by=request.user, at=timezone.now()
    )


def _visit(request: SignedInRequest, accreditation_id: int) -> AuditVisit:
    audited = queries.get_accreditation_to_audit(accreditation_id, request.viewer)
    visit = queries.find_visit(audited.pk)
    if visit is None:
        raise Http404
    return visit
