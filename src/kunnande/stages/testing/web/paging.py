from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

ROWS_ON_A_PAGE = 25
_MOST_PAGES = 9999


@dataclass(frozen=True)
class Shown:
    """The rows of a list that a page shows, and the addresses of those before and after."""

    rows: Sequence[Any]
    total: int
    number: int
    earlier: str
    later: str


def page_of(request: HttpRequest, rows: QuerySet[Any], name: str) -> Shown:
    """Return the page of a list that the address asks for under the list's name."""
    pages = Paginator(rows, ROWS_ON_A_PAGE)
    page = pages.get_page(number_of(request, name))
    rows_here = list(page.object_list)
    return shown_of(request, name, rows_here, total=pages.count, number=page.number)


def shown_of(
    request: HttpRequest, name: str, rows: Sequence[Any], *, total: int, number: int | None = None
) -> Shown:
    """Return rows that were asked for by the page of the address, as that page."""
    number = number or number_of(request, name)
    return Shown(
        rows=rows,
        total=total,
        number=number,
        earlier=_address(request, name, number - 1) if number > 1 else "",
        later=_address(request, name, number + 1) if number * ROWS_ON_A_PAGE < total else "",
    )


def number_of(request: HttpRequest, name: str) -> int:
    """Return which page the address asks for; the first where it says nothing readable."""
    text = request.GET.get(name, "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST_PAGES))
    return max(1, int(text)) if is_number else 1


def _address(request: HttpRequest, name: str, number: int) -> str:
    query = request.GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"
