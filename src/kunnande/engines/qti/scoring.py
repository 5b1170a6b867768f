"""Score responses: exact, deterministic, never raising on what a candidate sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TypeAlias

from .attempts import Instance, settle
from .chance import Lottery
from .declarations import OutcomeDeclaration, ResponseDeclaration
from .items import Item
from .mapping import middle
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

ENGINE_VERSION = "2"

Outcome: TypeAlias = bool | Decimal | str | tuple[bool | Decimal | str, ...] | None


@dataclass(frozen=True, slots=True)
class Score:
    """What a set of responses is worth, and enough to compute it again.

    ``trace`` holds what each rule set, in order, when it was asked for.
    """

    points: Decimal
    maximum: Decimal
    outcomes: dict[str, Outcome]
    engine_version: str
    item_sha256: str
    trace: tuple[str, ...] = ()


def score(
    item: Item,
    responses: Mapping[str, Response],
    *,
    seed: int = 0,
    before: Mapping[str, Outcome] | None = None,
    trace: bool = False,
) -> Score:
    """Return the points and outcomes of a candidate's responses.

    Parameters
    ----------
    item
        The item as read.
    responses
        Response identifier to QTI lexical form; None and nonsense are NULL, one that is not
        mentioned has its declared default. Numbers may carry a decimal comma and spaces between
        thousands.
    seed
        As given to ``show``; matters for items with template processing only.
    before
        Outcomes of the attempt before, from which an adaptive item goes on.
    trace
        Also say what each rule set.

    Returns
    -------
    Score
        ``points`` is the outcome SCORE (0 when NULL), neither rounded nor clipped.

    References
    ----------
    1EdTech QTI 3.0 ASI information model, response processing.
    """
    instance = settle(item, seed)
    told: list[str] | None = [] if trace else None
    with localcontext(ARITHMETIC):
        scope = _begin(item, responses, instance, told)
        scope.outcomes.update(_resumed(item, before or {}))
        run(item.rules, scope)
        maximum = _maximum(item, scope.outcomes, instance)
    outcomes = scope.outcomes
    return Score(
        points=_amount(outcomes.get("SCORE")),
        maximum=maximum,
        outcomes=plain_outcomes(outcomes),
        engine_version=ENGINE_VERSION,
        item_sha256=item.sha256,
        trace=tuple(told or ()),
    )


def correct_responses(item: Item, *, seed: int = 0) -> dict[str, Response]:
    """Return the keyed response to every interaction; for checks, never for a candidate.

    Returns
    -------
    dict[str, Response]
        The declared correct response, else the response that the mapping values highest, else None.
    """
    return _keyed(item, settle(item, seed))


def read_outcome(outcome: object, declared: OutcomeDeclaration) -> Value | None:
    """Return an outcome of a score, as stored or fresh, as the value it came from."""
    listed = outcome if isinstance(outcome, list | tuple) else [outcome]
    texts = tuple(
        write_atom(each) if isinstance(each, bool | Decimal | str) else str(each)
        for each in listed
        if each is not None
    )
    return read_answer(texts, declared.base_type, declared.cardinality) if texts else None


def starting_value(declared: OutcomeDeclaration) -> Value | None:
    """Return the value that an outcome has before any rule."""
    if declared.default is None and declared.base_type in NUMERIC:
        # A numeric outcome without a default starts from zero.
        return (
            Value(declared.base_type, (Decimal(0),)) if declared.cardinality == "single" else None
        )
    return declared.default


def plain_outcomes(outcomes: Mapping[str, Value | None]) -> dict[str, Outcome]:
    """Return outcomes as plain values, by name."""
    return {name: _outcome(value) for name, value in sorted(outcomes.items())}


def _keyed(item: Item, instance: Instance) -> dict[str, Response]:
    keyed: dict[str, Response] = {}
    for interaction in item.interactions:
        declaration = item.response_declarations[interaction.response]
        settled = instance.keys.get(interaction.response)
        key = settled or declaration.correct
        key = key or _best_of_mapping(declaration, interaction.max_choices)
        keyed[interaction.response] = write_value(key)
    return keyed


def _begin(
    item: Item,
    responses: Mapping[str, Response],
    instance: Instance,
    trace: list[str] | None = None,
) -> Scope:
    starts = dict(instance.starts)
    return Scope(
        response_declarations=item.response_declarations,
        outcome_declarations=item.outcome_declarations,
        responses={
            name: read_answer(responses[name], declared.base_type, declared.cardinality)
            if name in responses
            else starts.get(name, declared.default)
            for name, declared in item.response_declarations.items()
        },
        outcomes={
            name: starts[name] if name in starts else starting_value(declared)
            for name, declared in item.outcome_declarations.items()
        },
        template_declarations=item.template_declarations,
        templates=dict(instance.templates),
        keys=dict(instance.keys),
        lottery=Lottery(f"{item.sha256}:response"),
        starts=starts,
        trace=trace,
    )


def _resumed(item: Item, before: Mapping[str, Outcome]) -> dict[str, Value | None]:
    if not item.adaptive:
        return {}
    declared = item.outcome_declarations
    return {
        name: read_outcome(value, declared[name])
        for name, value in before.items()
        if name in declared
    }


def _maximum(item: Item, outcomes: Mapping[str, Value | None], instance: Instance) -> Decimal:
    if "MAXSCORE" in item.outcome_declarations:
        return _amount(outcomes["MAXSCORE"])
    declared = item.outcome_declarations["SCORE"].normal_maximum
    if declared is not None:
        return declared
    bound = _upper_bound(item)
    if bound is not None:
        return bound
    best = _begin(item, _keyed(item, instance), instance)
    run(item.rules, best)
    return _amount(best.outcomes["SCORE"]) or Decimal(1)


def _upper_bound(item: Item) -> Decimal | None:
    declaration = item.response_declarations.get("RESPONSE")
    if declaration is None or "map_response" not in item.template:
        return None
    mapping = declaration.mapping or declaration.area_mapping
    return mapping.upper if mapping else None


def _best_of_mapping(declaration: ResponseDeclaration, most: int) -> Value | None:
    if declaration.area_mapping:
        areas = [area for area, points in declaration.area_mapping.areas if points > 0]
        middles = list(dict.fromkeys(middle(area) for area in areas))
        limit = 1 if declaration.cardinality == "single" else most or len(middles)
        return container("point", middles[:limit], declaration.cardinality)
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
    return atoms if value.cardinality in {"multiple", "ordered"} else atoms[0]
