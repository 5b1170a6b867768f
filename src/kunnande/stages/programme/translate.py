"""Between files and rows: dated rules come in, the month's participants go out as sheets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kunnande.stages.programme.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class ImproperRuleError(ValueError):
    """A rule has a name, a first day, a whole amount, a unit and a source."""


def read_rules(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each rule as the columns of its row. Raises ImproperRuleError naming the rule."""
    return list(_rules(package))


def _rules(package: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for place, told in enumerate(package.get("rules", ()), start=1):
        code, amount = told.get("code"), told.get("amount")
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        dated = isinstance(told.get("from"), date)
        if not (code and whole and dated and told.get("source") and told.get("unit") in Unit):
            msg = f"rule {place} ({code}): name, from, whole amount, unit and source are needed"
            raise ImproperRuleError(msg)
        yield {
            "code": code,
            "from_on": told["from"],
            "to_on": told.get("to"),
            "amount": amount,
            "unit": told["unit"],
            "source": told["source"],
        }
