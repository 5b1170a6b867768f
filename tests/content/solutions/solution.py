from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Solution:
    """What the item gives, as it is printed with a decimal point, and what follows from it."""

    given: tuple[str, ...]
    answer: Decimal
