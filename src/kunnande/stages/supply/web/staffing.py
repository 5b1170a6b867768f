"""What happens to the company when people leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kunnande.stages.supply import services
from kunnande.stages.supply.queries.staffing import MONTHS
from kunnande.stages.supply.web.selections import company_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

USUAL_PERCENT = 10
PERCENTS = (5, USUAL_PERCENT, 15, 20, 30)


@require_safe
def show(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = company_of(organisation_id)
    asked = request.GET.get("slutar", "")
    percent = next((one for one in PERCENTS if str(one) == asked), USUAL_PERCENT)
    try:
        staffing = services.show_staffing(
            organisation=organisation, leaves_percent=percent, by=request.user, at=timezone.now()
        )
    except services.NotYourCompanyError as error:
        raise PermissionDenied from error
    context = {
        "organisation": organisation,
        "staffing": staffing,
        "percents": PERCENTS,
        "months": MONTHS,
    }
    return render(request, "supply/staffing.html", context)
