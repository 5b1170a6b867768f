from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from django.db.models import DateField, F, Q
from django.db.models.functions import Cast, TruncDate
from django.utils.timezone import localdate

from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.framework.queries import ProofKind, list_validity
from kunnande.stages.ledger.models import Release, Reminder, Statement
from kunnande.stages.ledger.queries.kept import get_kept_about
from kunnande.stages.ledger.queries.past import PastStatement, list_disclosed_past, list_past
from kunnande.stages.ledger.queries.released import IS_RELEASED
from kunnande.stages.ledger.queries.weighing import (
    ENDS_SOON_DAYS,
    Asked,
    Weighable,
    Weighed,
    ask,
    is_recent,
    keep_counting,
    oldest_day,
    recency_of,
    weigh,
)
from kunnande.stages.parties.queries import list_employed_among

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

__all__ = [
    "ENDS_SOON_DAYS",
    "Asked",
    "PastStatement",
    "ProofKind",
    "Release",
    "Statement",
    "Weighable",
    "Weighed",
    "ask",
    "get_kept_about",
    "is_recent",
    "keep_counting",
    "list_disclosed_past",
    "list_past",
    "oldest_day",
    "recency_of",
    "weigh",
]


class _Releasable(TypedDict):
    is_released: bool


class CurrentStatement(NamedTuple):
    """A statement that counts today, with what a reader needs to judge it."""

    id: int
    person_id: int
    area_id: int
    area_version_id: int
    level: int
    kind: str
    source: str
    release_key: str
    place_id: int | None
    stated_by: str
    stated_at: datetime
    valid_until: date | None
    is_released: bool

    @property
    def stated_on(self) -> date:
        return localdate(self.stated_at)


class DisclosedLevel(NamedTuple):
    """Of a statement an employer may see, what is weighed against a requirement.

    A matrix reads tens of thousands: nothing else, and no moment that Python would have to parse.
    """

    person_id: int
    area_id: int
    area_version_id: int
    level: int
    kind: str
    stated_on: date
    valid_until: date | None


def list_current(people: Iterable[int], *, on: date) -> list[CurrentStatement]:
    """Return every statement that is neither ended nor past its last day."""
    return _rows(_current(people, on))


@dataclass(frozen=True)
class DueReminder:
    """What of one person's ends within a renewal window, and has not been told them."""

    person_id: int
    window_days: int
    statement_ids: tuple[int, ...]


def list_due_reminders(*, on: date) -> list[DueReminder]:
    """Return whom to remind today: what is released, not rated by themselves, and ends soon."""
    ending = (
        Statement.objects.filter(ending__isnull=True, valid_until__gte=on)
        .exclude(kind=ProofKind.SELF_RATED)
        .select_related("area_version")
        .annotate(is_released=IS_RELEASED)
        .filter(is_released=True)
        .order_by("person_id", "pk")
    )
    rules = list_validity((s.area_version.area_id for s in ending), on)
    told = set(Reminder.objects.values_list("statement_id", "window_days"))
    due: dict[tuple[int, int], list[int]] = {}
    for statement in ending:
        days = rules[statement.area_version.area_id].renewal_days
        last = statement.valid_until
        if last and last <= on + timedelta(days=days) and (statement.pk, days) not in told:
            due.setdefault((statement.person_id, days), []).append(statement.pk)
    return [DueReminder(person_id, days, tuple(ids)) for (person_id, days), ids in due.items()]


def list_disclosed(
    organisation_id: int, people: Iterable[int], *, on: date
) -> list[CurrentStatement]:
    """Return what an employer may see: of its own staff, released, and agreed to by each.

    What the employer has attested itself it knows already. A person's own rating is never
    among them.
    """
    return _rows(_disclosed(organisation_id, people, on))


def list_disclosed_levels(
    organisation_id: int, people: Iterable[int], *, on: date
) -> list[DisclosedLevel]:
    """Return as much of what an employer may see as a matrix weighs, in no order."""
    columns = _disclosed(organisation_id, people, on).annotate(
        area_id=F("area_version__area_id"),
        stated_on=Cast(TruncDate("stated_at"), DateField()),
    )
    rows = columns.order_by().values_list(*DisclosedLevel._fields)
    return list(map(DisclosedLevel._make, rows))


def _disclosed(
    organisation_id: int, people: Iterable[int], on: date
) -> QuerySet[WithAnnotations[Statement, _Releasable]]:
    employed = list_employed_among(people, organisation_id=organisation_id, on=on)
    sharing = list_people_who_share(organisation_id, employed, on=on)
    attested = Q(kind=ProofKind.EMPLOYER_ATTESTED, place_id=organisation_id)
    shared = Q(person_id__in=sharing, is_released=True)
    statements = _current(employed, on).exclude(kind=ProofKind.SELF_RATED)
    return statements.filter(attested | shared)


def _current(people: Iterable[int], on: date) -> QuerySet[WithAnnotations[Statement, _Releasable]]:
    return (
        Statement.objects.filter(person_id__in=set(people), ending__isnull=True)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        .annotate(is_released=IS_RELEASED)
        .order_by("person_id", "area_version_id", "-stated_at")
    )


def _rows(
    statements: QuerySet[WithAnnotations[Statement, _Releasable]],
) -> list[CurrentStatement]:
    columns = statements.annotate(area_id=F("area_version__area_id"))
    return list(map(CurrentStatement._make, columns.values_list(*CurrentStatement._fields)))
