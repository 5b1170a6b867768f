from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kunnande.stages.parties.queries import Role, organisations_of
from kunnande.stages.parties.services import RegisterChangedError
from kunnande.stages.requirements import services
from kunnande.stages.requirements.queries import find_staged_import
from kunnande.stages.requirements.web.forms import ColumnsForm, UploadForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest
    from kunnande.stages.requirements.queries import StagedImport
    from kunnande.stages.requirements.services import ImportSummary

SHOWN_PROBLEMS = 200
SHOWN_ROWS = 200
SAMPLE_ROWS = 3


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["file"]
        try:
            services.stage_import(
                organisation=organisation,
                file_name=chosen.name,
                content=chosen.read(),
                by=request.user,
                at=timezone.now(),
            )
        except services.RefusedImportError as error:
            form.add_error("file", str(error))
        else:
            return redirect("requirements:import_columns", organisation.pk)
    context = {
        "organisation": organisation,
        "form": form,
        "staged": find_staged_import(organisation, request.viewer),
    }
    return render(request, "requirements/import_people.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def columns(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    staged = find_staged_import(organisation, request.viewer)
    if staged is None:
        return redirect("requirements:import_people", organisation.pk)
    table = services.read_staged(staged)
    form = ColumnsForm(request.POST or None, header=table.header, initial=staged.mapping)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_columns(staged=staged, mapping=form.mapping)
        except services.UnmappedColumnsError as error:
            form.add_error(None, str(error))
        else:
            return redirect("requirements:import_preview", organisation.pk)
    context = {
        "organisation": organisation,
        "staged": staged,
        "form": form,
        "header": table.header,
        "sample": services.sample_of(table, SAMPLE_ROWS),
        "rows": len(table.rows),
    }
    return render(request, "requirements/import_columns.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def preview(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    staged = find_staged_import(organisation, request.viewer)
    if staged is None:
        return redirect("requirements:import_people", organisation.pk)
    problem = ""
    if request.method == "POST":
        try:
            summary = services.confirm_import(staged=staged, by=request.user, at=timezone.now())
        except services.NothingStagedError as error:
            messages.warning(request, str(error))
            return redirect("home:employees", organisation.pk)
        except services.UnmappedColumnsError:
            return redirect("requirements:import_columns", organisation.pk)
        except (services.ImportHasProblemsError, RegisterChangedError) as error:
            problem = str(error)
        else:
            messages.success(request, _in_words(summary))
            return redirect("home:employees", organisation.pk)
    return _show(request, organisation, staged, problem)


def _show(
    request: SignedInRequest, organisation: Organisation, staged: StagedImport, problem: str
) -> HttpResponse:
    try:
        shown = services.preview_import(staged=staged, at=timezone.now())
    except services.UnmappedColumnsError:
        return redirect("requirements:import_columns", organisation.pk)
    context = {
        "organisation": organisation,
        "staged": staged,
        "preview": shown,
        "rows": shown.rows[:SHOWN_ROWS],
        "more_rows": max(0, len(shown.rows) - SHOWN_ROWS),
        "problems": shown.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(shown.problems) - SHOWN_PROBLEMS),
        "rows_with_problems": len({problem.row for problem in shown.problems}),
        "problem": problem,
    }
    return render(request, "requirements/import_preview.html", context)


def _in_words(summary: ImportSummary) -> str:
    said = ngettext(
        "%(people)s person är anställd.", "%(people)s personer är anställda.", summary.employed
    ) % {"people": summary.employed}
    if summary.changed:
        said += " " + _("%(people)s ändrades.") % {"people": summary.changed}
    if summary.unchanged:
        said += " " + _("%(people)s var som förut.") % {"people": summary.unchanged}
    return said


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
