"""Score responses: exact, deterministic, never raising on what a candidate sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TypeAlias

from .declarations import OutcomeDeclaration, ResponseDeclaration
from .items import Item
from .rules import run
from .scope import Scope
from .values import (
    ARITHMETIC,
    NUMERIC,
    Response,
    Value,
    container,
    read_answer,
    write_atom,
    write_value,
)

ENGINE_VERSION = "1"

Outcome: TypeAlias = bool | Decimal | str | tuple[bool | Decimal | str, ...] | None


@dataclass(frozen=True, slots=True)
class Score:
    """What a set of responses is worth, and enough to compute it again."""

    points: Decimal
    maximum: Decimal
    outcomes: dict[str, Outcome]
    engine_version: str
    item_sha256: str


def score(item: Item, responses: Mapping[str, Response]) -> Score:
    """Return the points and outcomes of a candidate's responses.

    Parameters
    ----------
    item
        The item as read.
    responses
        Response identifier to QTI lexical form; missing, unknown and nonsensical ones are NULL.
        Numbers may carry a decimal comma and spaces between thousands.

    Returns
    -------
    Score
        ``points`` is the outcome SCORE (0 when NULL), neither rounded nor clipped.

    References
    ----------
    1EdTech QTI 3.0 ASI information model, response processing.
    """
    with localcontext(ARITHMETIC):
        outcomes = _process(item, responses)
        maximum = _maximum(item, outcomes)
    return Score(
        points=_amount(outcomes.get("SCORE")),
        maximum=maximum,
        outcomes={name: _outcome(value) for name, value in sorted(outcomes.items())},
        engine_version=ENGINE_VERSION,
        item_sha256=item.sha256,
    )


def correct_responses(item: Item) -> dict[str, Response]:
    """Return the keyed response to every interaction; for checks, never for a candidate.

    Returns
    -------
    dict[str, Response]
        The declared correct response, else the response that the mapping values highest, else None.
    """
    keyed: dict[str, Response] = {}
    for interaction in item.interactions:
        declaration = item.response_declarations[interaction.response]
        key = declaration.correct or _best_of_mapping(declaration, interaction.max_choices)
        keyed[interaction.response] = write_value(key)
    return keyed


def _process(item: Item, responses: Mapping[str, Response]) -> dict[str, Value | None]:
    declarations = item.response_declarations
    scope = Scope(
        response_declarations=declarations,
        outcome_declarations=item.outcome_declarations,
        responses={
            name: read_answer(responses.get(name), declared.base_type, declared.cardinality)
            for name, declared in declarations.items()
        },
        outcomes={
            name: _starting_value(declared) for name, declared in item.outcome_declarations.items()
        },
    )
    run(item.rules, scope)
    return scope.outcomes


def _starting_value(declared: OutcomeDeclaration) -> Value | None:
    if declared.default is None and declared.base_type in NUMERIC:
        # A numeric outcome without a default starts from zero.
        return (
            Value(declared.base_type, (Decimal(0),)) if declared.cardinality == "single" else None
        )
    return declared.default


def _maximum(item: Item, outcomes: Mapping[str, Value | None]) -> Decimal:
    if "MAXSCORE" in item.outcome_declarations:
        return _amount(outcomes["MAXSCORE"])
    declared = item.outcome_declarations["SCORE"].normal_maximum
    if declared is not None:
        return declared
    bound = _upper_bound(item)
    if bound is not None:
        return bound
    return _amount(_process(item, correct_responses(item))["SCORE"]) or Decimal(1)


def _upper_bound(item: Item) -> Decimal | None:
    declaration = item.response_declarations.get("RESPONSE")
    if declaration is None or "map_response" not in item.template:
        return None
    mapping = declaration.mapping or declaration.area_mapping
    return mapping.upper if mapping else None


def _best_of_mapping(declaration: ResponseDeclaration, most: int) -> Value | None:
    if declaration.mapping is None:
        return None
    worth = [entry for entry in declaration.mapping.entries if entry.points > 0]
    worth.sort(key=lambda entry: -entry.points)
    keys = list(dict.fromkeys(entry.key for entry in worth))
    limit = 1 if declaration.cardinality == "single" else most or len(keys)
    return container(declaration.base_type, keys[:limit], declaration.cardinality)


def _amount(value: Value | None) -> Decimal:
    return value.numbers[0] if value and value.numbers else Decimal(0)


def _outcome(value: Value | None) -> Outcome:
    if value is None:
        return None
    atoms = tuple(write_atom(atom) if isinstance(atom, tuple) else atom for atom in value.atoms)
    return atoms[0] if value.cardinality == "single" else atoms
