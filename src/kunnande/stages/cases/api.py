from datetime import datetime
from typing import Any, Literal

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.pagination import paginate

from kunnande.stages.cases import services
from kunnande.stages.cases.queries import (
    Case,
    CasePage,
    Evidence,
    RatedArea,
    cases_of_employees_visible_to,
    get_evidence,
    get_own_case,
    list_case_pages,
    list_rating_steps,
)
from kunnande.stages.framework.queries import list_published, localised
from kunnande.stages.parties.queries import (
    Role,
    SignedInRequest,
    get_person,
    list_employees,
    organisations_of,
)

router = Router(tags=["Validation cases"])

_FILE: dict[str, Any] = {"responses": {200: {"content": {"application/octet-stream": {}}}}}


class CaseOut(Schema):
    id: int
    person_id: int
    product_version_id: int
    employer_id: int | None
    state: str
    round: int
    opened_at: datetime
    changed_at: datetime


class CaseOfEmployee(Schema):
    """The status of a case: what its results are is not the employer's to see here."""

    id: int
    person_id: int
    person_name: str
    product: str
    state: str
    changed_at: datetime


class NewCase(Schema):
    person_id: int
    product_version_id: int


class TalkOut(Schema):
    held_at: datetime
    summary: str


class ProposalOut(Schema):
    area_name: str
    text: str


class OwnCase(Schema):
    case: CaseOut
    product: str
    must_answer: bool
    talk: TalkOut | None
    proposals: list[ProposalOut]


class EvidenceOut(Schema):
    id: int
    area_version_id: int
    name: str
    media_type: str
    size_bytes: int
    added_at: datetime


class StepOut(Schema):
    number: int
    area_version_id: int
    area_name: str
    level: int | None
    evidence: list[EvidenceOut]


class LevelIn(Schema):
    level: Literal[0, 1, 2, 3, 4]


class RatedOut(Schema):
    area_version_id: int
    level: int
    rated_at: datetime


@router.get("/me/cases", response=list[OwnCase], summary="List my cases and where they stand")
@paginate
def list_own_cases(request: SignedInRequest) -> list[OwnCase]:
    person_id = request.viewer.person_id
    pages = list_case_pages(person_id, on=timezone.localdate()) if person_id else []
    return [_own_case(page) for page in pages]


@router.get(
    "/organisations/{int:organisation_id}/cases",
    response=list[CaseOfEmployee],
    summary="List the cases of my company's employees",
)
@paginate
def list_cases(request: SignedInRequest, organisation_id: int) -> list[CaseOfEmployee]:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    cases = cases_of_employees_visible_to(request.viewer, on=timezone.localdate())
    return [
        CaseOfEmployee(
            id=case.pk,
            person_id=case.person_id,
            person_name=case.person.name,
            product=localised(case.product_version.product, "name"),
            state=case.state,
            changed_at=case.changed_at,
        )
        for case in cases.filter(employer=company).order_by("-opened_at", "-id")
    ]


@router.post(
    "/organisations/{int:organisation_id}/cases",
    response={201: CaseOut},
    summary="Enter an employee for a validation",
)
def open_case(request: SignedInRequest, organisation_id: int, new: NewCase) -> Case:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    now = timezone.localtime()
    _refuse_unoffered(new, {row.person_id for row in list_employees(company, on=now.date())}, now)
    return services.open_case(
        person=get_person(new.person_id),
        product_version_id=new.product_version_id,
        employer=company,
        by=request.user,
        at=now,
    )


@router.post("/cases/{int:case_id}/admission", response=CaseOut, summary="Begin my own case")
def begin_case(request: SignedInRequest, case_id: int) -> Case:
    case = get_own_case(case_id, request.viewer)
    return services.admit(case=case, by=request.user, at=timezone.now())


@router.get(
    "/cases/{int:case_id}/self-rating",
    response=list[StepOut],
    summary="Read my self-rating, area by area",
)
@paginate
def list_rated_areas(request: SignedInRequest, case_id: int) -> list[StepOut]:
    case = get_own_case(case_id, request.viewer)
    return [
        StepOut(
            number=step.number,
            area_version_id=step.area.area_version_id,
            area_name=step.area.name,
            level=step.level,
            evidence=[EvidenceOut.from_orm(evidence) for evidence in step.evidence],
        )
        for step in list_rating_steps(case)
    ]


@router.put(
    "/cases/{int:case_id}/self-rating/{int:area_version_id}",
    response=RatedOut,
    summary="Choose my level in an area",
)
def rate_area(
    request: SignedInRequest, case_id: int, area_version_id: int, chosen: LevelIn
) -> RatedArea:
    return services.rate_area(
        case=get_own_case(case_id, request.viewer),
        area_version_id=area_version_id,
        level=chosen.level,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/cases/{int:case_id}/self-rating/submission",
    response=CaseOut,
    summary="Hand in my self-rating",
)
def submit_self_rating(request: SignedInRequest, case_id: int) -> Case:
    case = get_own_case(case_id, request.viewer)
    services.submit_self_rating(case=case, by=request.user, at=timezone.now())
    return case


@router.post(
    "/cases/{int:case_id}/evidence",
    response={201: EvidenceOut},
    summary="Attach a file to an area of my case",
)
def attach_evidence(
    request: SignedInRequest, case_id: int, area_version_id: Form[int], file: File[UploadedFile]
) -> Evidence:
    return services.attach_evidence(
        case=get_own_case(case_id, request.viewer),
        area_version_id=area_version_id,
        name=file.name or "",
        # One byte past the limit is enough to refuse a file without holding all of it.
        content=file.read(services.LARGEST_FILE_BYTES + 1),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/evidence/{int:evidence_id}", openapi_extra=_FILE, summary="Download a file somebody attached"
)
def download_evidence(request: SignedInRequest, evidence_id: int) -> FileResponse:
    evidence = get_evidence(evidence_id, request.viewer)
    return FileResponse(
        services.show_evidence(evidence=evidence, by=request.user, at=timezone.now()),
        as_attachment=True,
        filename=evidence.name,
        content_type=evidence.media_type,
    )


@router.delete(
    "/evidence/{int:evidence_id}", response={204: None}, summary="Take back a file I attached"
)
def remove_evidence(request: SignedInRequest, evidence_id: int) -> None:
    evidence = get_evidence(evidence_id, request.viewer)
    services.remove_evidence(evidence=evidence, by=request.user, at=timezone.now())


def _own_case(page: CasePage) -> OwnCase:
    return OwnCase(
        case=CaseOut.from_orm(page.case),
        product=page.product_name,
        must_answer=page.must_answer,
        talk=TalkOut.from_orm(page.talk) if page.talk else None,
        proposals=[ProposalOut.from_orm(proposal) for proposal in page.proposals],
    )


def _refuse_unoffered(new: NewCase, employees: set[int], now: datetime) -> None:
    versions = {version.pk for version in list_published(now.date())}
    if new.person_id not in employees or new.product_version_id not in versions:
        raise Http404
