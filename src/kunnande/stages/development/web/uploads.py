"""A provider's courses from a file: first what it holds, then the yes that keeps it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.engines.tables import Sheet, write_workbook
from kunnande.stages.development import services
from kunnande.stages.development.translate import COLUMNS
from kunnande.stages.development.web.forms import UploadForm
from kunnande.stages.parties.queries import Role, organisations_of

if TYPE_CHECKING:
    from kunnande.stages.development.translate import ReadCatalogue
    from kunnande.stages.parties.queries import Organisation, SignedInRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "development.upload"
_AN_HOUR = 3600
# With its areas it stays within what a form may hold.
_MOST_KEPT = 1_500_000
_AREAS, _GROUP = "areas:", "group:"


@dataclass(frozen=True)
class _Upload:
    """A file waiting for a yes; it travels with the page, signed, and nothing of it is stored."""

    provider: Organisation
    name: str
    content: bytes

    def sign(self, request: SignedInRequest) -> str:
        told = [self.provider.pk, request.user.pk, self.name, b64encode(self.content).decode()]
        return signing.dumps(told, salt=_SALT, compress=True)


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    providers = organisations_of(request.viewer, Role.TRAINING_PROVIDER)
    form = UploadForm(request.POST or None, request.FILES or None, providers=providers)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        waiting = _Upload(form.cleaned_data["provider"], file.name, file.read())
        try:
            return _preview(request, waiting)
        except services.RefusedCatalogueError as error:
            form.add_error("file", str(error))
    status = 422 if form.errors else 200
    return render(request, "development/upload.html", {"form": form}, status=status)


@require_POST
def confirm_upload(request: SignedInRequest) -> HttpResponse:
    try:
        waiting = _open(request)
    except signing.BadSignature:
        messages.info(request, _("Det har gått för lång tid. Välj filen igen."))
        return redirect("development:upload")
    try:
        read = services.import_course_list(
            provider=waiting.provider,
            file_name=waiting.name,
            content=waiting.content,
            areas=_areas_posted(request),
            groups=_groups_posted(request),
            by=request.user,
            at=timezone.now(),
        )
    except (services.RefusedCatalogueError, services.ImproperOccasionError) as error:
        return _preview(request, waiting, problem=str(error))
    if read.problems:
        return _show(request, waiting, read)
    said = _("%(count)d kurser är inlästa.") % {"count": len(read.rows)}
    if count := len(read.groups):
        words = ngettext("%(count)d grupp är öppen.", "%(count)d grupper är öppna.", count)
        said = f"{said} {words % {'count': count}}"
    messages.success(request, said)
    return redirect("development:offered")


@require_GET
def template(request: SignedInRequest) -> HttpResponse:
    sheet = Sheet(
        name=_("Kurser"),
        header=[str(words) for words in COLUMNS.values()],
        rows=[["M1", _("Mätteknik, grund"), "IT08:2, IT02:1", 8, _("Verkstad"), 4, 12]],
    )
    response = HttpResponse(write_workbook([sheet], created=timezone.now()), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="kurser-mall.xlsx"'
    return response


def _preview(request: SignedInRequest, waiting: _Upload, problem: str = "") -> HttpResponse:
    """Show what a file holds. Raises RefusedCatalogueError."""
    read = services.preview_course_list(
        provider=waiting.provider,
        file_name=waiting.name,
        content=waiting.content,
        areas=_areas_posted(request),
        by=request.user,
        at=timezone.now(),
    )
    return _show(request, waiting, read, problem)


def _show(
    request: SignedInRequest, waiting: _Upload, read: ReadCatalogue, problem: str = ""
) -> HttpResponse:
    kept = waiting.sign(request)
    if len(kept) > _MOST_KEPT:
        raise services.RefusedCatalogueError(_("Filen är för stor. Dela den."))
    is_emil = waiting.name.lower().endswith(".xml")
    posted, chosen = _areas_posted(request), _groups_posted(request)
    titles = {row.code: row.title_sv for row in (*read.rows, *read.untagged)}
    context = {
        "kept": kept,
        "provider": waiting.provider,
        "is_emil": is_emil,
        "courses": [
            (row, posted.get(row.code, row.areas_in_words)) for row in (*read.rows, *read.untagged)
        ],
        "groups": [
            (group, titles.get(group.course_code, ""), group.code in chosen.codes)
            for group in read.groups
        ],
        "starts": f"{chosen.starts:%H:%M}",
        "ends": f"{chosen.ends:%H:%M}",
        "problems": read.problems,
        "problem": problem,
        "may_go_on": is_emil or not read.problems,
    }
    status = 422 if problem or read.problems else 200
    return render(request, "development/preview.html", context, status=status)


def _open(request: SignedInRequest) -> _Upload:
    """Return the file that waits for this user. Raises BadSignature."""
    told = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=_AN_HOUR)
    provider_id, user_id, name, content = told
    if user_id != request.user.pk:
        msg = "somebody else's upload"
        raise signing.BadSignature(msg)
    own = organisations_of(request.viewer, Role.TRAINING_PROVIDER)
    return _Upload(get_object_or_404(own, pk=provider_id), name, b64decode(content))


def _areas_posted(request: SignedInRequest) -> dict[str, str]:
    """Return the areas written on the page, by the course's code."""
    return {
        name.removeprefix(_AREAS): value
        for name, value in request.POST.items()
        if name.startswith(_AREAS) and isinstance(value, str)
    }


def _groups_posted(request: SignedInRequest) -> services.GroupsChosen:
    """Return which occasions are chosen on the page; a time that is none is the usual one."""
    chosen = frozenset(
        name.removeprefix(_GROUP) for name in request.POST if name.startswith(_GROUP)
    )
    usual = services.GroupsChosen(chosen)
    return usual._replace(
        starts=_time_posted(request, "starts", usual.starts),
        ends=_time_posted(request, "ends", usual.ends),
    )


def _time_posted(request: SignedInRequest, name: str, usual: time) -> time:
    try:
        return time.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return usual
