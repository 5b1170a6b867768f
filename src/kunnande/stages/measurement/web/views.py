from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kunnande.stages.measurement import services
from kunnande.stages.measurement.queries import list_scales

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def scales(request: SignedInRequest) -> HttpResponse:
    return render(request, "measurement/scales.html", {"scales": list_scales(request.viewer)})


@require_POST
def order(request: SignedInRequest) -> HttpResponse:
    try:
        services.order_calibration(by=request.user, at=timezone.now())
    except services.AlreadyOrderedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Beräkningen är beställd. Den görs i bakgrunden."))
    return redirect("measurement:scales")
