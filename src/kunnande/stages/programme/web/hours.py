"""A month of hours: whose they are reads and signs, their company signs and locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.parties.queries import Role, organisations_of
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import list_own_participations, participations_visible_to
from kunnande.stages.programme.queries.attesting import list_months_of, took_part_in
from kunnande.stages.programme.queries.months import last_of, months_later
from kunnande.stages.programme.web.forms import CorrectForm
from kunnande.stages.programme.web.paging import month_asked, month_in_address, page_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.programme.models import Participation


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    parts = [
        {"participation": one, "months": list_months_of(one, until=today)}
        for one in list_own_participations(request.viewer.person_id or 0)
    ]
    return render(request, "programme/mine.html", {"parts": parts, "today": today})


@require_http_methods(["GET", "POST"])
def month(request: SignedInRequest, participation_id: int, year: int, month: int) -> HttpResponse:
    participation = _visible(request, participation_id)
    month_on = month_in_address(year, month)
    if request.method == "POST":
        _sign(request, participation, month_on)
        return redirect("programme:month", participation_id, year, month)
    shown = services.show_month(
        participation=participation, month_on=month_on, by=request.user, at=timezone.now()
    )
    context = {
        "month": shown,
        "is_mine": participation.person_id == request.viewer.person_id,
        "is_ours": _is_ours(request, participation),
        "is_over": timezone.localdate() > last_of(month_on),
        "form": CorrectForm(),
    }
    return render(request, "programme/month.html", context)


@require_POST
def correct(request: SignedInRequest, participation_id: int, year: int, month: int) -> HttpResponse:
    participation = _visible(request, participation_id)
    form = CorrectForm(request.POST)
    try:
        services.open_correction(
            participation=participation,
            month_on=month_in_address(year, month),
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Månaden är öppen för rättelse. Personen skriver under igen."))
    except (services.ReasonMissingError, services.NothingToSignError) as error:
        messages.info(request, str(error))
    return redirect("programme:month", participation_id, year, month)


@require_GET
def staff(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    month_on = month_asked(request)
    visible = participations_visible_to(request.viewer)
    page = page_of(visible.filter(took_part_in(month_on), company=company), request)
    context = {
        "company": company,
        "page": page,
        "months": services.show_months(
            participations=list(page), month_on=month_on, by=request.user, at=timezone.now()
        ),
        "month_on": month_on,
        "before": months_later(month_on, -1),
        "after": months_later(month_on, 1),
    }
    return render(request, "programme/staff.html", context)


def _sign(request: SignedInRequest, participation: Participation, month_on: date) -> None:
    is_mine = participation.person_id == request.viewer.person_id
    act = services.sign_own_month if is_mine else services.lock_month
    try:
        act(participation=participation, month_on=month_on, by=request.user, at=timezone.now())
        messages.success(request, _("Du har skrivit under månaden."))
    except (
        services.MonthGoingOnError,
        services.MonthLockedError,
        services.NothingToSignError,
        services.ImproperHoursError,
    ) as error:
        messages.info(request, str(error))
    except services.NotYoursToSignError as error:
        raise Http404 from error


def _visible(request: SignedInRequest, participation_id: int) -> Participation:
    return get_object_or_404(participations_visible_to(request.viewer), pk=participation_id)


def _is_ours(request: SignedInRequest, participation: Participation) -> bool:
    return participation.company_id in request.viewer.organisations(Role.EMPLOYER)
