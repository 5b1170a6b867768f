from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import (
    ProofKind,
    list_area_versions,
    list_validity,
    localised,
)
from kunnande.stages.ledger.models import Ending, Release, Reminder, Statement
from kunnande.stages.parties.queries import Role, get_viewer, is_employed_by
from kunnande.stages.trail.services import Act, record, record_acts, record_looks, take_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, Person, User


class AlreadyEndedError(ValueError):
    """The statement was superseded or withdrawn before."""


class ReasonMissingError(ValueError):
    """A withdrawal states why."""


class UnknownStatementError(LookupError):
    """There is no such statement, or it is not this reader's to withdraw."""


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


@dataclass(frozen=True)
class ToWithdraw:
    """A statement as whoever may withdraw it reads it."""

    id: int
    person_name: str
    area_name: str
    level: int
    kind: str
    stated_on: date
    has_ended: bool


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
def show_statement_to_withdraw(*, statement_id: int, by: User, at: datetime) -> ToWithdraw:
    """Show a statement before it is withdrawn; who looked is recorded.

    Raises UnknownStatementError.
    """
    statement = _get_own(statement_id, by, at)
    record_looks(
        people=[statement.person_id],
        page="ledger:withdraw",
        organisation_id=_attesting(statement),
        by=by,
        at=at,
    )
    return ToWithdraw(
        id=statement.pk,
        person_name=statement.person.name,
        area_name=localised(statement.area_version, "name"),
        level=statement.level,
        kind=statement.get_kind_display(),
        stated_on=localdate(statement.stated_at),
        has_ended=Ending.objects.filter(statement=statement).exists(),
    )


@transaction.atomic
def withdraw_statement(*, statement_id: int, reason: str, by: User, at: datetime) -> Ending:
    """End a statement for a stated reason; the person reads it where they see what they can.

    An employer withdraws what it attested itself, of those it employs. An examiner withdraws
    what was shown in any other way, never of their own and never somebody's own rating.

    Raises UnknownStatementError, AlreadyEndedError, ReasonMissingError.
    """
    return _withdraw(_get_own(statement_id, by, at), reason, by, at)


@transaction.atomic
def withdraw_shown(*, person: Person, source: str, reason: str, by: User, at: datetime) -> None:
    """End everything one act showed, when that act is undone. Raises ReasonMissingError."""
    shown = Statement.objects.filter(person=person, source=source, ending__isnull=True)
    for statement in shown.order_by("pk"):
        _withdraw(statement, reason, by, at)


def _get_own(statement_id: int, by: User, at: datetime) -> Statement:
    on = localdate(at)
    statement = (
        Statement.objects.select_related("person", "area_version").filter(pk=statement_id).first()
    )
    if statement and (by.is_service or _may_withdraw(statement, by, on)):
        return statement
    raise UnknownStatementError(_("Uppgiften finns inte, eller är inte din att dra tillbaka."))


def _may_withdraw(statement: Statement, by: User, on: date) -> bool:
    viewer = get_viewer(by, on=on)
    if statement.kind == ProofKind.SELF_RATED or viewer.person_id == statement.person_id:
        return False
    employer = _attesting(statement)
    if employer is None:
        return bool(viewer.organisations(Role.EXAMINER))
    return employer in viewer.organisations(Role.EMPLOYER) and is_employed_by(
        person_id=statement.person_id, organisation_id=employer, on=on
    )


def _attesting(statement: Statement) -> int | None:
    return statement.place_id if statement.kind == ProofKind.EMPLOYER_ATTESTED else None


def _withdraw(statement: Statement, reason: str, by: User, at: datetime) -> Ending:
    if not reason.strip():
        raise ReasonMissingError(_("Skriv varför uppgiften dras tillbaka."))
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
