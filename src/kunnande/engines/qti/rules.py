"""Carry out the rules of response, template and outcome processing."""

from collections.abc import Iterable, Mapping
from typing import Literal

from .declarations import (
    OutcomeDeclaration,
    ResponseDeclaration,
    TemplateDeclaration,
    UndeliverableItemError,
)
from .documents import Element
from .expressions import OPERATORS, check_expression, evaluate
from .mapping import look_up
from .scope import Scope
from .templates import template_rules
from .values import NUMERIC, Atom, Value, container, read_atom, write_atom

Ending = Literal["done", "exit", "again"]

_CONDITIONS = {
    f"qti-{kind}-condition": (f"qti-{kind}-if", f"qti-{kind}-else-if", f"qti-{kind}-else")
    for kind in ("response", "template", "outcome")
}
_FRAGMENTS = frozenset({"qti-response-processing-fragment", "qti-outcome-processing-fragment"})
_EXITS = frozenset({"qti-exit-response", "qti-exit-template", "qti-exit-test"})
_SETTINGS = frozenset({
    "qti-set-outcome-value", "qti-lookup-outcome-value", "qti-set-template-value",
    "qti-set-correct-response", "qti-set-default-value",
})  # fmt: skip
_KNOWN = frozenset().union(
    _CONDITIONS, *_CONDITIONS.values(), _FRAGMENTS, _EXITS, _SETTINGS, OPERATORS,
    ["qti-template-constraint"],
)  # fmt: skip

_Declaration = OutcomeDeclaration | ResponseDeclaration | TemplateDeclaration


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
    return read_rules(element)


def read_rules(element: Element) -> tuple[Element, ...]:
    """Return the rules inside an element of template, response or outcome processing.

    Raises
    ------
    UndeliverableItemError
        If an element is not supported.
    UnreadableItemError
        If a literal value is not of its type.
    """
    for rule in element.elements():
        for part in rule.walk():
            if part.name not in _KNOWN:
                where = element.name.removeprefix("qti-").replace("-", " ")
                raise UndeliverableItemError(
                    f"Line {part.line}: {part.name} is not supported in {where}."
                )
            check_expression(part)
    return element.elements()


def run(rules: Iterable[Element], scope: Scope) -> Ending:
    """Carry out rules in order, changing the scope.

    Returns
    -------
    Ending
        ``exit`` if an exit was called, ``again`` if a template constraint does not hold.
    """
    for rule in rules:
        ending = _carry_out(rule, scope)
        if ending != "done":
            return ending
    return "done"


def converted(value: Value | None, declaration: _Declaration) -> Value | None:
    """Return the value as the declared variable can hold it, NULL if it can not."""
    if value is None or (declaration.cardinality == "single" and len(value.atoms) > 1):
        return None
    if declaration.cardinality == "record" or value.cardinality == "record":
        return value if declaration.cardinality == value.cardinality else None
    atoms = [_converted_atom(atom, value.base_type, declaration.base_type) for atom in value.atoms]
    kept = [atom for atom in atoms if atom is not None]
    return container(declaration.base_type, kept, declaration.cardinality)


def _carry_out(rule: Element, scope: Scope) -> Ending:
    if rule.name in _CONDITIONS:
        return _run_condition(rule, scope)
    if rule.name in _FRAGMENTS:
        return run(rule.elements(), scope)
    if rule.name in _EXITS:
        return "exit"
    parts = rule.elements()
    value = evaluate(parts[0], scope) if parts else None
    if rule.name == "qti-template-constraint":
        return "done" if value is not None and value.atom is True else "again"
    _set(rule, value, scope)
    if scope.trace is not None:
        scope.trace.append(_told(rule, value))
    return "done"


def _told(rule: Element, value: Value | None) -> str:
    written = "NULL" if value is None else ", ".join(write_atom(atom) for atom in value.atoms)
    return f"Line {rule.line}: {rule.get('identifier')} <- {written[:200]}"


def _run_condition(condition: Element, scope: Scope) -> Ending:
    for branch in condition.elements(*_CONDITIONS[condition.name]):
        parts = branch.elements()
        if branch.name.endswith("-else"):
            return run(parts, scope)
        value = evaluate(parts[0], scope) if parts else None
        if value is not None and value.atom is True:
            return run(parts[1:], scope)
    return "done"


def _set(rule: Element, value: Value | None, scope: Scope) -> None:
    name = rule.get("identifier")
    outcome = scope.outcome_declarations.get(name)
    template = scope.template_declarations.get(name)
    response = scope.response_declarations.get(name)
    match rule.name:
        case "qti-set-template-value" if template:
            scope.templates[name] = converted(value, template)
        case "qti-set-correct-response" if response:
            scope.keys[name] = converted(value, response)
        case "qti-set-default-value" if declared := outcome or response or template:
            scope.starts[name] = converted(value, declared)
        case "qti-lookup-outcome-value" if outcome:
            target = look_up(value, outcome.lookup) if outcome.lookup else None
            found = None if target is None else Value(outcome.base_type, (target,))
            scope.outcomes[name] = found
        case "qti-set-outcome-value" if outcome:
            scope.outcomes[name] = converted(value, outcome)
        case _:
            # A rule about a variable that is not declared changes nothing.
            return


def _converted_atom(atom: Atom, source: str, target: str) -> Atom | None:
    if source == target or (source in NUMERIC and target in NUMERIC):
        return atom
    return read_atom(write_atom(atom), target)
