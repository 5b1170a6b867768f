from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.stages.parties.queries import Organisation, Role, SignedInRequest
from kunnande.stages.programme import services
from kunnande.stages.programme.api.finding import programme_of
from kunnande.stages.programme.api.schemas import (
    Day,
    GrantIn,
    GrantOut,
    PartnerIn,
    PartnerOut,
    ProgrammeOut,
)
from kunnande.stages.programme.models import GrantVersion, Partner, Programme, Report, ReportVersion
from kunnande.stages.programme.queries import (
    ReportKind,
    list_grants,
    list_partners,
    programmes_visible_to,
)
from kunnande.stages.programme.queries.months import month_of
from kunnande.stages.programme.queries.reports import get_version, list_chapters, reports_of

router = Router(tags=["Programmes"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE: dict[str, Any] = {"responses": {200: {"content": {_XLSX: {}}}}}
_OWNER = (Role.PROGRAMME_OWNER,)
_KEEPS = (Role.PROGRAMME_OWNER, Role.ECONOMIST)
_Words = Annotated[str, StringConstraints(max_length=20_000)]


class FileIn(Schema):
    """Any day of the month that the file is about."""

    month_on: Day


class ReportIn(Schema):
    kind: ReportKind
    from_on: Day
    to_on: Day


class ReportWordsIn(Schema):
    """What is written, heading by heading; a heading left out is left empty."""

    words: dict[str, _Words] = Field(examples=[{"spreading": "Två frukostmöten."}])


class ChapterOut(Schema):
    key: str
    heading: str
    figures: list[tuple[str, str]]
    words: str


class ReportOut(Schema):
    """A report in one of its versions, with the figures as they were counted then."""

    report_id: int
    number: int
    saved_at: datetime
    digest: str
    chapters: list[ChapterOut]


class ReportRowOut(Schema):
    id: int
    kind: str
    from_on: Day
    to_on: Day
    latest: int


@router.get("/programmes", response=list[ProgrammeOut], summary="List the programmes I act in")
@paginate
def list_programmes(request: SignedInRequest) -> object:
    return programmes_visible_to(request.viewer)


@router.get(
    "/programmes/{int:programme_id}/grants",
    response=list[GrantOut],
    summary="List what the funder has decided, version by version",
)
@paginate
def list_grant_versions(request: SignedInRequest, programme_id: int) -> list[GrantVersion]:
    found = programmes_visible_to(request.viewer)
    return list_grants(get_object_or_404(found, pk=programme_id))


@router.post(
    "/programmes/{int:programme_id}/grants",
    response={201: GrantOut},
    summary="Enter what the funder has decided from a day on",
)
def enter_grant(request: SignedInRequest, programme_id: int, sent: GrantIn) -> GrantVersion:
    return services.enter_grant(
        programme=programme_of(request, programme_id, *_OWNER),
        grant=sent.read(),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/programmes/{int:programme_id}/partners",
    response=list[PartnerOut],
    summary="List who carries a programme out beside its owner",
)
@paginate
def list_programme_partners(request: SignedInRequest, programme_id: int) -> list[Partner]:
    found = programmes_visible_to(request.viewer)
    return list_partners(get_object_or_404(found, pk=programme_id))


@router.post(
    "/programmes/{int:programme_id}/partners",
    response={201: PartnerOut},
    summary="Let an organisation take part in carrying a programme out",
)
def add_partner(request: SignedInRequest, programme_id: int, sent: PartnerIn) -> Partner:
    return services.add_partner(
        programme=programme_of(request, programme_id, *_OWNER),
        organisation=get_object_or_404(Organisation, pk=sent.organisation_id),
        part=sent.part,
        from_on=sent.from_on,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/programmes/{int:programme_id}/participant-files",
    response=None,
    openapi_extra=_FILE,
    summary="Make a month's file for Statistics Sweden; each person in it can see that it was",
)
def make_participant_file(
    request: SignedInRequest, programme_id: int, sent: FileIn
) -> HttpResponse:
    made = services.make_participant_file(
        programme=programme_of(request, programme_id, *_KEEPS),
        month_on=month_of(sent.month_on),
        by=request.user,
        at=timezone.now(),
    )
    return HttpResponse(made.content, content_type=_XLSX)


@router.post(
    "/programmes/{int:programme_id}/extracts",
    response=None,
    openapi_extra=_FILE,
    summary="Take out every participant under a pseudonym, for the evaluation",
)
def make_extract(request: SignedInRequest, programme_id: int) -> HttpResponse:
    made = services.make_extract(
        programme=programme_of(request, programme_id, Role.PROGRAMME_OWNER, Role.EVALUATOR),
        by=request.user,
        at=timezone.now(),
    )
    return HttpResponse(made.content, content_type=_XLSX)


@router.get(
    "/programmes/{int:programme_id}/reports",
    response=list[ReportRowOut],
    summary="List a programme's reports to its funder",
)
@paginate
def list_programme_reports(request: SignedInRequest, programme_id: int) -> object:
    return reports_of(programme_of(request, programme_id, *_KEEPS))


@router.post(
    "/programmes/{int:programme_id}/reports",
    response={201: ReportOut},
    summary="Begin a report of a period with all its figures, or read the one there is",
)
def draft_report(request: SignedInRequest, programme_id: int, sent: ReportIn) -> ReportOut:
    programme: Programme = programme_of(request, programme_id, *_KEEPS)
    made = services.draft_report(
        programme=programme, **sent.dict(), by=request.user, at=timezone.now()
    )
    return _report_out(made)


@router.get(
    "/programme-reports/{int:report_id}",
    response=ReportOut,
    summary="Read the latest version of a report",
)
def show_programme_report(request: SignedInRequest, report_id: int) -> ReportOut:
    return _report_out(get_version(_report(request, report_id)))


@router.put(
    "/programme-reports/{int:report_id}",
    response=ReportOut,
    summary="Keep what is written as a new version, with the figures counted again",
)
def save_report(request: SignedInRequest, report_id: int, sent: ReportWordsIn) -> ReportOut:
    saved = services.save_report(
        report=_report(request, report_id), words=sent.words, by=request.user, at=timezone.now()
    )
    return _report_out(saved)


def _report(request: SignedInRequest, report_id: int) -> Report:
    found = get_object_or_404(Report.objects.select_related("programme"), pk=report_id)
    programme_of(request, found.programme_id, *_KEEPS)
    return found


def _report_out(version: ReportVersion) -> ReportOut:
    return ReportOut(
        report_id=version.report_id,
        number=version.number,
        saved_at=version.saved_at,
        digest=version.digest,
        chapters=[ChapterOut.from_orm(one) for one in list_chapters(version)],
    )
