"""Who is behind a figure of the steering page is shown: an act, that each of them sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from kunnande.stages.parties.queries import get_names_of_organisations, get_names_of_people
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.queries.board import Board
    from kunnande.stages.programme.queries.cofinancing import CofinancedMonth
    from kunnande.stages.programme.queries.facts import Awarded, Fact


@dataclass(frozen=True)
class CountedRow:
    """One participant, and the entries that a figure rests on: decisions, awards, locked months."""

    name: str
    company: str
    fact: Fact
    decided_on: tuple[date, ...]
    awarded: tuple[Awarded, ...]
    months: tuple[CofinancedMonth, ...]


@transaction.atomic
def show_counted(
    *, board: Board, people: Sequence[Fact], by: User, at: datetime
) -> list[CountedRow]:
    """Return some of the people behind a figure, each with what counts.

    Raises NotYourProgrammeError.
    """
    refuse_all_but_the_owner(board.programme, by, at)
    names = get_names_of_people(one.person_id for one in people)
    companies = get_names_of_organisations({one.company_id for one in people})
    record_looks(
        people={one.person_id for one in people} - {by.person_id},
        page="programme:counted",
        organisation_id=board.programme.owner_id,
        by=by,
        at=at,
    )
    return [
        CountedRow(
            name=names.get(one.person_id, ""),
            company=companies.get(one.company_id, ""),
            fact=one,
            decided_on=tuple(day for day in one.decided_on if one.entered_on <= day <= board.on),
            awarded=tuple(one.awarded_by(board.on)),
            months=tuple(month for month in board.months_of(one) if month.hours),
        )
        for one in people
    ]
