"""What outcome processing may ask about the items of a test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .documents import Element
from .values import Value, container, number


@dataclass(frozen=True, slots=True)
class Taken:
    """One selected item of a test, and how it went.

    ``bounds`` maps an outcome to its declared normal minimum and maximum.
    """

    identifier: str
    sections: frozenset[str]
    categories: frozenset[str]
    weights: Mapping[str, Decimal]
    variables: Mapping[str, Value | None]
    bounds: Mapping[str, tuple[Decimal | None, Decimal | None]]
    presented: bool = True
    responded: bool = False
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """All selected items of a test, in the order they were shown."""

    items: tuple[Taken, ...]
    seconds: Mapping[str, Decimal] = field(default_factory=dict)

    def chosen(self, element: Element) -> tuple[Taken, ...]:
        """Return the items that an expression's section and categories let through."""
        section = element.get("section-identifier")
        wanted = set(element.get("include-category").split())
        unwanted = set(element.get("exclude-category").split())
        return tuple(
            item
            for item in self.items
            if (not section or section in item.sections)
            and (not wanted or wanted & item.categories)
            and not unwanted & item.categories
        )

    def count(self, element: Element) -> Value | None:
        """Return how many of the chosen items are correct, incorrect, presented and so on."""
        chosen = self.chosen(element)
        match element.name:
            case "qti-number-correct":
                amount = sum(item.correct for item in chosen)
            case "qti-number-incorrect":
                amount = sum(item.responded and not item.correct for item in chosen)
            case "qti-number-presented":
                amount = sum(item.presented for item in chosen)
            case "qti-number-responded":
                amount = sum(item.responded for item in chosen)
            case _:
                amount = len(chosen)
        return number(Decimal(amount), "integer")

    def variables(self, element: Element) -> Value | None:
        """Return the values of one variable of all chosen items, weighted when asked."""
        name, weight = element.get("variable-identifier"), element.get("weight-identifier")
        wanted = element.get("base-type")
        found = [
            value
            for item in self.chosen(element)
            if (value := item.variables.get(name)) and value.cardinality == "single"
            if not wanted or value.base_type == wanted
        ]
        if weight:
            return self._weighted(element, name, weight)
        kind = wanted or (found[0].base_type if found else "float")
        alike = [value.atom for value in found if value.base_type == kind]
        return container(kind, alike, "multiple")

    def _weighted(self, element: Element, name: str, weight: str) -> Value | None:
        amounts = [
            value.numbers[0] * item.weights.get(weight, Decimal(1))
            for item in self.chosen(element)
            if (value := item.variables.get(name)) and value.numbers
        ]
        return container("float", amounts, "multiple")

    def bounds(self, element: Element) -> Value | None:
        """Return the declared minima or maxima of an outcome.

        Items without a minimum are left out; one without a maximum makes the whole NULL.
        """
        name, weight = element.get("outcome-identifier"), element.get("weight-identifier")
        wants_maximum = element.name == "qti-outcome-maximum"
        amounts: list[Decimal] = []
        for item in self.chosen(element):
            bound = item.bounds.get(name, (None, None))[wants_maximum]
            if bound is not None:
                amounts.append(bound * item.weights.get(weight, Decimal(1)))
            elif wants_maximum:
                return None
        return container("float", amounts, "multiple")

    def variable(self, identifier: str, weight: str) -> Value | None:
        """Return the variable written ``ITEM.NAME``, weighted when it is a number."""
        item_name, _, name = identifier.rpartition(".")
        if name == "duration" and item_name in self.seconds:
            return number(self.seconds[item_name], "duration")
        item = next((item for item in self.items if item.identifier == item_name), None)
        value = item.variables.get(name) if item else None
        if item is None or value is None or not weight or not value.numbers:
            return value
        return number(value.numbers[0] * item.weights.get(weight, Decimal(1)))
