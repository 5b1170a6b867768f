from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from django.db import connection, transaction

from kunnande.stages.trail import queries
from kunnande.stages.trail.models import Anchor, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

Fact = str | int | bool | None
# Opaque ids, digests, codes and moments pass; a sentence or an identity number does not.
_OPAQUE = re.compile(r"[A-Za-z0-9_:.,+\-/]{0,80}")
_IDENTITY_NUMBER = re.compile(r"(?:\d\d)?\d{6}[-+]?\d{4}")
# Every writer holds this lock together with the others; only an anchor holds it alone.
_ANCHOR = "anchor"
_TAKE_TURNS = """
SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0)),
       pg_advisory_xact_lock(hashtextextended(%s, 0))
"""
# Every act passes here, some fifty in one test: written out, these cost a third of the time.
_LAST_OF_CHAIN = """
SELECT sequence, hash FROM trail_entry WHERE chain = %s ORDER BY sequence DESC LIMIT 1
"""
_APPEND = """
INSERT INTO trail_entry (chain, sequence, at, act, actor, subject, facts, previous_hash, hash)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_APPEND_LOOKS = """
INSERT INTO trail_look (at, viewer, organisation_id, page, entry_id, person_id)
SELECT %s, %s, %s, %s, %s, unnest(%s::bigint[])
"""


class Actor(Protocol):
    """Whoever acts: anything with an opaque name that tells nothing by itself."""

    @property
    def trail_name(self) -> str:
        """Return the name the trail keeps, such as user:7."""
        ...


class TellingFactError(ValueError):
    """A fact could identify somebody; the trail holds opaque ids and digests only."""


@dataclass(frozen=True)
class Act:
    """What was done, to what, and the facts of it."""

    act: str
    subject: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def record(
    *,
    chain: str,
    act: str,
    subject: str,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Fact] | None = None,
) -> Entry:
    """Append one act to its chain. Raises TellingFactError."""
    (entry,) = record_acts(chain=chain, acts=[Act(act, subject, facts or {})], by=by, at=at)
    return entry


def record_acts(*, chain: str, acts: Iterable[Act], by: Actor, at: datetime) -> list[Entry]:
    """Append what was done in one go to its chain, an entry each. Raises TellingFactError."""
    done = list(acts)
    for act in done:
        _refuse_telling({**act.facts, "chain": chain, "act": act.act, "subject": act.subject})
    # Nothing here is caught and gone on from, so the act's own transaction is enough.
    with transaction.atomic(savepoint=False):
        take_turns(chain)
        sequence, previous_hash = _last_of(chain)
        entries = []
        for place, act in enumerate(done, start=sequence + 1):
            entry = _entry(chain, place, act, by=by, at=at)
            entry.previous_hash = previous_hash
            entry.hash = previous_hash = queries.hash_of(entry)
            entries.append(entry)
        return _append(entries)


def begin_chains(*, firsts: Mapping[str, Act], by: Actor, at: datetime) -> None:
    """Record the first act of each chain whose name this transaction made.

    Nobody else can know such a name yet, so nobody takes turns: a lock for each of thousands of
    chains would be more than the database has room for. Raises TellingFactError.
    """
    entries = []
    for chain, act in firsts.items():
        _refuse_telling({**act.facts, "chain": chain, "act": act.act, "subject": act.subject})
        entry = _entry(chain, 1, act, by=by, at=at)
        entry.hash = queries.hash_of(entry)
        entries.append(entry)
    with transaction.atomic(savepoint=False):
        _hold_off_anchors()
        Entry.objects.bulk_create(entries, batch_size=1000)


def record_looks(
    *,
    people: Iterable[int],
    page: str,
    organisation_id: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Record that a page showed these people's results: one entry, one row each."""
    seen = sorted(set(people))
    if not seen:
        return
    chain = f"organisation:{organisation_id}" if organisation_id else f"looks:{by.trail_name}"
    with transaction.atomic():
        entry = record(
            chain=chain,
            act="looked",
            subject=page,
            by=by,
            at=at,
            facts={"people": len(seen), "digest": queries.digest_of_people(seen)},
        )
        with connection.cursor() as cursor:
            cursor.execute(
                _APPEND_LOOKS, [at, by.trail_name, organisation_id, page, entry.pk, seen]
            )


def take_turns(chain: str) -> None:
    """Let the writers of one chain come one at a time, until the transaction ends.

    Services whose rows may not be locked call this first; writers of other chains do not meet.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURNS, [_ANCHOR, chain])


def anchor_chains(*, by: Actor, at: datetime) -> Anchor:
    """Lay one digest over everything recorded since the anchor before."""
    with transaction.atomic():
        _wait_for_writers()
        previous = queries.find_last_anchor()
        newest = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        count, digest = queries.count_and_digest_since(previous, newest)
        anchor = Anchor.objects.create(
            at=at,
            last_entry_id=newest,
            entries=count,
            previous_digest=previous.digest if previous else "",
            digest=digest,
        )
        record(
            chain="installation",
            act="chains_anchored",
            subject=f"anchor:{anchor.pk}",
            by=by,
            at=at,
            facts={"entries": count, "digest": digest},
        )
    return anchor


def _refuse_telling(said: Mapping[str, Fact]) -> None:
    for name, value in said.items():
        if isinstance(value, str) and (
            not _OPAQUE.fullmatch(value) or _IDENTITY_NUMBER.fullmatch(value)
        ):
            msg = f"{name!r} may tell who somebody is; store an id, a code or a digest"
            raise TellingFactError(msg)


def _entry(chain: str, place: int, act: Act, *, by: Actor, at: datetime) -> Entry:
    return Entry(
        chain=chain,
        sequence=place,
        at=at,
        act=act.act,
        actor=by.trail_name,
        subject=act.subject,
        facts=dict(act.facts),
    )


def _last_of(chain: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_OF_CHAIN, [chain])
        return cursor.fetchone() or (0, "")


def _append(entries: list[Entry]) -> list[Entry]:
    if len(entries) > 1:
        return Entry.objects.bulk_create(entries)
    for e in entries:
        facts = json.dumps(e.facts)
        said = (e.chain, e.sequence, e.at, e.act, e.actor, e.subject, facts)
        with connection.cursor() as cursor:
            cursor.execute(_APPEND, (*said, e.previous_hash, e.hash))
            (e.pk,) = cursor.fetchone()
    return entries


def _hold_off_anchors() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [_ANCHOR])


def _wait_for_writers() -> None:
    # An entry with a lower id may be committed later: nobody writes while the anchor is laid.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_ANCHOR])
