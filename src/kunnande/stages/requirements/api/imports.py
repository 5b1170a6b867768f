from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Router, Schema, UploadedFile

from kunnande.stages.parties.queries import Organisation, Role, SignedInRequest, organisations_of
from kunnande.stages.requirements import services
from kunnande.stages.requirements.queries import StagedImport, find_staged_import

router = Router(tags=["List of staff"])

_LIST = "/organisations/{int:organisation_id}/staff-list"


class StagedOut(Schema):
    """A list that waits; mapping says which column, from 0, holds which field."""

    file_name: str
    header: list[str]
    rows: int
    mapping: dict[str, int]
    staged_at: datetime


class ColumnsIn(Schema):
    mapping: dict[str, int]


class PlannedRowOut(Schema):
    row: int
    name: str
    team: str
    state: str
    notes: list[str]


class RowProblem(Schema):
    row: int
    field: str
    rule: str


class PlannedRoleOut(Schema):
    name: str
    origin: str
    people: int


class PreviewOut(Schema):
    rows: list[PlannedRowOut]
    problems: list[RowProblem]
    new_roles: list[PlannedRoleOut]


class SummaryOut(Schema):
    employed: int
    changed: int
    unchanged: int
    roles_made: int
    roles_given: int


@router.post(_LIST, response={201: StagedOut}, summary="Send a list of staff; nothing is taken in")
def stage_import(
    request: SignedInRequest, organisation_id: int, file: File[UploadedFile]
) -> StagedOut:
    staged = services.stage_import(
        organisation=_own(request, organisation_id),
        file_name=file.name or "",
        content=file.read(),
        by=request.user,
        at=timezone.now(),
    )
    return _told(staged)


@router.put(f"{_LIST}/columns", response=StagedOut, summary="Say which column holds what")
def choose_columns(request: SignedInRequest, organisation_id: int, columns: ColumnsIn) -> StagedOut:
    staged = _staged(request, organisation_id)
    return _told(services.choose_columns(staged=staged, mapping=columns.mapping))


@router.get(f"{_LIST}/preview", response=PreviewOut, summary="See what confirming would do")
def preview_import(request: SignedInRequest, organisation_id: int) -> services.ImportPreview:
    staged = _staged(request, organisation_id)
    return services.preview_import(staged=staged, at=timezone.now())


@router.post(
    f"{_LIST}/confirmation", response=SummaryOut, summary="Take in the whole list, or nothing of it"
)
def confirm_import(request: SignedInRequest, organisation_id: int) -> services.ImportSummary:
    staged = _staged(request, organisation_id)
    return services.confirm_import(staged=staged, by=request.user, at=timezone.now())


def _told(staged: StagedImport) -> StagedOut:
    table = services.read_staged(staged)
    return StagedOut(
        file_name=staged.file_name,
        header=list(table.header),
        rows=len(table.rows),
        mapping=staged.mapping,
        staged_at=staged.staged_at,
    )


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)


def _staged(request: SignedInRequest, organisation_id: int) -> StagedImport:
    staged = find_staged_import(_own(request, organisation_id), request.viewer)
    if staged is None:
        raise Http404
    return staged
