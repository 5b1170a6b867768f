"""A decision is divided among lines; a line says where its figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import services
from kunnande.stages.programme.models import BudgetLine, GrantVersion
from kunnande.stages.programme.queries.budget import (
    amounts_of,
    get_budget,
    list_rates,
    promises_of,
)
from kunnande.stages.programme.queries.grants import grants_of
from kunnande.stages.programme.web.budget_forms import (
    ClosingForm,
    PromiseForm,
    rows_kept,
    rows_sent,
    rows_to_fill_in,
)
from kunnande.stages.programme.web.paging import page_of, programme_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.programme.models import Programme
    from kunnande.stages.programme.web.budget_forms import LineRows

_WRITES = (Role.PROGRAMME_OWNER, Role.ECONOMIST)
MORE = "more"


@require_http_methods(["GET", "POST"])
def set_budget(request: SignedInRequest, programme_id: int, grant_number: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *_WRITES)
    grant = get_object_or_404(grants_of(programme), number=grant_number)
    rates, problem = list_rates(), ""
    if request.method != "POST":
        rows = rows_to_fill_in(_lines_before(programme), rates)
    elif MORE in request.POST:
        rows = rows_kept(request.POST, rates)
    else:
        rows = rows_sent(request.POST, rates)
        problem = _divide(request, grant, rows) if rows.is_valid() else ""
        if rows.is_valid() and not problem:
            messages.success(request, _("Budgeten är inskriven."))
            return redirect("programme:budget", programme_id)
    context = {"programme": programme, "grant": grant, "rows": rows, "problem": problem}
    return render(request, "programme/set_budget.html", context)


@require_http_methods(["GET", "POST"])
def budget_line(request: SignedInRequest, budget_line_id: int) -> HttpResponse:
    line = _line(request, budget_line_id)
    form = PromiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.commit_money(
                line=line, promise=form.promise(), by=request.user, at=timezone.now()
            )
        except services.ImproperCommitmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Beställningen är inskriven."))
            return redirect("programme:budget_line", line.pk)
    return _show(request, line, form=form, closing=ClosingForm())


@require_POST
def close_line(request: SignedInRequest, budget_line_id: int) -> HttpResponse:
    line = _line(request, budget_line_id)
    closing = ClosingForm(request.POST)
    if closing.is_valid():
        last_on = closing.cleaned_data["last_on"]
        try:
            services.close_line(line=line, on=last_on, by=request.user, at=timezone.now())
        except services.LineClosedError as error:
            closing.add_error("last_on", str(error))
        else:
            messages.success(request, _("Raden är stängd. Tidigare kostnader finns kvar."))
            return redirect("programme:budget_line", line.pk)
    return _show(request, line, form=PromiseForm(), closing=closing)


def _line(request: SignedInRequest, budget_line_id: int) -> BudgetLine:
    line = get_object_or_404(BudgetLine.objects.select_related("programme"), pk=budget_line_id)
    programme_of(request, line.programme_id, *_WRITES)
    return line


def _show(
    request: SignedInRequest, line: BudgetLine, *, form: PromiseForm, closing: ClosingForm
) -> HttpResponse:
    today = timezone.localdate()
    found = get_budget(line.programme, on=today)
    context = {
        "line": line,
        "programme": line.programme,
        "row": next(row for row in found.rows if row.line and row.line.pk == line.pk),
        "applies": found.grant,
        "amounts": amounts_of(line),
        "page": page_of(promises_of(line.programme, on=today).filter(line=line), request),
        "form": form,
        "closing": closing,
    }
    return render(request, "programme/budget_line.html", context)


def _divide(request: SignedInRequest, grant: GrantVersion, rows: LineRows) -> str:
    """Save the budget; return why not, where it can not be."""
    try:
        services.set_budget(grant=grant, lines=rows.read(), by=request.user, at=timezone.now())
    except services.ImproperBudgetError as error:
        return str(error)
    return ""


def _lines_before(programme: Programme) -> list[dict[str, Any]]:
    """Return the lines of the decision that applies, to be changed or emptied."""
    return [
        {
            "code": row.line.code,
            "name": row.line.name,
            "kind": row.line.kind,
            "rate_code": row.line.rate_code,
            "kronor": row.kronor["budgeted"],
        }
        for row in get_budget(programme, on=timezone.localdate()).rows
        if row.line
    ]
