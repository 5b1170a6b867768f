"""Times that are stopped: who is hit, what they are told, and the one click that sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import (
    Stop,
    find_alternatives,
    get_stop,
    get_stop_to_tell_of,
    list_stop_letters,
    list_stops,
    write_stop_letter,
)
from kunnande.stages.parties.queries import list_accounts_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

ROWS = 25


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    rows = Paginator(list_stops(request.viewer), ROWS).get_page(request.GET.get("sida"))
    return render(request, "booking/stops.html", {"page": rows})


@require_safe
def show(request: SignedInRequest, stop_id: int) -> HttpResponse:
    stop = _visible(request, stop_id)
    now = timezone.now()
    visible = list_stop_letters(stop, request.viewer)
    page = Paginator(visible, ROWS).get_page(request.GET.get("sida"))
    letters = services.show_stop_letters(
        stop=stop, start=max(page.start_index() - 1, 0), limit=ROWS, by=request.user, at=now
    )
    nearest = find_alternatives(letters, at=now)
    accounts = list_accounts_of(letter.person_id for letter in letters)
    rows = []
    for letter in letters:
        account = accounts.get(letter.person_id)
        with override(account.language if account else "sv"):
            text = write_stop_letter(letter, nearest[letter.pk])
        rows.append((letter, nearest[letter.pk], text, account is not None))
    context = {
        "stop": stop,
        "counted": list_stops(request.viewer).get(pk=stop.pk),
        "rows": rows,
        "page": page,
        "may_send": _may_send(request, stop_id),
    }
    return render(request, "booking/stop.html", context)


@require_POST
def send(request: SignedInRequest, stop_id: int) -> HttpResponse:
    try:
        stop = get_stop_to_tell_of(stop_id, request.viewer)
    except Stop.DoesNotExist as error:
        raise Http404 from error
    sent = services.send_stop_letters(stop=stop, by=request.user, at=timezone.now())
    words = ngettext("%(n)d brev skickas nu.", "%(n)d brev skickas nu.", sent)
    messages.success(request, words % {"n": sent})
    return redirect("booking:stop", stop.pk)


def _visible(request: SignedInRequest, stop_id: int) -> Stop:
    try:
        return get_stop(stop_id, request.viewer)
    except Stop.DoesNotExist as error:
        raise Http404 from error


def _may_send(request: SignedInRequest, stop_id: int) -> bool:
    try:
        get_stop_to_tell_of(stop_id, request.viewer)
    except Stop.DoesNotExist:
        return False
    return True
