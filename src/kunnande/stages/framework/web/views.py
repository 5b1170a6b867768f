from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kunnande.stages.framework import services
from kunnande.stages.framework.queries import (
    ProductVersion,
    VersionPage,
    get_version_page,
    list_products,
    localised,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def products(request: SignedInRequest) -> HttpResponse:
    rows = list_products(request.viewer)
    context = {
        "rows": rows,
        "versions": [row.version for row in rows],
        "owns": bool(request.viewer.organisations("scheme_owner")),
    }
    return render(request, "framework/products.html", context)


@require_GET
def version(request: SignedInRequest, version_id: int) -> HttpResponse:
    return _show(request, version_id)


@require_POST
def publish(request: SignedInRequest, version_id: int) -> HttpResponse:
    page = _page_or_404(request, version_id)
    try:
        published = services.publish_version(
            version=page.version, by=request.user, at=timezone.now()
        )
    except services.AlreadyPublishedError as error:
        messages.info(request, str(error))
    except services.ImproperSchemeError as error:
        return _show(request, version_id, problems=error.problems)
    else:
        name = localised(published.product, "name")
        messages.success(request, _("%(name)s är publicerad.") % {"name": name})
    return redirect("framework:version", version_id)


def _show(
    request: SignedInRequest, version_id: int, problems: tuple[str, ...] = ()
) -> HttpResponse:
    page = _page_or_404(request, version_id)
    context = {"page": page, "problems": problems}
    return render(request, "framework/version.html", context, status=422 if problems else 200)


def _page_or_404(request: SignedInRequest, version_id: int) -> VersionPage:
    try:
        return get_version_page(version_id, request.viewer)
    except ProductVersion.DoesNotExist as error:
        raise Http404 from error
