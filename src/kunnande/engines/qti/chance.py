"""Draw lots that are decided by a text, the same on every machine."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256


@dataclass(slots=True)
class Lottery:
    """A series of lots decided by ``salt``; each draw moves on to the next."""

    salt: str
    drawn: int = 0

    def below(self, count: int) -> int:
        """Return a whole number from 0 up to but not including ``count``, all as likely.

        Examples
        --------
        >>> lottery = Lottery("seven")
        >>> [lottery.below(6) for _ in range(5)] == [Lottery("seven").below(6)] * 5
        False
        """
        self.drawn += 1
        lot = sha256(f"{self.salt}:{self.drawn}".encode()).digest()
        # 256 bits against at most a few million: the bias is far below anything measurable.
        return int.from_bytes(lot, "big") % count

    def fraction(self) -> Decimal:
        """Return a number from 0 up to but not including 1, in steps of 1e-15."""
        return Decimal(self.below(10**15)).scaleb(-15)
