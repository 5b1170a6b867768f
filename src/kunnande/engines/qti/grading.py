"""Score a test: outcome processing over its items, the way on, and the time that is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any

from .arrangement import Place
from .chance import Lottery
from .containers import same
from .documents import Element
from .expressions import evaluate
from .items import Item
from .outlines import Assessment, Section
from .rules import run
from .scope import Scope
from .scoring import Outcome, Score, plain_outcomes, read_outcome, starting_value
from .totals import Taken, Totals
from .values import ARITHMETIC, Response, Value, read_answer


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item of a test went."""

    item: Item
    responses: Mapping[str, Response]
    score: Score


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is known of one candidate's test so far.

    ``results`` maps a place's identifier to its result; ``seconds`` what has been spent, by the
    identifiers of items, sections, parts and the test.
    """

    assessment: Assessment
    places: Sequence[Place]
    results: Mapping[str, ItemResult]
    seconds: Mapping[str, Decimal] = field(default_factory=dict)


def grade(sitting: Sitting) -> dict[str, Outcome]:
    """Return the outcomes of a test.

    Parameters
    ----------
    sitting
        The items as arranged and their results; those without a result were not met.

    Returns
    -------
    dict[str, Outcome]
        Every outcome that the test declares, exact.

    References
    ----------
    1EdTech QTI 3.0 ASI information model, outcome processing.
    """
    with localcontext(ARITHMETIC):
        scope = _scope(sitting)
        run(sitting.assessment.rules, scope)
    return plain_outcomes(scope.outcomes)


def find_next(sitting: Sitting, position: int) -> int | None:
    """Return the position of the place that follows, None at the end of the test.

    Parameters
    ----------
    sitting
        The items as arranged, and the results so far.
    position
        Counted from zero; -1 before the first place.

    Returns
    -------
    int | None
        Branch rules of the place just left decide first; then places are passed over whose own,
        sections' or part's conditions do not hold. Both matter in linear parts only.
    """
    with localcontext(ARITHMETIC):
        scope = _scope(sitting)
        run(sitting.assessment.rules, scope)
        begin = position + 1
        if position >= 0 and sitting.places[position].part.linear:
            begin = _branched(sitting, position, scope)
        for place in range(begin, len(sitting.places)):
            if _is_open(sitting.places[place], scope):
                return place
    return None


def seconds_left(sitting: Sitting, place: Place) -> Decimal | None:
    """Return how long the candidate may still take for a place, None if nothing limits it.

    The tightest of the limits of the test, the part, the sections and the item; never negative.
    """
    around = (place.part, *place.sections, place.reference)
    limits = [(sitting.assessment.identifier, sitting.assessment.limits.most)]
    limits += [(each.identifier, each.limits.most) for each in around]
    left = [most - sitting.seconds.get(name, Decimal(0)) for name, most in limits
            if most is not None]  # fmt: skip
    return max(min(left), Decimal(0)) if left else None


def _scope(sitting: Sitting) -> Scope:
    declared = sitting.assessment.outcome_declarations
    return Scope(
        response_declarations={},
        outcome_declarations=declared,
        responses={},
        outcomes={name: starting_value(each) for name, each in declared.items()},
        template_declarations={},
        templates={},
        keys={},
        lottery=Lottery(f"{sitting.assessment.identifier}:outcome"),
        totals=Totals(
            tuple(_taken(place, sitting.results) for place in sitting.places), sitting.seconds
        ),
    )


def _taken(place: Place, results: Mapping[str, ItemResult]) -> Taken:
    result = results.get(place.identifier)
    reference = place.reference
    shared: dict[str, Any] = {
        "identifier": place.identifier,
        "sections": frozenset(each.identifier for each in place.sections),
        "categories": reference.categories,
        "weights": reference.weights,
    }
    if result is None:
        return Taken(**shared, variables={}, bounds={}, presented=False)
    responses = _values(result)
    declared = result.item.outcome_declarations
    outcomes = {
        name: read_outcome(value, declared[name]) for name, value in result.score.outcomes.items()
    }
    return Taken(
        **shared,
        variables=responses | outcomes,
        bounds={name: (each.normal_minimum, each.normal_maximum)
                for name, each in declared.items()},
        responded=any(value is not None for value in responses.values()),
        correct=_is_correct(result.item, responses),
    )  # fmt: skip


def _values(result: ItemResult) -> dict[str, Value | None]:
    return {
        name: read_answer(result.responses.get(name), each.base_type, each.cardinality)
        for name, each in result.item.response_declarations.items()
    }


def _is_correct(item: Item, responses: Mapping[str, Value | None]) -> bool:
    keyed = {name: each.correct for name, each in item.response_declarations.items()
             if each.correct}  # fmt: skip
    given = [(key, responses[name]) for name, key in keyed.items()]
    return bool(keyed) and all(value is not None and same(key, value) for key, value in given)


def _branched(sitting: Sitting, position: int, scope: Scope) -> int:
    place = sitting.places[position]
    for branch in _branches(sitting, position):
        if not _holds(branch, scope):
            continue
        match target := branch.get("target"):
            case "EXIT_TEST":
                return len(sitting.places)
            case "EXIT_TESTPART":
                return _after(sitting, position, place.part.identifier)
            case "EXIT_SECTION":
                return _after(sitting, position, place.sections[-1].identifier)
            case _:
                return _first(sitting, position, target)
    return position + 1


def _branches(sitting: Sitting, position: int) -> list[Element]:
    """Return the branch rules of the item and of the sections that end with it."""
    place = sitting.places[position]
    ended: list[Section] = []
    for section in reversed(place.sections):
        if _after(sitting, position, section.identifier) > position + 1:
            break
        ended.append(section)
    return [*place.reference.branches, *(each for section in ended for each in section.branches)]


def _after(sitting: Sitting, position: int, identifier: str) -> int:
    for place in range(position + 1, len(sitting.places)):
        if identifier not in _names(sitting.places[place]):
            return place
    return len(sitting.places)


def _first(sitting: Sitting, position: int, target: str) -> int:
    for place in range(position + 1, len(sitting.places)):
        if target in _names(sitting.places[place]):
            return place
    # A target that is not ahead is no way on.
    return position + 1


def _names(place: Place) -> set[str]:
    sections = {section.identifier for section in place.sections}
    return sections | {place.part.identifier, place.identifier, place.reference.identifier}


def _is_open(place: Place, scope: Scope) -> bool:
    if not place.part.linear:
        return True
    around = (place.part, *place.sections, place.reference)
    return all(_holds(condition, scope) for each in around for condition in each.conditions)


def _holds(rule: Element, scope: Scope) -> bool:
    parts = rule.elements()
    value = evaluate(parts[0], scope) if parts else None
    return value is not None and value.atom is True
