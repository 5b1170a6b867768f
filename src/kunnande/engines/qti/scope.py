"""What an expression can see while rules are carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .chance import Lottery
from .declarations import OutcomeDeclaration, ResponseDeclaration, TemplateDeclaration
from .documents import Element
from .totals import Totals
from .values import Value, read_atom

_MOST_STEPS = 20_000


@dataclass(slots=True)
class Effort:
    """How many expressions may still be evaluated: repeats can be nested."""

    left: int = _MOST_STEPS


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables of one attempt. Rules change ``outcomes``, ``templates``, ``keys``, ``starts``.

    ``keys`` holds correct responses and ``starts`` default values set by template processing.
    """

    response_declarations: Mapping[str, ResponseDeclaration]
    outcome_declarations: Mapping[str, OutcomeDeclaration]
    responses: Mapping[str, Value | None]
    outcomes: dict[str, Value | None]
    template_declarations: Mapping[str, TemplateDeclaration]
    templates: dict[str, Value | None]
    keys: dict[str, Value | None]
    lottery: Lottery
    starts: dict[str, Value | None] = field(default_factory=dict)
    totals: Totals | None = None
    effort: Effort = field(default_factory=Effort)
    trace: list[str] | None = None

    def variable(self, identifier: str) -> Value | None:
        """Return a variable's value; an unknown variable is NULL."""
        for held in (self.responses, self.outcomes, self.templates):
            if identifier in held:
                return held[identifier]
        return None

    def correct(self, identifier: str) -> Value | None:
        """Return the keyed response, as declared or as set by template processing."""
        if identifier in self.keys:
            return self.keys[identifier]
        declaration = self.response_declarations.get(identifier)
        return declaration.correct if declaration else None

    def start(self, identifier: str) -> Value | None:
        """Return the default value, as declared or as set by template processing."""
        if identifier in self.starts:
            return self.starts[identifier]
        declarations = (
            self.response_declarations.get(identifier),
            self.outcome_declarations.get(identifier),
            self.template_declarations.get(identifier),
        )
        found = next((each for each in declarations if each), None)
        return found.default if found else None

    def is_exhausted(self) -> bool:
        """Take one step; true when all are taken, from when on every expression is NULL."""
        self.effort.left -= 1
        return self.effort.left < 0


@dataclass(frozen=True, slots=True)
class Call:
    """One operator with its operands already evaluated."""

    element: Element
    operands: tuple[Value | None, ...]
    scope: Scope

    def both(self) -> tuple[Value, Value] | None:
        """Return exactly two operands, or None if one is missing or NULL."""
        if len(self.operands) != 2:
            return None
        first, second = self.operands
        return None if first is None or second is None else (first, second)

    def only(self) -> Value | None:
        """Return the single operand, None if it is missing, NULL or not alone."""
        return self.operands[0] if len(self.operands) == 1 else None

    def numbers(self) -> list[Decimal] | None:
        """Return all operands' numbers, or None if one is NULL or no number."""
        numbers: list[Decimal] = []
        for operand in self.operands:
            if operand is None or len(operand.numbers) != len(operand.atoms):
                return None
            numbers.extend(operand.numbers)
        return numbers or None

    def two_numbers(self) -> tuple[Decimal, Decimal] | None:
        """Return exactly two single numbers, or None."""
        numbers = self.numbers()
        if numbers is None or len(numbers) != 2 or len(self.operands) != 2:
            return None
        return (numbers[0], numbers[1])

    def flag(self, attribute: str, *, absent: bool) -> bool:
        """Return a boolean attribute."""
        text = self.element.get(attribute)
        return text in {"true", "1"} if text else absent

    def amount(self, text: str) -> Decimal | None:
        """Return a number written as a literal or as the name of a variable."""
        literal = read_atom(text, "float")
        if isinstance(literal, Decimal):
            return literal
        # QTI 2.x writes {NAME} where an attribute refers to a template variable.
        value = self.scope.variable(text.strip("{}"))
        return value.numbers[0] if value and value.numbers else None

    def whole(self, attribute: str, absent: int | None = None) -> int | None:
        """Return a small whole number given as a literal or a variable, None if there is none."""
        text = self.element.get(attribute)
        amount = self.amount(text) if text else None
        if amount is None or not amount.is_finite() or abs(amount) > 1_000:
            return None if text else absent
        return int(amount) if amount == int(amount) else None
