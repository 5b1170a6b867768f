from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kunnande.stages.programme.queries import programmes_visible_to
from kunnande.stages.programme.queries.grants import owns
from kunnande.stages.programme.queries.months import month_of, months_later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.programme.models import Programme

ROWS_ON_A_PAGE = 25
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MONTHS = 12


def page_of(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest) -> Page[Any]:
    """Return the page of a list that the address asks for, or the nearest there is."""
    return Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("sida"))


def programme_of(request: SignedInRequest, programme_id: int, *roles: str) -> Programme:
    """Return a programme whose owner the viewer acts for in one of the roles; else not found."""
    found = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    if not owns(request.viewer, found, *roles):
        raise Http404
    return found


def month_in_address(year: int, month: int) -> date:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS):
        raise Http404
    return date(year, month, 1)


def month_asked(request: HttpRequest) -> date:
    """Return the month a list is asked for; the one before this where none, or no month, is."""
    last = months_later(month_of(timezone.localdate()), -1)
    try:
        asked = month_of(date.fromisoformat(f"{request.GET.get('manad', '')}-01"))
    except ValueError:
        return last
    return asked if _FIRST_YEAR <= asked.year <= _LAST_YEAR else last
