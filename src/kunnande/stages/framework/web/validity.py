from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kunnande.stages.framework import services
from kunnande.stages.framework.queries import ProductVersion, get_area, get_own_version_page
from kunnande.stages.framework.web.forms import ValidityForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.framework.queries import VersionPage
    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def validity(request: SignedInRequest, version_id: int) -> HttpResponse:
    page = _page_or_404(request, version_id)
    form = ValidityForm(request.POST or None, page=page, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _is_set(request, page, form):
        messages.success(request, _("Regeln är sparad."))
        return redirect("framework:validity", version_id)
    status = 422 if form.errors else 200
    context = {"page": page, "form": form}
    return render(request, "framework/validity.html", context, status=status)


def _is_set(request: SignedInRequest, page: VersionPage, form: ValidityForm) -> bool:
    area_id = form.cleaned_data["area_id"]
    try:
        services.set_validity_rule(
            about=get_area(area_id) if area_id else page.version,
            validity=form.validity(),
            from_on=form.cleaned_data["from_on"],
            by=request.user,
            at=timezone.now(),
        )
    except services.ImproperValidityError as error:
        form.add_error("from_on", str(error))
        return False
    return True


def _page_or_404(request: SignedInRequest, version_id: int) -> VersionPage:
    try:
        return get_own_version_page(version_id, request.viewer)
    except ProductVersion.DoesNotExist as error:
        raise Http404 from error
