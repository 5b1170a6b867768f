"""Which feedback and template content a candidate sees, and what printed variables say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .documents import Element
from .values import Atom, Value, write_atom

FEEDBACK = frozenset({
    "qti-feedback-block", "qti-feedback-inline", "qti-modal-feedback", "qti-test-feedback",
})  # fmt: skip
TEMPLATES = frozenset({"qti-template-block", "qti-template-inline"})

_FORMAT = re.compile(r"%([-+ 0#]{0,3})(\d{0,2})(?:\.(\d{1,2}))?([diouxXeEfGgsr])")


@dataclass(frozen=True, slots=True)
class Visibility:
    """The variables that decide; ``outcomes`` None means that no feedback is shown at all."""

    templates: Mapping[str, Value | None]
    outcomes: Mapping[str, Value | None] | None
    math_variables: frozenset[str]
    decimal_comma: bool

    def shows(self, element: Element) -> bool:
        """Tell whether feedback, template content or a choice is shown."""
        if element.name in FEEDBACK:
            if self.outcomes is None:
                return False
            held = self.outcomes.get(element.get("outcome-identifier"))
        else:
            name = element.get("template-identifier")
            if not name:
                return True
            held = self.templates.get(name)
        texts = {write_atom(atom) for atom in held.atoms} if held else set()
        listed = element.get("identifier") in texts
        return listed == (element.get("show-hide", "show") != "hide")

    def printed(self, element: Element) -> str:
        """Return what a printed variable says; nothing for NULL and unknown variables."""
        name = element.get("identifier")
        value = self.templates.get(name) or (self.outcomes or {}).get(name)
        if value is None:
            return ""
        if value.cardinality == "record":
            fields = dict(value.fields)
            return self._texts(fields.get(element.get("field")), element)
        return self._texts(value, element)

    def math(self, name: str) -> str | None:
        """Return the value of a template variable that stands in formulas."""
        value = self.templates.get(name) if name in self.math_variables else None
        return self._number(value.numbers[0]) if value and value.numbers else None

    def _texts(self, value: Value | None, element: Element) -> str:
        if value is None:
            return ""
        atoms = value.atoms
        place = element.get("index")
        if place.isdigit() and value.cardinality == "ordered":
            atoms = atoms[int(place[:4]) - 1 : int(place[:4])]
        texts = [self._text(atom, element.get("format")) for atom in atoms]
        return (element.get("delimiter") or ";").join(texts)

    def _text(self, atom: Atom, written: str) -> str:
        if not isinstance(atom, Decimal):
            return write_atom(atom)
        found = _FORMAT.search(written)
        if not found or not atom.is_finite() or abs(atom) > 10**30:
            return self._number(atom)
        flags, width, digits, kind = found.groups()
        shown = f"%{flags}{width}{f'.{digits}' if digits else ''}{kind}"
        amount = int(atom) if kind in "dioxXu" else float(atom)
        text = written[: found.start()] + shown % amount + written[found.end() :]
        return text.replace(".", ",") if self.decimal_comma else text

    def _number(self, amount: Decimal) -> str:
        if not amount.is_finite():
            return write_atom(amount)
        plain = f"{amount:f}"
        text = plain.rstrip("0").rstrip(".") if "." in plain else plain
        text = text.replace("-", "\N{MINUS SIGN}")
        return text.replace(".", ",") if self.decimal_comma else text
