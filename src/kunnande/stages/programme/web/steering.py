"""The programme's owner, economist and nodes: what was granted, who is reached, who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import participations_visible_to, programmes_visible_to
from kunnande.stages.programme.queries.attesting import took_part_in
from kunnande.stages.programme.queries.months import months_later
from kunnande.stages.programme.queries.node_board import list_coordinated
from kunnande.stages.programme.queries.steering import get_steering
from kunnande.stages.programme.web.forms import GrantForm
from kunnande.stages.programme.web.paging import month_asked, month_in_address, page_of

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.programme.models import Programme

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    led, kept, judged = (
        request.viewer.organisations(role)
        for role in (Role.PROGRAMME_OWNER, Role.ECONOMIST, Role.EVALUATOR)
    )
    context = {
        "programmes": [
            get_steering(one, on=today) for one in programmes_visible_to(request.viewer)
        ],
        "led": led,
        "owned": led | kept,
        "evaluated": led | judged,
        "numbered": led | kept | judged,
        "coordinated": {one.pk for one in list_coordinated(request.viewer, on=today)},
        "today": today,
    }
    return render(request, "programme/overview.html", context)


@require_http_methods(["GET", "POST"])
def enter_grant(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = _own(request, programme_id)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        grant = services.Grant(
            from_on=told["from_on"],
            people=told["people"],
            amount_ore=form.amount_ore(),
            source=told["source"],
            women=told["women"],
            men=told["men"],
        )
        try:
            services.enter_grant(
                programme=programme, grant=grant, by=request.user, at=timezone.now()
            )
        except services.ImproperGrantError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Beslutet är inskrivet. Det förra finns kvar."))
            return redirect("programme:overview")
    return render(request, "programme/grant.html", {"form": form, "programme": programme})


@require_GET
def people(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = _own(request, programme_id)
    month_on = month_asked(request)
    visible = participations_visible_to(request.viewer).filter(programme=programme)
    page = page_of(visible.filter(took_part_in(month_on)), request)
    context = {
        "programme": programme,
        "page": page,
        "months": services.show_months(
            participations=list(page), month_on=month_on, by=request.user, at=timezone.now()
        ),
        "month_on": month_on,
        "before": months_later(month_on, -1),
        "after": months_later(month_on, 1),
    }
    return render(request, "programme/people.html", context)


@require_safe
def participant_file(
    request: SignedInRequest, programme_id: int, year: int, month: int
) -> HttpResponse:
    month_on = month_in_address(year, month)
    try:
        made = services.make_participant_file(
            programme=_own(request, programme_id),
            month_on=month_on,
            by=request.user,
            at=timezone.now(),
        )
    except services.MonthGoingOnError as error:
        messages.info(request, str(error))
        return redirect("programme:people", programme_id)
    name = f"deltagare-{month_on:%Y-%m}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made.content, content_type=_XLSX, headers=headers)


def _own(request: SignedInRequest, programme_id: int) -> Programme:
    """Return a programme that the viewer owns; a node has its companies only."""
    found = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    roles = (Role.PROGRAMME_OWNER, Role.ECONOMIST)
    if not any(found.owner_id in request.viewer.organisations(role) for role in roles):
        raise Http404
    return found
