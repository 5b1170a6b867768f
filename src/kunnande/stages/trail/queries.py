from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform

from kunnande.stages.trail.models import Anchor, Entry, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime


@dataclass(frozen=True)
class BrokenLink:
    """The first place where a chain no longer agrees with itself."""

    chain: str
    sequence: int
    what: str


@dataclass(frozen=True)
class LookRow:
    at: datetime
    viewer: str
    organisation_id: int | None
    page: str


@dataclass(frozen=True)
class ActDone:
    """One act as a later stage reads it: where, what, to what, and the facts."""

    entry_id: int
    chain: str
    act: str
    subject: str
    facts: Mapping[str, Any]


def hash_of(entry: Entry) -> str:
    """Return the SHA-256 (hex) of everything an entry says and of the hash before it."""
    said = [
        entry.previous_hash,
        entry.chain,
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.act,
        entry.actor,
        entry.subject,
        entry.facts,
    ]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def digest_of_people(people: Sequence[int]) -> str:
    return hashlib.sha256(",".join(map(str, people)).encode("ascii")).hexdigest()


def count_and_digest_since(previous: Anchor | None, last_entry_id: int) -> tuple[int, str]:
    """Return how many entries follow an anchor up to an entry, and one digest of them all."""
    start, digest = (previous.last_entry_id, previous.digest) if previous else (0, "")
    entries = Entry.objects.filter(id__gt=start, id__lte=last_entry_id).order_by("id")
    count, all_of_them = 0, hashlib.sha256(digest.encode("ascii"))
    for own_hash in entries.values_list("hash", flat=True).iterator(chunk_size=2000):
        count += 1
        all_of_them.update(own_hash.encode("ascii"))
    return count, all_of_them.hexdigest()


def find_last_anchor() -> Anchor | None:
    return Anchor.objects.order_by("-id").first()


def list_entries(chain: str) -> list[Entry]:
    return list(Entry.objects.filter(chain=chain).order_by("sequence"))


def list_entries_about(names: Iterable[str]) -> list[Entry]:
    """Return every act in the chains of these names, or done to them, in the order of time."""
    wanted = set(names)
    about = Entry.objects.filter(Q(chain__in=wanted) | Q(subject__in=wanted))
    return list(about.order_by("id"))


def list_entries_of_acts(acts: Iterable[str], *, but: Iterable[int] = ()) -> list[ActDone]:
    """Return every act of some kinds, in the order of time, but those a reader has dealt with.

    Numbers are given before a transaction ends: who remembers only the latest would miss some.
    """
    found = Entry.objects.filter(act__in=set(acts)).exclude(pk__in=set(but))
    rows = found.order_by("id").values_list("id", "chain", "act", "subject", "facts")
    return [ActDone(*row) for row in rows]


def count_acts() -> dict[str, int]:
    """Return how often each kind of act has been done."""
    counted = Entry.objects.order_by("act").values_list("act").annotate(Count("id"))
    return dict(counted)


def count_acts_by(act: str, fact: str) -> dict[str, int]:
    """Return how often a kind of act has been done, by one of its facts as text."""
    told = Entry.objects.filter(act=act).annotate(fact=KeyTextTransform(fact, "facts"))
    return dict(told.order_by("fact").values_list("fact").annotate(Count("id")))


def find_broken_link(chain: str | None = None) -> BrokenLink | None:
    """Walk one chain, or all, and return the first break; None when everything agrees."""
    entries = Entry.objects.order_by("chain", "sequence")
    if chain is not None:
        entries = entries.filter(chain=chain)
    return next(_breaks(entries.iterator(chunk_size=2000)), None)


def find_broken_anchor() -> BrokenLink | None:
    """Return the first anchor that no longer fits the entries it was laid over."""
    previous: Anchor | None = None
    for anchor in Anchor.objects.order_by("id").iterator():
        if anchor.previous_digest != (previous.digest if previous else ""):
            return BrokenLink("anchor", anchor.pk, "previous")
        found = count_and_digest_since(previous, anchor.last_entry_id)
        if found != (anchor.entries, anchor.digest):
            return BrokenLink("anchor", anchor.pk, "content")
        previous = anchor
    return None


def find_broken_look() -> BrokenLink | None:
    """Return the first page view whose rows no longer match what its entry says."""
    looked = Entry.objects.filter(act="looked").order_by("id")
    for entry in looked.iterator(chunk_size=2000):
        people = sorted(Look.objects.filter(entry=entry).values_list("person_id", flat=True))
        if entry.facts.get("digest") != digest_of_people(people):
            return BrokenLink(entry.chain, entry.sequence, "looks")
    return None


def list_looks_at(person_id: int, limit: int | None = 200) -> list[LookRow]:
    """Return who was shown something about a person, latest first."""
    rows = Look.objects.filter(person_id=person_id).order_by("-at", "-id")[:limit]
    return [LookRow(r.at, r.viewer, r.organisation_id, r.page) for r in rows]


def _breaks(entries: Iterator[Entry]) -> Iterator[BrokenLink]:
    chain, sequence, previous = "", 0, ""
    for entry in entries:
        if entry.chain != chain:
            chain, sequence, previous = entry.chain, 0, ""
        sequence += 1
        if entry.sequence != sequence:
            yield BrokenLink(chain, sequence, "missing")
        elif entry.previous_hash != previous:
            yield BrokenLink(chain, sequence, "previous")
        elif entry.hash != hash_of(entry):
            yield BrokenLink(chain, sequence, "content")
        sequence, previous = entry.sequence, entry.hash
