"""Begin an attempt: carry out template processing, so that this candidate's item is settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import localcontext

from .chance import Lottery
from .items import Item
from .rules import run
from .scope import Effort, Scope
from .values import ARITHMETIC, Value

_MOST_TRIES = 100
# For all tries together.
_MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Instance:
    """What template processing decided: template variables, correct responses and defaults."""

    templates: Mapping[str, Value | None]
    keys: Mapping[str, Value | None]
    starts: Mapping[str, Value | None]


def settle(item: Item, seed: int) -> Instance:
    """Return the instance of an item that a seed decides.

    Parameters
    ----------
    item
        The item as read.
    seed
        Kept for the whole attempt; the same seed gives the same instance.

    Returns
    -------
    Instance
        Empty for an item without template processing. Where a template constraint does not hold
        within 100 tries, the declared defaults.

    References
    ----------
    1EdTech QTI 3.0 ASI information model, template processing.
    """
    if not item.template_declarations and not item.template_rules:
        return Instance({}, {}, {})
    lottery, effort = Lottery(f"{item.sha256}:{seed}:template"), Effort(_MOST_STEPS)
    with localcontext(ARITHMETIC):
        for _ in range(_MOST_TRIES):
            scope = _fresh(item, lottery, effort)
            if run(item.template_rules, scope) != "again":
                return Instance(scope.templates, scope.keys, scope.starts)
    return Instance(_fresh(item, lottery, effort).templates, {}, {})


def _fresh(item: Item, lottery: Lottery, effort: Effort) -> Scope:
    return Scope(
        response_declarations=item.response_declarations,
        outcome_declarations=item.outcome_declarations,
        responses={},
        outcomes={},
        template_declarations=item.template_declarations,
        templates={name: declared.default for name, declared in item.template_declarations.items()},
        keys={},
        lottery=lottery,
        effort=effort,
    )
