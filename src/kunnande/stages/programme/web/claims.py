"""Claims for payment: drafts, what they rest on, and what was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kunnande.stages.programme import services
from kunnande.stages.programme.models import ClaimState, PaymentClaim
from kunnande.stages.programme.queries.claim_checks import list_checks
from kunnande.stages.programme.queries.claims import (
    claims_of,
    get_contents,
    kronor_of_sent,
    next_period,
)
from kunnande.stages.programme.translate_claims import write_claim
from kunnande.stages.programme.web.money import WRITES
from kunnande.stages.programme.web.paging import page_of, programme_of

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def claims(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *WRITES)
    if request.method == "POST":
        try:
            made = services.open_claim(programme=programme, by=request.user, at=timezone.now())
        except services.ImproperClaimError as error:
            messages.info(request, str(error))
            return redirect("programme:claims", programme_id)
        return redirect("programme:claim", made.pk)
    context = {
        "programme": programme,
        "page": page_of(claims_of(programme), request),
        "period": next_period(programme),
        "sent": kronor_of_sent(programme),
    }
    return render(request, "programme/claims.html", context)


@require_http_methods(["GET", "POST"])
def claim(request: SignedInRequest, claim_id: int) -> HttpResponse:
    found = _own(request, claim_id)
    if request.method == "POST":
        try:
            services.send_claim(claim=found, by=request.user, at=timezone.now())
            messages.success(request, _("Ansökan är skickad och låst."))
        except services.ImproperClaimError as error:
            messages.info(request, str(error))
        return redirect("programme:claim", claim_id)
    contents = get_contents(found)
    is_draft = found.state == ClaimState.DRAFT
    today = timezone.localdate()
    months = page_of(contents.months, request)
    context = {
        "claim": found,
        "contents": contents,
        "is_draft": is_draft,
        "checks": list_checks(found, contents, on=today) if is_draft else [],
        "costs": page_of(contents.costs, request),
        "months": months,
        "shown": services.show_claimed_months(
            claim=found,
            months=list(months),
            page="programme:claim",
            by=request.user,
            at=timezone.now(),
        ),
    }
    return render(request, "programme/claim.html", context)


@require_safe
def claim_file(request: SignedInRequest, claim_id: int) -> HttpResponse:
    found = _own(request, claim_id)
    contents = get_contents(found)
    shown = services.show_claimed_months(
        claim=found,
        months=contents.months,
        page="programme:claim_file",
        by=request.user,
        at=timezone.now(),
    )
    told = replace(contents, months=tuple(shown))
    content = write_claim(found, told, created=timezone.localtime())
    name = f"ansokan-{found.number}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


def _own(request: SignedInRequest, claim_id: int) -> PaymentClaim:
    rows = PaymentClaim.objects.select_related("programme", "sent_by__person")
    found = get_object_or_404(rows, pk=claim_id)
    programme_of(request, found.programme_id, *WRITES)
    return found
