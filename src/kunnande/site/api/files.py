"""What the pages give as files, to programs: the same files, made by the same acts."""

from typing import Any, Literal, TypeAlias
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from kunnande.site.home import particulars, workbooks
from kunnande.stages.credentials.web import views as credentials
from kunnande.stages.decision.web import views as decision
from kunnande.stages.parties.queries import Role, SignedInRequest, ViewerRequest, organisations_of
from kunnande.stages.requirements.web import workbooks as requirements
from kunnande.stages.supply.api import SelectionIn
from kunnande.stages.supply.web import plan_files
from kunnande.stages.supply.web.workbooks import matrix_file

router = Router(tags=["Files"])

Language: TypeAlias = Literal["sv", "en"]
_PDF: dict[str, Any] = {"responses": {200: {"content": {"application/pdf": {}}}}}
_ZIP: dict[str, Any] = {"responses": {200: {"content": {"application/zip": {}}}}}
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLSX: dict[str, Any] = {"responses": {200: {"content": {_XLSX_TYPE: {}}}}}


@router.get("/me/data", openapi_extra=_ZIP, summary="Take out everything kept about me")
def get_my_data(request: SignedInRequest) -> FileResponse:
    return particulars.my_data_file(request)


@router.get(
    "/cases/{int:case_id}/letter/{language}",
    openapi_extra=_PDF,
    summary="Fetch the letter about my result",
)
def get_letter(request: SignedInRequest, case_id: int, language: Language) -> HttpResponse:
    return decision.letter(request, case_id, language)


@router.get(
    "/decisions/{int:decision_id}/paper/{language}",
    openapi_extra=_PDF,
    summary="Fetch a decision about me as paper",
)
def get_decision_paper(
    request: SignedInRequest, decision_id: int, language: Language
) -> HttpResponse:
    return decision.paper(request, decision_id, language)


@router.get(
    "/certificates/{uuid:public_id}/paper/{language}",
    openapi_extra=_PDF,
    summary="Fetch a certificate as paper, as anybody may who has its number",
)
def get_certificate_paper(
    request: ViewerRequest, public_id: UUID, language: Language
) -> HttpResponse:
    return credentials.paper(request, public_id, language)


@router.get(
    "/organisations/{int:organisation_id}/employees/file",
    openapi_extra=_XLSX,
    summary="Take out the employees as Excel",
)
def get_employees_file(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    return workbooks.employees_export(request, organisation_id)


@router.get(
    "/organisations/{int:organisation_id}/roles/file",
    openapi_extra=_XLSX,
    summary="Take out the roles as Excel",
)
def get_roles_file(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    return requirements.roles_export(request, organisation_id)


@router.get("/import-template", openapi_extra=_XLSX, summary="Fetch the list to fill in")
def get_import_template(request: SignedInRequest) -> HttpResponse:
    return requirements.import_template(request)


@router.get(
    "/organisations/{int:organisation_id}/matrix/file",
    openapi_extra=_XLSX,
    summary="Take out my company's matrix as Excel; each person in it can see that it was",
)
def get_matrix_file(
    request: SignedInRequest, organisation_id: int, selection: Query[SelectionIn]
) -> HttpResponse:
    own = organisations_of(request.viewer, Role.EMPLOYER)
    return matrix_file(
        get_object_or_404(own, pk=organisation_id),
        selection.read(),
        by=request.user,
        at=timezone.localtime(),
    )


@router.get(
    "/competence-plans/{int:supply_plan_id}/paper",
    openapi_extra=_PDF,
    summary="Take out a company's plan as paper, without numbers counted from few people",
)
def get_plan_paper(request: SignedInRequest, supply_plan_id: int) -> HttpResponse:
    return plan_files.plan_paper(request, supply_plan_id)


@router.get(
    "/competence-plans/{int:supply_plan_id}/file",
    openapi_extra=_XLSX,
    summary="Take out a company's plan as Excel, to work on",
)
def get_plan_file(request: SignedInRequest, supply_plan_id: int) -> HttpResponse:
    return plan_files.plan_file(request, supply_plan_id)
