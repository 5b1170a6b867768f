"""What a report says of kronor: decision by decision, and budget line by budget line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from decimal import Decimal

    from kunnande.stages.programme.queries.budget import LineRow
    from kunnande.stages.programme.queries.money import GrantMoney, Money


def tell_money(money: Money) -> list[list[str]]:
    """Return lines of name and value; a programme without a budget has those of its decisions."""
    lines = [_of_grant(one) for one in money.grants]
    if money.budgeted_by is None:
        return lines
    name = _("Budget i beslut nummer %(number)s") % {"number": money.budgeted_by.number}
    lines.append([name, _of_line(money.total)])
    return lines + [[str(row.line), _of_line(row)] for row in money.lines]


def _of_grant(one: GrantMoney) -> list[str]:
    name = _("Beslut nummer %(number)s, kronor") % {"number": one.grant.number}
    told = _("%(granted)s beviljade, %(spent)s använda, %(claimed)s begärda") % {
        "granted": _kronor(one.grant.amount_kronor),
        **{key: _kronor(amount) for key, amount in one.kronor.items()},
    }
    return [name, told]


def _of_line(row: LineRow) -> str:
    words = _(
        "%(budgeted)s i budget, %(spent)s använda, %(claimed)s begärda, "
        "%(forecast)s i prognos, %(remaining)s kvar"
    )
    return words % {key: _kronor(amount) for key, amount in row.kronor.items()}


def _kronor(amount: Decimal) -> str:
    return number_format(amount, 2, force_grouping=True)
