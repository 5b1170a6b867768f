from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kunnande.engines import qti
from kunnande.stages.itembank.queries import get_item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kunnande.stages.testing.models import SittingItem

Responses = dict[str, str | list[str] | None]
FOUR_DECIMALS = Decimal("0.0001")


def show(placed: SittingItem, language: str, *, media_prefix: str, responses: Responses) -> str:
    """Return the question as the candidate sees it, with what has been answered filled in."""
    view = qti.show(
        get_item(placed.item_version_id, language),
        seed=placed.seed,
        language=language,
        media_prefix=media_prefix,
        responses=_for_engine(responses),
    )
    return view.html


def read_posted(
    placed: SittingItem, language: str, posted: Mapping[str, Sequence[str]]
) -> Responses:
    """Return posted inputs as responses fit for storing. Raises qti.UnknownResponseError."""
    read = qti.read_responses(get_item(placed.item_version_id, language), posted, seed=placed.seed)
    return {
        name: list(given) if isinstance(given, tuple) else given for name, given in read.items()
    }


def score(placed: SittingItem, language: str, responses: Responses) -> qti.Score:
    """Return what the responses are worth, with the engine's version and the item's digest."""
    item = get_item(placed.item_version_id, language)
    return qti.score(item, _for_engine(responses), seed=placed.seed)


def storable(amount: Decimal, *, at_most: Decimal | None = None) -> Decimal:
    """Return points as they are kept: four decimals, never below zero, never above the most."""
    bounded = max(amount, Decimal(0)) if at_most is None else min(max(amount, Decimal(0)), at_most)
    return bounded.quantize(FOUR_DECIMALS)


def is_answered(responses: Responses) -> bool:
    """Tell whether anything has been answered; an order with empty places counts as begun."""
    return any(
        any(given) if isinstance(given, list) else bool(given) for given in responses.values()
    )


def _for_engine(responses: Responses) -> dict[str, qti.Response]:
    return {
        name: tuple(given) if isinstance(given, list) else given
        for name, given in responses.items()
    }
