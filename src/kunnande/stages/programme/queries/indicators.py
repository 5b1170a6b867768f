"""The indicators of a programme, each computed by gender from what is known of its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import localised
from kunnande.stages.programme.models import (
    Counted,
    Engagement,
    Gender,
    Indicator,
    IndicatorSet,
    Moment,
    SetChoice,
)
from kunnande.stages.programme.queries.claims import list_sent_by
from kunnande.stages.programme.queries.facts import Awarded, Fact, list_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from kunnande.stages.programme.models import PaymentClaim, Programme


@dataclass(frozen=True)
class Figure:
    """One indicator on a day: by gender, with whom it counts; nothing where nobody counts it."""

    indicator: Indicator
    women: int | None = None
    men: int | None = None
    others: int | None = None
    unknown: int | None = None
    total: int | None = None
    # How many have been reached of those whose answers it takes.
    reached: int | None = None
    to_reach: int | None = None
    # Of an indicator that counts money.
    value_ore: int | None = None
    facts: tuple[Fact, ...] = ()
    companies: tuple[int, ...] = ()
    claims: tuple[PaymentClaim, ...] = ()

    @property
    def kronor(self) -> Decimal | None:
        return None if self.value_ore is None else Decimal(self.value_ore) / 100

    @property
    def name(self) -> str:
        return localised(self.indicator, "name")

    @property
    def definition(self) -> str:
        return localised(self.indicator, "definition")

    @property
    def moment_words(self) -> str:
        return str(Moment(self.indicator.moment).label)


def find_indicator_set(programme: Programme, *, on: date) -> IndicatorSet | None:
    """Return the set that the latest decision in force by a day, which says, asks for."""
    choice = (
        SetChoice.objects.filter(grant__programme=programme, grant__from_on__lte=on)
        .select_related("indicator_set")
        .order_by("-grant__from_on")
        .first()
    )
    return choice.indicator_set if choice else None


def list_indicator_sets() -> list[IndicatorSet]:
    return list(IndicatorSet.objects.order_by("pk"))


def list_figures(
    programme: Programme, *, on: date, facts: Sequence[Fact] | None = None
) -> list[Figure]:
    """Return every indicator of a programme's set on a day, in the set's own order."""
    indicator_set = find_indicator_set(programme, on=on)
    if indicator_set is None:
        return []
    known = list_facts(programme, on=on) if facts is None else facts
    sizes = dict(Engagement.objects.filter(programme=programme).values_list("company_id", "size"))
    rows = Indicator.objects.filter(indicator_set=indicator_set)
    indicators = rows.select_related("indicator_set").order_by("place")
    return [
        _of_money(one, programme, on)
        if one.counted == Counted.MONEY
        else _figure(one, indicator_set, known, sizes)
        for one in indicators
    ]


def get_figure(programme: Programme, code: str, *, on: date) -> Figure:
    """Return one indicator of a programme. Raises Indicator.DoesNotExist."""
    for figure in list_figures(programme, on=on):
        if figure.indicator.code == code:
            return figure
    raise Indicator.DoesNotExist


def _of_money(indicator: Indicator, programme: Programme, on: date) -> Figure:
    """Return the costs of every claim that was sent by a day."""
    claims = tuple(list_sent_by(programme, on=on))
    value_ore = sum(claim.cost_ore for claim in claims)
    return Figure(indicator, value_ore=value_ore, claims=claims)


def _figure(
    indicator: Indicator,
    indicator_set: IndicatorSet,
    facts: Sequence[Fact],
    sizes: Mapping[int, str],
) -> Figure:
    if indicator.counted == Counted.ELSEWHERE:
        return Figure(indicator)
    if indicator.counted == Counted.COMPANIES:
        wanted = indicator.conditions.get("size", ())
        companies = {one.company_id for one in facts if sizes.get(one.company_id) in wanted}
        return Figure(indicator, total=len(companies), companies=tuple(sorted(companies)))
    met = [one for one in facts if is_met(indicator, one, indicator_set)]
    asks = "answers" in indicator.conditions
    asked = [
        one
        for one in facts
        if asks and one.left_on is not None and _holds_at_entry(indicator.conditions, one)
    ]
    return Figure(
        indicator=indicator,
        women=sum(one.gender == Gender.WOMAN for one in met),
        men=sum(one.gender == Gender.MAN for one in met),
        others=sum(one.gender == Gender.OTHER for one in met),
        unknown=sum(one.gender == Gender.UNKNOWN for one in met),
        total=len(met),
        reached=sum(indicator.moment in one.called for one in asked) if asks else None,
        to_reach=len(asked) if asks else None,
        facts=tuple(met),
    )


def is_met(indicator: Indicator, fact: Fact, indicator_set: IndicatorSet) -> bool:
    """Say whether every condition of an indicator holds for somebody."""
    told = indicator.conditions
    return (
        (indicator.moment == Moment.ENTRY or fact.left_on is not None)
        and _holds_at_entry(told, fact)
        and ("qualified" not in told or bool(qualifications_of(fact, indicator_set)))
        and all(_is_answered(one, indicator.moment, fact) for one in told.get("answers", ()))
    )


def qualifications_of(fact: Fact, indicator_set: IndicatorSet) -> list[Awarded]:
    """Return the credentials that count, from the first day until leaving and some days after."""
    if fact.left_on is None:
        return []
    until = fact.left_on + timedelta(days=indicator_set.leaving_days)
    return [one for one in fact.awarded_by(until) if one.kind in indicator_set.qualifications]


def _holds_at_entry(told: Mapping[str, Any], fact: Fact) -> bool:
    return (
        ("status" not in told or not fact.statuses.isdisjoint(told["status"]))
        and fact.statuses.isdisjoint(told.get("not_status", ()))
        and ("education" not in told or fact.education in told["education"])
        and _is_of_age(told, fact.age)
    )


def _is_of_age(told: Mapping[str, Any], age: int | None) -> bool:
    if "age_from" not in told and "age_to" not in told:
        return True
    return age is not None and told.get("age_from", 0) <= age <= told.get("age_to", age)


def _is_answered(told: Mapping[str, Any], moment: str, fact: Fact) -> bool:
    called = fact.called.get(moment)
    given = called.answers.get(told["question"], frozenset()) if called else frozenset()
    return not given.isdisjoint(told["any_of"])
