"""Reports to the funder, on screen, on paper and as text to go on writing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kunnande.engines.documents import Heading, Pairs, Paragraph, typeset, write_open_document
from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Report, ReportVersion
from kunnande.stages.programme.queries.extracts import list_extracts
from kunnande.stages.programme.queries.reports import get_version, list_chapters, reports_of
from kunnande.stages.programme.web.following_forms import DraftForm, ReportForm
from kunnande.stages.programme.web.paging import page_of, programme_of

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest

_ODT = "application/vnd.oasis.opendocument.text"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITES = (Role.PROGRAMME_OWNER, Role.ECONOMIST)


@require_http_methods(["GET", "POST"])
def reports(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *_WRITES)
    whole = {"from_on": programme.from_on, "to_on": timezone.localdate()}
    form = DraftForm(request.POST or None, initial=whole)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft_report(
                programme=programme, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except services.ImproperReportError as error:
            form.add_error(None, str(error))
        else:
            return redirect("programme:report", made.report_id)
    page = page_of(reports_of(programme), request)
    context = {"programme": programme, "form": form, "page": page}
    return render(request, "programme/reports.html", context)


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, report_id: int) -> HttpResponse:
    found = _own(request, report_id)
    version = get_version(found)
    form = ReportForm(request.POST or None, initial=version.words)
    if request.method == "POST" and form.is_valid():
        services.save_report(
            report=found, words=form.cleaned_data, by=request.user, at=timezone.now()
        )
        messages.success(request, _("Rapporten är sparad och talen räknade på nytt."))
        return redirect("programme:report", report_id)
    chapters = list_chapters(version)
    context = {
        "report": found,
        "version": version,
        "chapters": [(one, form[one.key]) for one in chapters],
        "form": form,
    }
    return render(request, "programme/report.html", context)


@require_safe
def report_paper(request: SignedInRequest, report_id: int, version_number: int) -> HttpResponse:
    version = _version(request, report_id, version_number)
    content = print_report(version)
    return _file(content, f"rapport-{report_id}-{version_number}.pdf", "application/pdf")


@require_safe
def report_text(request: SignedInRequest, report_id: int, version_number: int) -> HttpResponse:
    version = _version(request, report_id, version_number)
    blocks: list[Heading | Paragraph | Pairs] = [
        Heading(_title(version), 1),
        Paragraph(_told(version)),
    ]
    for one in list_chapters(version):
        blocks += [Heading(one.heading), Paragraph(one.words or one.asks), Pairs(one.figures)]
    content = write_open_document(
        blocks, title=_title(version), language=get_language() or "sv", at=version.saved_at
    )
    return _file(content, f"rapport-{report_id}-{version_number}.odt", _ODT)


@require_safe
def extracts(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER, Role.EVALUATOR)
    context = {
        "programme": programme,
        "page": page_of(list_extracts(programme), request),
    }
    return render(request, "programme/extracts.html", context)


@require_safe
def extract(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER, Role.EVALUATOR)
    now = timezone.localtime()
    made = services.make_extract(programme=programme, by=request.user, at=now)
    return _file(made.content, f"utdrag-{now:%Y-%m-%d}.xlsx", _XLSX)


def print_report(version: ReportVersion) -> bytes:
    """Return a report as paper, in the active language."""
    facts = {
        "language": get_language() or "sv",
        "title": _title(version),
        "programme": version.report.programme.name,
        "version": _told(version),
        "chapters": [
            {"heading": one.heading, "words": one.words, "figures": list(map(list, one.figures))}
            for one in list_chapters(version)
        ],
    }
    return typeset(render_to_string("programme/report.typ"), facts, at=version.saved_at)


def _title(version: ReportVersion) -> str:
    told = version.report
    return f"{told.get_kind_display()} {told.from_on} – {told.to_on}"


def _told(version: ReportVersion) -> str:
    words = _("Version %(number)s, sparad %(day)s av %(who)s.")
    day = date_format(timezone.localtime(version.saved_at), "Y-m-d")
    return words % {"number": version.number, "day": day, "who": version.saved_by}


def _own(request: SignedInRequest, report_id: int) -> Report:
    found = get_object_or_404(Report.objects.select_related("programme"), pk=report_id)
    programme_of(request, found.programme_id, *_WRITES)
    return found


def _version(request: SignedInRequest, report_id: int, number: int) -> ReportVersion:
    found = _own(request, report_id)
    versions = ReportVersion.objects.select_related("report__programme", "saved_by__person")
    return get_object_or_404(versions, report=found, number=number)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
