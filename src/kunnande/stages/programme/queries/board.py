"""A programme against its targets on one day: by gender, by node and by size of company."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import get_names_of_organisations
from kunnande.stages.programme.models import Engagement, Gender, SizeClass
from kunnande.stages.programme.queries.cofinancing import get_cofinancing
from kunnande.stages.programme.queries.companies import BEFORE_AGREEMENT
from kunnande.stages.programme.queries.facts import list_facts
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.measures import BoardMeasure, conditions_of
from kunnande.stages.programme.queries.targets import get_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.programme.models import GrantVersion, Programme
    from kunnande.stages.programme.queries.cofinancing import CofinancedMonth
    from kunnande.stages.programme.queries.facts import Fact
    from kunnande.stages.programme.queries.targets import Targets


# The row of everybody, which is a part of the programme like the others.
WHOLE = "all"


@dataclass(frozen=True)
class BoardRow:
    """Some of the people of a programme, counted in every way that its funder asks for."""

    part: str
    words: str
    facts: tuple[Fact, ...]
    target: int | None
    people: int
    inside: int
    left: int
    validated: int
    certificates: int
    minutes: int
    hours: int
    value_ore: int

    @property
    def percent(self) -> int | None:
        """Return how much of the target is reached, in whole percent rounded down."""
        return 100 * self.people // self.target if self.target else None

    @property
    def kronor(self) -> Decimal:
        return Decimal(self.value_ore) / 100


@dataclass(frozen=True)
class BoardTable:
    heading: str
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True)
class Companies:
    """Companies that have been contacted, that take part now, and that have ended."""

    contacted: int
    taking_part: int
    ended: int


@dataclass(frozen=True)
class Board:
    """Every figure of one day, with the decision that applies then and all there have been."""

    programme: Programme
    on: date
    applies: GrantVersion | None
    grants: tuple[GrantVersion, ...]
    whole: BoardRow
    tables: tuple[BoardTable, ...]
    companies: Companies
    months_of: Callable[[Fact], Sequence[CofinancedMonth]]

    @property
    def rows(self) -> list[BoardRow]:
        return [self.whole, *(row for table in self.tables for row in table.rows)]


def get_board(programme: Programme, *, on: date, facts: Sequence[Fact] | None = None) -> Board:
    """Return a programme's figures on a day, in as many questions however many take part."""
    grants = list_grants(programme)
    in_force = [grant for grant in grants if grant.from_on <= on]
    applies = in_force[-1] if in_force else None
    targets = get_targets(applies)
    known = list_facts(programme, on=on) if facts is None else facts
    count = _Counting(on, _months_of(programme, on))
    return Board(
        programme=programme,
        on=on,
        applies=applies,
        grants=tuple(grants),
        whole=count.row(WHOLE, _("Alla"), known, target=applies.people if applies else None),
        tables=(
            _by_gender(count, known, applies),
            _by_node(count, known, targets),
            _by_size(count, known, targets),
        ),
        companies=_companies(programme, on),
        months_of=count.months_of,
    )


@dataclass(frozen=True)
class _Counting:
    on: date
    months: Mapping[int, list[CofinancedMonth]]

    def months_of(self, fact: Fact) -> list[CofinancedMonth]:
        """Return the locked months of somebody, in order."""
        return [one for pk in fact.participations for one in self.months.get(pk, ())]

    def row(
        self, part: str, words: str, facts: Iterable[Fact], *, target: int | None = None
    ) -> BoardRow:
        those = tuple(facts)
        months = [month for one in those for month in self.months_of(one)]
        counts = conditions_of(self.on, self.months_of)
        return BoardRow(
            part=part,
            words=words,
            facts=those,
            target=target,
            people=len(those),
            inside=sum(map(counts[BoardMeasure.INSIDE], those)),
            left=sum(map(counts[BoardMeasure.LEFT], those)),
            validated=sum(map(counts[BoardMeasure.VALIDATED], those)),
            certificates=sum(len(one.awarded_by(self.on)) for one in those),
            minutes=sum(month.minutes for month in months),
            hours=sum(month.hours for month in months),
            value_ore=sum(month.value_ore for month in months),
        )


def _months_of(programme: Programme, on: date) -> Mapping[int, list[CofinancedMonth]]:
    months: dict[int, list[CofinancedMonth]] = defaultdict(list)
    for month in get_cofinancing(programme, first_on=programme.from_on, last_on=on).months:
        months[month.participation_id].append(month)
    return months


def _by_gender(count: _Counting, facts: Sequence[Fact], applies: GrantVersion | None) -> BoardTable:
    targets = {Gender.WOMAN: applies.women, Gender.MAN: applies.men} if applies else {}
    rows = [
        count.row(
            f"gender-{gender.value}",
            str(gender.label),
            [one for one in facts if one.gender == gender],
            target=targets.get(gender),
        )
        for gender in Gender
    ]
    return BoardTable(_("Efter kön"), tuple(row for row in rows if row.people or row.target))


def _by_node(count: _Counting, facts: Sequence[Fact], targets: Targets) -> BoardTable:
    known = {one.node_id for one in facts if one.node_id}
    names = get_names_of_organisations(known | targets.nodes.keys())
    of_nodes = sorted((name, pk) for pk, name in names.items())
    rows = [
        count.row(
            f"node-{pk}",
            name,
            [one for one in facts if one.node_id == pk],
            target=targets.nodes.get(pk),
        )
        for name, pk in of_nodes
    ]
    alone = [one for one in facts if one.node_id is None]
    rows += [count.row("node-none", _("Ingen nod"), alone)] if alone else []
    return BoardTable(_("Efter nod"), tuple(rows))


def _by_size(count: _Counting, facts: Sequence[Fact], targets: Targets) -> BoardTable:
    return BoardTable(
        _("Efter företagets storlek"),
        tuple(
            count.row(
                f"size-{size.value}",
                str(size.label),
                [one for one in facts if one.size == size],
                target=targets.sizes.get(size),
            )
            for size in SizeClass
        ),
    )


def _companies(programme: Programme, on: date) -> Companies:
    """Count companies as they are now; those that ended after the day still take part on it."""
    rows = Engagement.objects.filter(programme=programme).values_list("step", "ended_on")
    known = list(rows.order_by("pk"))
    ended = sum(ended_on is not None and ended_on <= on for _step, ended_on in known)
    before = sum(step in BEFORE_AGREEMENT for step, _ended in known)
    return Companies(len(known), len(known) - ended - before, ended)
