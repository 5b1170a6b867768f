from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from django.db import connection, transaction

from kunnande.stages.trail import queries
from kunnande.stages.trail.models import Anchor, Entry, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

Fact = str | int | bool | None
# Opaque ids, digests, codes and moments pass; a name or a sentence does not.
_FACT = re.compile(r"[A-Za-z0-9_:.,+\-/]{0,80}")


class Actor(Protocol):
    """Whoever acts: anything with an opaque name that tells nothing by itself."""

    @property
    def trail_name(self) -> str:
        """Return the name the trail keeps, such as user:7."""
        ...


class TellingFactError(ValueError):
    """A fact could identify somebody; the trail holds opaque ids and digests only."""


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
    kept = dict(facts or {})
    _refuse_telling(kept)
    with transaction.atomic():
        _lock(chain)
        head = Entry.objects.filter(chain=chain).order_by("-sequence").first()
        entry = Entry(
            chain=chain,
            sequence=head.sequence + 1 if head else 1,
            at=at,
            act=act,
            actor=by.trail_name,
            subject=subject,
            facts=kept,
            previous_hash=head.hash if head else "",
        )
        entry.hash = queries.hash_of(entry)
        entry.save(force_insert=True)
    return entry


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
        Look.objects.bulk_create(
            Look(
                at=at,
                viewer=by.trail_name,
                organisation_id=organisation_id,
                person_id=person,
                page=page,
                entry=entry,
            )
            for person in seen
        )


def anchor_chains(*, at: datetime) -> Anchor:
    """Store one digest over the head of every chain, chained to the anchor before."""
    with transaction.atomic():
        _lock("anchor")
        previous = Anchor.objects.order_by("-id").first()
        heads = queries.list_heads()
        anchor = Anchor(
            at=at,
            last_entry_id=max((head.id for head in heads), default=0),
            chains=len(heads),
            previous_digest=previous.digest if previous else "",
        )
        anchor.digest = queries.digest_of_anchor(anchor, heads)
        anchor.save(force_insert=True)
    return anchor


def _refuse_telling(facts: dict[str, Fact]) -> None:
    for name, value in facts.items():
        if isinstance(value, str) and not _FACT.fullmatch(value):
            msg = f"the fact {name!r} is free text; store an id, a code or a digest"
            raise TellingFactError(msg)


def _lock(chain: str) -> None:
    # Two writers of one chain take turns; writers of different chains do not meet.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [chain])
