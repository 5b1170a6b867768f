from typing import Any

from django.http import FileResponse, Http404
from django.utils import timezone
from ninja import File, Form, Router, UploadedFile
from ninja.pagination import paginate

from kunnande.stages.cases.services import LARGEST_FILE_BYTES
from kunnande.stages.centres import queries, services
from kunnande.stages.centres.api.schemas import (
    AccreditationInFull,
    AccreditationOut,
    AccreditationRow,
    AnswersIn,
    ApplicationIn,
    CentreOut,
    ChecklistIn,
    ChecklistOut,
    DecisionIn,
    DecisionOut,
    DueOut,
    FileOut,
    FindingOut,
    LastDayIn,
    RequirementOut,
    StopIn,
    SuspensionOut,
)
from kunnande.stages.centres.queries import (
    Accreditation,
    AccreditationEvidence,
    CentreCard,
    DueRow,
    RequirementRow,
)
from kunnande.stages.parties.queries import Role, SignedInRequest, ViewerRequest, organisations_of

router = Router(tags=["Test centres"])

_FILE: dict[str, Any] = {"responses": {200: {"content": {"application/octet-stream": {}}}}}
_ONE = "/accreditations/{int:accreditation_id}"


@router.get("/centres", response=list[CentreOut], summary="List the accredited test centres")
@paginate
def list_accredited_centres(
    request: ViewerRequest,
    product_id: int | None = None,
) -> list[CentreCard]:
    return queries.list_accredited_centres(product_id, on=timezone.localdate())


@router.get("/due", response=list[DueOut], summary="List what soon expires or is due")
@paginate
def list_due(request: SignedInRequest) -> list[DueRow]:
    return queries.list_due(request.viewer, on=timezone.localdate())


@router.get("/accreditations", response=list[AccreditationRow], summary="List accreditations")
@paginate
def list_accreditations(request: SignedInRequest) -> list[Accreditation]:
    return list(queries.list_accreditations(request.viewer, on=timezone.localdate()))


@router.get(_ONE, response=AccreditationInFull, summary="Read an accreditation in full")
def show_accreditation(request: SignedInRequest, accreditation_id: int) -> AccreditationInFull:
    on = timezone.localdate()
    page = queries.get_accreditation_page(accreditation_id, request.viewer, on=on)
    visit, decision = page.visit, page.decision
    return AccreditationInFull(
        accreditation=AccreditationOut.from_orm(page.accreditation),
        standing=page.standing,
        product_name=page.product_name,
        requirements=[_requirement(row) for row in page.requirements],
        visit_on=visit.on if visit else None,
        protocol_due_on=visit.protocol_due_on if visit else None,
        protocol=visit.protocol if visit else "",
        findings=[FindingOut.from_orm(finding) for finding in page.findings],
        outcome=decision.outcome if decision else None,
        grounds=decision.grounds if decision else "",
    )


@router.post(
    "/centres/{int:centre_id}/accreditations",
    response={201: AccreditationOut},
    summary="Apply for a product, or to go on with it",
)
def apply_for_accreditation(
    request: SignedInRequest, centre_id: int, application: ApplicationIn
) -> Accreditation:
    now = timezone.now()
    centre = organisations_of(request.viewer, Role.CENTRE_MANAGER).get(pk=centre_id)
    checklist = queries.find_checklist(application.product_id, on=timezone.localdate(now))
    if checklist is None:
        raise Http404
    return services.apply_for_accreditation(
        centre=centre, product=checklist.product, by=request.user, at=now
    )


@router.put(f"{_ONE}/self-assessment", response={204: None}, summary="Answer the checklist")
def assess_requirements(request: SignedInRequest, accreditation_id: int, said: AnswersIn) -> None:
    services.assess_requirements(
        accreditation=queries.get_accreditation_of_centre(accreditation_id, request.viewer),
        answers={
            one.requirement_id: services.OwnAnswer(one.answer, one.note) for one in said.answers
        },
        by=request.user,
        at=timezone.now(),
    )


