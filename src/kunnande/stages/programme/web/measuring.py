"""A programme against its targets, and its indicators down to who counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Indicator
from kunnande.stages.programme.queries.board import get_board
from kunnande.stages.programme.queries.board_people import find_counted
from kunnande.stages.programme.queries.grants import list_grants, owns
from kunnande.stages.programme.queries.indicators import find_indicator_set, list_figures
from kunnande.stages.programme.queries.money import get_money
from kunnande.stages.programme.web.following_forms import SetForm
from kunnande.stages.programme.web.paging import page_of, programme_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

# Numbers alone: an evaluator reads them too, and never who.
READS_NUMBERS = (Role.PROGRAMME_OWNER, Role.ECONOMIST, Role.EVALUATOR)


@require_GET
def steering(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *READS_NUMBERS)
    board = get_board(programme, on=timezone.localdate())
    money = get_money(programme, on=board.on, grants=board.grants)
    leads = owns(request.viewer, programme, Role.PROGRAMME_OWNER)
    context = {"board": board, "money": money, "leads": leads}
    return render(request, "programme/steering.html", context)


@require_GET
def counted(request: SignedInRequest, programme_id: int, part: str, measure: str) -> HttpResponse:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER)
    board = get_board(programme, on=timezone.localdate())
    found = find_counted(board, part, measure)
    if found is None:
        raise Http404
    page = page_of(found.people, request)
    people = services.show_counted(
        board=board, people=list(page), by=request.user, at=timezone.now()
    )
    context = {
        "programme": programme,
        "board": board,
        "counted": found,
        "page": page,
        "people": people,
    }
    return render(request, "programme/counted.html", context)


@require_http_methods(["GET", "POST"])
def indicators(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, *READS_NUMBERS)
    today = timezone.localdate()
    grants = list_grants(programme)
    form = SetForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and grants:
        try:
            services.choose_indicator_set(
                grant=grants[-1], **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except services.SetChosenError as error:
            messages.info(request, str(error))
        except services.NotYourProgrammeError as error:
            raise Http404 from error
        return redirect("programme:indicators", programme_id)
    is_owner = owns(request.viewer, programme, Role.PROGRAMME_OWNER)
    latest_has_none = bool(grants) and not hasattr(grants[-1], "set_choice")
    context = {
        "programme": programme,
        "today": today,
        "indicator_set": find_indicator_set(programme, on=today),
        "figures": list_figures(programme, on=today),
        "is_owner": is_owner,
        "form": form if is_owner and latest_has_none else None,
        "grant": grants[-1] if grants else None,
    }
    return render(request, "programme/indicators.html", context)


@require_GET
def indicator(request: SignedInRequest, programme_id: int, indicator_code: str) -> HttpResponse:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER)
    try:
        evidence = services.show_indicator(
            programme=programme, code=indicator_code, by=request.user, at=timezone.now()
        )
    except Indicator.DoesNotExist as error:
        raise Http404 from error
    context = {
        "programme": programme,
        "evidence": evidence,
        "page": page_of(evidence.people, request),
        "word": _("räknas inte här"),
    }
    return render(request, "programme/indicator.html", context)
