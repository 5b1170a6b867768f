from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import ProofKind
from kunnande.stages.ledger.models import Ending, Release, Statement
from kunnande.stages.trail.services import record, take_turns

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, Person, User


class AlreadyEndedError(ValueError):
    """The statement was superseded or withdrawn before."""


class ReasonMissingError(ValueError):
    """A withdrawal states why."""


@dataclass(frozen=True)
class Proof:
    """How a level was shown: the kind, the act behind it, where, and how long it counts.

    With a release key the statement stays the person's own until that key is released.
    """

    kind: str
    source: str
    release_key: str = ""
    place: Organisation | None = None
    valid_until: date | None = None


@transaction.atomic
def state_competence(
    *, person: Person, area_version_id: int, level: int, proof: Proof, by: User, at: datetime
) -> Statement:
    """Append what is now known of a person in one area.

    Earlier statements of the same kind about the same area are superseded, unless they show a
    higher level: what somebody has proved is not lost by proving less. A person's own latest
    rating always replaces the one before.
    """
    # The application may not lock rows of the ledger, so writers about one person take turns.
    take_turns(f"person:{person.pk}")
    superseded = _superseded_by(person, area_version_id, level, proof.kind)
    statement = Statement.objects.create(
        person=person,
        area_version_id=area_version_id,
        level=level,
        kind=proof.kind,
        source=proof.source,
        release_key=proof.release_key,
        place=proof.place,
        stated_by=by.trail_name,
        stated_at=at,
        valid_until=proof.valid_until,
    )
    Ending.objects.bulk_create(
        Ending(statement=old, superseded_by=statement, ended_by=by.trail_name, ended_at=at)
        for old in superseded
    )
    record(
        chain=f"person:{person.pk}",
        act="competence_stated",
        subject=f"statement:{statement.pk}",
        by=by,
        at=at,
        facts={"area_version": area_version_id, "level": level, "kind": str(proof.kind)},
    )
    return statement


@transaction.atomic
def withdraw_statement(*, statement_id: int, reason: str, by: User, at: datetime) -> Ending:
    """End a statement for a stated reason. Raises AlreadyEndedError, ReasonMissingError."""
    if not reason.strip():
        raise ReasonMissingError(_("Skriv varför uppgiften dras tillbaka."))
    statement = Statement.objects.get(pk=statement_id)
    # The application may not update the ledger, so it can not lock a row: the database decides
    # which of two endings came first.
    ending, made = Ending.objects.get_or_create(
        statement=statement,
        defaults={"reason": reason.strip(), "ended_by": by.trail_name, "ended_at": at},
    )
    if not made:
        raise AlreadyEndedError(_("Uppgiften gäller redan inte längre."))
    record(
        chain=f"person:{statement.person_id}",
        act="statement_withdrawn",
        subject=f"statement:{statement.pk}",
        by=by,
        at=at,
    )
    return ending


@transaction.atomic
def release_results(*, release_key: str, person: Person, by: User, at: datetime) -> Release:
    """Let what a case showed be shown as agreed; a second release changes nothing."""
    release, made = Release.objects.get_or_create(
        release_key=release_key,
        defaults={"person": person, "released_by": by.trail_name, "released_at": at},
    )
    if made:
        record(
            chain=f"person:{person.pk}",
            act="results_released",
            subject=release_key,
            by=by,
            at=at,
        )
    return release


def _superseded_by(person: Person, area_version_id: int, level: int, kind: str) -> list[Statement]:
    earlier = Statement.objects.filter(
        person=person, area_version_id=area_version_id, kind=kind, ending__isnull=True
    )
    if kind != ProofKind.SELF_RATED:
        earlier = earlier.filter(level__lte=level)
    return list(earlier)
