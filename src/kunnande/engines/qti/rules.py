"""Carry out the rules of response processing."""

from collections.abc import Mapping

from .declarations import OutcomeDeclaration, UndeliverableItemError
from .documents import Element
from .expressions import OPERATORS, check_expression, evaluate
from .mapping import look_up
from .scope import Scope
from .templates import template_rules
from .values import NUMERIC, Atom, Value, container, read_atom, write_atom

_BRANCHES = ("qti-response-if", "qti-response-else-if", "qti-response-else")
_RULES = frozenset({
    "qti-response-condition", "qti-set-outcome-value", "qti-lookup-outcome-value",
    "qti-exit-response", "qti-response-processing-fragment",
})  # fmt: skip
_KNOWN = _RULES.union(_BRANCHES, OPERATORS)


def read_processing(
    element: Element | None, outcomes: Mapping[str, OutcomeDeclaration]
) -> tuple[Element, ...]:
    """Return the rules of an item, from its own processing or from a named template.

    Raises
    ------
    UndeliverableItemError
        If the template or an element is not supported.
    UnreadableItemError
        If a literal value is not of its type.
    """
    if element is None:
        return ()
    if not element.elements() and element.get("template"):
        return template_rules(element, outcomes)
    for rule in element.elements():
        for part in rule.walk():
            if (
                part.name not in _RULES
                and part.name not in _BRANCHES
                and part.name not in OPERATORS
            ):
                raise UndeliverableItemError(
                    f"Line {part.line}: {part.name} is not supported in response processing."
                )
            check_expression(part)
    return element.elements()


def run(rules: tuple[Element, ...], scope: Scope) -> bool:
    """Carry out rules in order, changing the scope's outcomes; False means exit was called."""
    for rule in rules:
        match rule.name:
            case "qti-response-condition":
                goes_on = _run_condition(rule, scope)
            case "qti-response-processing-fragment":
                goes_on = run(rule.elements(), scope)
            case "qti-set-outcome-value" | "qti-lookup-outcome-value":
                _set_outcome(rule, scope)
                goes_on = True
            case _:
                goes_on = rule.name != "qti-exit-response"
        if not goes_on:
            return False
    return True


def _run_condition(condition: Element, scope: Scope) -> bool:
    for branch in condition.elements(*_BRANCHES):
        parts = branch.elements()
        if branch.name == "qti-response-else":
            return run(parts, scope)
        value = evaluate(parts[0], scope) if parts else None
        if value is not None and value.atom is True:
            return run(parts[1:], scope)
    return True


def _set_outcome(rule: Element, scope: Scope) -> None:
    declaration = scope.outcome_declarations.get(rule.get("identifier"))
    if declaration is None:
        return
    parts = rule.elements()
    value = evaluate(parts[0], scope) if parts else None
    if rule.name == "qti-lookup-outcome-value":
        target = look_up(value, declaration.lookup) if declaration.lookup else None
        value = None if target is None else Value(declaration.base_type, (target,))
    scope.outcomes[declaration.identifier] = _converted(value, declaration)


def _converted(value: Value | None, declaration: OutcomeDeclaration) -> Value | None:
    if value is None or (declaration.cardinality == "single" and len(value.atoms) > 1):
        return None
    atoms = [_converted_atom(atom, value.base_type, declaration.base_type) for atom in value.atoms]
    kept = [atom for atom in atoms if atom is not None]
    return container(declaration.base_type, kept, declaration.cardinality)


def _converted_atom(atom: Atom, source: str, target: str) -> Atom | None:
    if source == target or (source in NUMERIC and target in NUMERIC):
        return atom
    return read_atom(write_atom(atom), target)