@router.post(f"{_ONE}/submission", response={204: None}, summary="Hand in the application")
def submit_self_assessment(request: SignedInRequest, accreditation_id: int) -> None:
    services.submit_self_assessment(
        accreditation=queries.get_accreditation_of_centre(accreditation_id, request.viewer),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{_ONE}/files", response={201: FileOut}, summary="Attach a file that shows a requirement"
)
def attach_accreditation_evidence(
    request: SignedInRequest,
    accreditation_id: int,
    requirement_id: Form[int],
    file: File[UploadedFile],
) -> AccreditationEvidence:
    return services.attach_accreditation_evidence(
        accreditation=queries.get_accreditation_of_centre(accreditation_id, request.viewer),
        requirement_id=requirement_id,
        name=file.name or "",
        # One byte past the limit is enough to refuse a file without holding all of it.
        content=file.read(LARGEST_FILE_BYTES + 1),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/accreditation-files/{int:file_id}", openapi_extra=_FILE, summary="Download a centre's file"
)
def download_accreditation_evidence(request: SignedInRequest, file_id: int) -> FileResponse:
    evidence = queries.get_evidence_file(file_id, request.viewer)
    return FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.name,
        content_type=evidence.media_type,
    )


@router.delete(
    "/accreditation-files/{int:file_id}", response={204: None}, summary="Take back a file"
)
def remove_accreditation_evidence(request: SignedInRequest, file_id: int) -> None:
    evidence = queries.get_evidence_file(file_id, request.viewer)
    queries.get_accreditation_of_centre(evidence.accreditation_id, request.viewer)
    services.remove_accreditation_evidence(evidence=evidence, by=request.user, at=timezone.now())


@router.post(f"{_ONE}/decision", response={201: DecisionOut}, summary="Accredit, or decline")
def decide_accreditation(
    request: SignedInRequest, accreditation_id: int, decision: DecisionIn
) -> object:
    return services.decide_accreditation(
        accreditation=queries.get_accreditation_of_scheme(accreditation_id, request.viewer),
        outcome=decision.outcome,
        grounds=decision.grounds,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{_ONE}/suspensions", response={201: SuspensionOut}, summary="Let an accreditation rest"
)
def suspend_accreditation(request: SignedInRequest, accreditation_id: int, stop: StopIn) -> object:
    return services.suspend_accreditation(
        accreditation=queries.get_accreditation_of_scheme(accreditation_id, request.viewer),
        from_on=stop.on,
        reason=stop.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.put(
    f"{_ONE}/suspensions/last-day", response=SuspensionOut, summary="Let it hold again after a day"
)
def lift_suspension(request: SignedInRequest, accreditation_id: int, last: LastDayIn) -> object:
    return services.lift_suspension(
        accreditation=queries.get_accreditation_of_scheme(accreditation_id, request.viewer),
        to_on=last.to_on,
        by=request.user,
        at=timezone.now(),
    )


@router.post(f"{_ONE}/withdrawal", response={204: None}, summary="Withdraw an accreditation")
def withdraw_accreditation(request: SignedInRequest, accreditation_id: int, stop: StopIn) -> None:
    services.withdraw_accreditation(
        accreditation=queries.get_accreditation_of_scheme(accreditation_id, request.viewer),
        on=stop.on,
        reason=stop.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/products/{int:product_id}/checklists",
    response={201: ChecklistOut},
    summary="Publish what centres must show for a product",
)
def publish_checklist(request: SignedInRequest, product_id: int, checklist: ChecklistIn) -> object:
    now = timezone.now()
    own = queries.list_products_of(request.viewer, on=timezone.localdate(now))
    product = next((product for product in own if product.pk == product_id), None)
    if product is None:
        raise Http404
    said = checklist.dict()
    rows = [services.RequirementText(**row) for row in said.pop("requirements")]
    version, valid_from = said.pop("version"), said.pop("valid_from")
    return services.publish_checklist(
        product=product,
        version=version,
        valid_from=valid_from,
        terms=services.Terms(**said),
        requirements=rows,
        by=request.user,
        at=now,
    )


def _requirement(row: RequirementRow) -> RequirementOut:
    said = row.assessment
    return RequirementOut(
        requirement_id=row.requirement_id,
        code=row.code,
        factor=row.factor,
        text=row.text,
        answer=said.answer if said else None,
        note=said.note if said else "",
        files=[FileOut.from_orm(file) for file in row.evidence],
    )
