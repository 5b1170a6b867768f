"""An issuer's keys by year: one in use of each kind, and the retired ones kept for ever."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from typing import Any, Literal

from .did import did_document
from .keys import PublicKey

KeyKind = Literal["ed25519", "p256"]


class NoKeyInUseError(LookupError):
    """No key of this kind was in use at the moment."""


@dataclass(frozen=True, kw_only=True)
class YearKey:
    """A public key and when it was in use: from a moment, until it was retired, if it has been.

    A compromised key is one that somebody else may have: nothing it signed can be believed.
    """

    public: PublicKey
    kind: KeyKind
    from_at: datetime
    retired_at: datetime | None = None
    compromised_at: datetime | None = None

    def is_in_use(self, at: datetime) -> bool:
        """Return whether new certificates are signed with it at a moment."""
        ended = [end for end in (self.retired_at, self.compromised_at) if end is not None]
        return self.from_at <= at and all(at < end for end in ended)


def name_key(year: int, kind: KeyKind, *, taken: Collection[str] = ()) -> str:
    """Return the name of a new key: its year, its kind, and a number if the year has had one.

    Parameters
    ----------
    year
        In which it comes into use.
    kind
        P-256 keys say so in their name.
    taken
        Names that have been used before; none is ever given twice.

    Returns
    -------
    str
        What stands after ``#`` in the key's address.

    Examples
    --------
    >>> name_key(2026, "p256", taken={"key-2026-p256"})
    'key-2026-p256-2'
    """
    name = f"key-{year}" if kind == "ed25519" else f"key-{year}-p256"
    candidates = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def find_key_in_use(keys: Iterable[YearKey], kind: KeyKind, *, at: datetime) -> YearKey:
    """Return the key that signs at a moment.

    Parameters
    ----------
    keys
        All that the issuer has had.
    kind
        Which kind.
    at
        With time zone.

    Raises
    ------
    NoKeyInUseError
        If there is none.
    """
    for key in keys:
        if key.kind == kind and key.is_in_use(at):
            return key
    raise NoKeyInUseError(f"No {kind} key is in use.")


def document_of_years(did: str, keys: Iterable[YearKey]) -> dict[str, Any]:
    """Return the DID document with every key that a certificate may have been signed with.

    did:web has no history: a key that leaves the document takes its certificates with it. A retired
    key therefore stays, and only a compromised one goes; what it signed must be issued anew.

    Parameters
    ----------
    did
        The issuer's DID.
    keys
        All that the issuer has had.

    Returns
    -------
    dict
        Oldest first, so that a new key changes nothing that stood there.

    Raises
    ------
    ForeignKeyError
        See `did_document`.
    """
    kept = [key for key in keys if key.compromised_at is None]
    return did_document(did, [key.public for key in sorted(kept, key=lambda key: key.from_at)])
