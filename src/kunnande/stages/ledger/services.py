from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import ProofKind, list_area_versions, list_validity
from kunnande.stages.ledger.models import Ending, Release, Reminder, Statement
from kunnande.stages.trail.services import Act, record, record_acts, take_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, Person, User


class AlreadyEndedError(ValueError):
    """The statement was superseded or withdrawn before."""


class ReasonMissingError(ValueError):
    """A withdrawal states why."""


@dataclass(frozen=True)
class Proof:
    """How a level was shown: the kind, the act behind it, where, and how long it counts.

    Without a last day of its own, what the framework says of the area on the day holds.
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
    levels = {area_version_id: level}
    (statement,) = state_competences(person=person, levels=levels, proof=proof, by=by, at=at)
    return statement


@transaction.atomic
def state_competences(
    *, person: Person, levels: Mapping[int, int], proof: Proof, by: User, at: datetime
) -> list[Statement]:
    """Append what one proof shows of a person, a level by area version; see state_competence."""
    # The application may not lock rows of the ledger, so writers about one person take turns.
    take_turns(f"person:{person.pk}")
    superseded = _superseded_by(person, levels, proof.kind)
    ends = _last_days(levels, proof, localdate(at))
    statements = Statement.objects.bulk_create(
        Statement(
            person=person,
            area_version_id=area_version_id,
            level=level,
            kind=proof.kind,
            source=proof.source,
            release_key=proof.release_key,
            place=proof.place,
            stated_by=by.trail_name,
            stated_at=at,
            valid_until=ends[area_version_id],
        )
        for area_version_id, level in levels.items()
    )
    by_area = {statement.area_version_id: statement for statement in statements}
    Ending.objects.bulk_create(
        Ending(
            statement=old,
            superseded_by=by_area[old.area_version_id],
            ended_by=by.trail_name,
            ended_at=at,
        )
        for old in superseded
    )
    acts = [_act_of(statement) for statement in statements]
    record_acts(chain=f"person:{person.pk}", acts=acts, by=by, at=at)
    return statements


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


@transaction.atomic
def note_reminder(
    *, statement_ids: Iterable[int], window_days: int, by: User, at: datetime
) -> list[Reminder]:
    """Note that somebody was told what of theirs ends; the same window is noted once."""
    noted = []
    for statement in Statement.objects.filter(pk__in=set(statement_ids)).order_by("pk"):
        reminder, made = Reminder.objects.get_or_create(
            statement=statement, window_days=window_days, defaults={"sent_at": at}
        )
        if made:
            chain, subject = f"person:{statement.person_id}", f"statement:{statement.pk}"
            facts = {"window_days": window_days}
            record(chain=chain, act="reminded", subject=subject, by=by, at=at, facts=facts)
            noted.append(reminder)
    return noted


def _last_days(levels: Mapping[int, int], proof: Proof, on: date) -> dict[int, date | None]:
    if proof.valid_until or proof.kind == ProofKind.SELF_RATED:
        return dict.fromkeys(levels, proof.valid_until)
    areas = {pk: version.area_id for pk, version in list_area_versions(levels).items()}
    rules = list_validity(areas.values(), on)
    return {pk: rules[area_id].last_day_of(on) for pk, area_id in areas.items()}


def _act_of(statement: Statement) -> Act:
    return Act(
        "competence_stated",
        f"statement:{statement.pk}",
        {
            "area_version": statement.area_version_id,
            "level": statement.level,
            "kind": str(statement.kind),
        },
    )


def _superseded_by(person: Person, levels: Mapping[int, int], kind: str) -> list[Statement]:
    earlier = Statement.objects.filter(
        person=person, area_version_id__in=levels, kind=kind, ending__isnull=True
    )
    replaces_any = kind == ProofKind.SELF_RATED
    return [old for old in earlier if replaces_any or old.level <= levels[old.area_version_id]]
