"""What differs between two versions of a plan, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from kunnande.stages.supply.queries.plans import MeasureLine, PlanPage


def tell_changes(before: PlanPage, after: PlanPage) -> list[str]:
    """Return one sentence for each difference, in the order of the plan."""
    return [*_of_goals(before, after), *_of_measures(before, after), *_of_wheel(before, after)]


def _of_goals(before: PlanPage, after: PlanPage) -> list[str]:
    new = [_("Nytt mål: %(goal)s") % {"goal": g} for g in after.goals if g not in before.goals]
    gone = [_("Målet är borta: %(goal)s") % {"goal": g} for g in before.goals
            if g not in after.goals]  # fmt: skip
    return new + gone


def _of_measures(before: PlanPage, after: PlanPage) -> list[str]:
    was = {one.number: one for one in before.measures}
    now = {one.number: one for one in after.measures}
    told = [_("Ny åtgärd: %(name)s, %(kind)s.") % _named(one) for number, one in now.items()
            if number not in was]  # fmt: skip
    told += [_("Åtgärden är borta: %(name)s, %(kind)s.") % _named(one) for number, one
             in was.items() if number not in now]  # fmt: skip
    for number, one in now.items():
        if number in was:
            told += _of_measure(was[number], one)
    return told


def _of_measure(was: MeasureLine, now: MeasureLine) -> list[str]:
    before, after = _told(was), _told(now)
    return [
        _("%(name)s: %(what)s var %(before)s, är %(after)s.")
        % {"name": now.name, "what": what, "before": before[what], "after": after[what]}
        for what in after
        if before[what] != after[what]
    ]


def _told(one: MeasureLine) -> dict[str, str]:
    """Return the fields of a measure as a reader sees them, by what they are called."""
    nothing = _("inte satt")
    return {
        _("åtgärden"): one.kind_words.lower(),
        _("behovet"): str(one.needed),
        _("antalet som finns"): nothing if one.present is None else str(one.present),
        _("beskrivningen"): one.words or nothing,
        _("ansvarig"): one.responsible or nothing,
        _("klart senast"): date_format(one.due_on, "j F Y") if one.due_on else nothing,
        _("kostnaden"): nothing if one.cost_sek is None else f"{one.cost_sek} kr",
    }


def _of_wheel(before: PlanPage, after: PlanPage) -> list[str]:
    was, now = dict(before.wheel), dict(after.wheel)
    nothing = _("ingenting")
    return [
        _("%(month)s: var %(before)s, är %(after)s.")
        % {
            "month": str(MONTHS[month]).capitalize(),
            "before": was.get(month, nothing),
            "after": now.get(month, nothing),
        }
        for month in range(1, 13)
        if was.get(month) != now.get(month)
    ]


def _named(one: MeasureLine) -> dict[str, str]:
    return {"name": one.name, "kind": one.kind_words.lower()}
