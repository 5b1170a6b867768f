"""A programme's budget, and the costs behind each of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import services
from kunnande.stages.programme.models import CostEntry
from kunnande.stages.programme.queries.budget import (
    get_budget,
    lines_of,
    list_commitments,
    list_divided,
    promises_of,
)
from kunnande.stages.programme.queries.costs import costs_of, kronor_of
from kunnande.stages.programme.web.money_forms import (
    CorrectCostForm,
    CostFileForm,
    CostForm,
    in_ore,
)
from kunnande.stages.programme.web.paging import page_of, programme_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.programme.models import Commitment, Programme

WRITES = (Role.PROGRAMME_OWNER, Role.ECONOMIST)


@require_safe
def budget(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *WRITES)
    today = timezone.localdate()
    context = {
        "programme": programme,
        "budget": get_budget(programme, on=today),
        "decisions": list_divided(programme),
        "page": page_of(promises_of(programme, on=today), request),
    }
    return render(request, "programme/budget.html", context)


@require_http_methods(["GET", "POST"])
def costs(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *WRITES)
    form = CostForm(request.POST or None, lines=lines_of(programme))
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_cost(
                programme=programme, cost=form.cost(), by=request.user, at=timezone.now()
            )
        except services.ImproperCostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kostnaden är inskriven."))
            return redirect("programme:costs", programme_id)
    asked, order = request.GET.get("rad", ""), _order_asked(request, programme)
    found = costs_of(programme)
    if asked:
        found = found.filter(line__code=asked)
    if order:
        found = found.filter(commitment=order)
    context = {
        "programme": programme,
        "page": page_of(found, request),
        "kronor": kronor_of(found),
        "asked": asked,
        "order": order,
        "lines": lines_of(programme),
        "form": form,
        "file_form": CostFileForm(),
    }
    return render(request, "programme/costs.html", context)


@require_http_methods(["POST"])
def import_costs(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *WRITES)
    form = CostFileForm(request.POST, request.FILES)
    if form.is_valid():
        _take_in(request, programme, form)
    else:
        messages.info(request, _("Välj en fil."))
    return redirect("programme:costs", programme_id)


@require_http_methods(["GET", "POST"])
def cost(request: SignedInRequest, cost_id: int) -> HttpResponse:
    entry = get_object_or_404(
        CostEntry.objects.select_related("line__programme", "partner", "rate", "corrects"),
        pk=cost_id,
    )
    programme_of(request, entry.line.programme_id, *WRITES)
    form = CorrectCostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        correction = services.Correction(
            told["on"], in_ore(told["kronor"]) or 0, told["reason"], told["evidence"]
        )
        try:
            services.correct_cost(
                entry=entry, correction=correction, by=request.user, at=timezone.now()
            )
        except services.ImproperCostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Rättelsen är inskriven."))
            return redirect("programme:cost", cost_id)
    context = {
        "entry": entry,
        "claimed": getattr(entry, "claimed", None),
        "corrections": entry.corrections.order_by("on", "pk"),
        "form": form,
    }
    return render(request, "programme/cost.html", context)


def _order_asked(request: SignedInRequest, programme: Programme) -> Commitment | None:
    """Return the order whose costs are asked for, where one is."""
    asked = request.GET.get("bestallning", "")
    return get_object_or_404(list_commitments(programme), pk=asked) if asked.isdecimal() else None


def _take_in(request: SignedInRequest, programme: Programme, form: CostFileForm) -> None:
    file = form.cleaned_data["file"]
    try:
        made = services.import_costs(
            programme=programme,
            file_name=file.name,
            content=file.read(),
            by=request.user,
            at=timezone.now(),
        )
    except services.ImproperCostError as error:
        messages.info(request, _("Ingenting är sparat. %(why)s") % {"why": error})
    else:
        messages.success(request, _("%(number)d kostnader är inskrivna.") % {"number": len(made)})
