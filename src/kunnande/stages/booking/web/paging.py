from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

ROWS_ON_A_PAGE = 25


def page_of(rows: Sequence[Any], request: HttpRequest, name: str = "sida") -> Page[Any]:
    """Return the page of a list that the address asks for, or the nearest there is."""
    return Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get(name))
