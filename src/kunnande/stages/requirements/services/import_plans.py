"""What taking in a list of staff would do: each line held against the register, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.services import Arrival, EmploymentChange, recognise
from kunnande.stages.requirements.models import Holding, OccupationalRole, RoleTemplate
from kunnande.stages.requirements.translate import Line, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.parties.services import Recognised, Spell

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class PlannedRow:
    """What one line comes to, in words; `state` is new, changed or same."""

    row: int
    name: str
    team: str
    state: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PlannedRole:
    """A role the company does not have yet; `template` gives it its requirements."""

    name: str
    template: RoleTemplate | None
    people: int

    @property
    def origin(self) -> str:
        """The template's name; empty when no template has the role's name."""
        return localised(self.template, "name") if self.template else ""


@dataclass(frozen=True)
class PlannedHolding:
    """Whoever is in `line` is to hold a role from a day."""

    line: Line
    role: str
    from_on: date


@dataclass
class Plan:
    """All that would be done, and every reason not to."""

    rows: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    arrivals: dict[Line, Arrival] = field(default_factory=dict)
    changes: list[EmploymentChange] = field(default_factory=list)
    holdings: list[PlannedHolding] = field(default_factory=list)
    people: dict[Line, int] = field(default_factory=dict)
    new_roles: list[PlannedRole] = field(default_factory=list)


class _ImproperLineError(ValueError):
    """A line does not go together with the register or with another line."""


def make_plan(organisation: Organisation, lines: Sequence[Line], *, on: date) -> Plan:
    """Hold every line of a list against the register."""
    known = recognise(
        organisation=organisation,
        numbers={line.identity_number for line in lines if line.identity_number},
        addresses={line.email for line in lines if line.email},
    )
    return _Planner(organisation, known, on).plan(lines)


def role_key(name: str) -> str:
    """Return what two spellings of one role's name have in common."""
    return " ".join(name.split()).casefold()


class _Planner:
    """Goes through the lines once, and remembers who has been seen."""

    def __init__(self, organisation: Organisation, known: Recognised, on: date) -> None:
        self.known = known
        self.on = on
        self.result = Plan()
        self.seen: dict[str, int] = {}
        roles = OccupationalRole.objects.filter(organisation=organisation)
        self.roles = {role_key(name): pk for pk, name in roles.values_list("pk", "name")}
        self.held: dict[tuple[int, int], date] = {}
        rows = Holding.objects.filter(role__organisation=organisation)
        for person_id, role_id, to_on in rows.values_list("person_id", "role_id", "to_on"):
            last = self.held.get((person_id, role_id), date.min)
            self.held[person_id, role_id] = max(last, to_on or date.max)

    def plan(self, lines: Sequence[Line]) -> Plan:
        for line in lines:
            try:
                self.refuse_twice(line)
                self.take(line)
            except _ImproperLineError as error:
                self.result.problems.append(Problem(line.row, "", str(error)))
        self.result.new_roles = _new_roles(self.result.holdings, self.roles)
        return self.result

    def refuse_twice(self, line: Line) -> None:
        """Raise _ImproperLineError if an earlier row has this number or address."""
        for sign in filter(None, (line.identity_number, line.email)):
            self.see(sign, line)

    def see(self, sign: str, line: Line) -> None:
        row = self.seen.setdefault(sign, line.row)
        if row != line.row:
            raise _ImproperLineError(_("Samma person står redan på rad %(row)s.") % {"row": row})

    def take(self, line: Line) -> None:
        person_id = self.identify(line)
        if person_id:
            self.see(f"person:{person_id}", line)
        spell = self.find_spell(line, person_id)
        notes = self.change(line, spell) if spell else self.arrive(line, person_id)
        state = CHANGED if spell and notes else SAME if spell else NEW
        given = self.give_roles(line, person_id, spell)
        state = CHANGED if state == SAME and given else state
        kept = _kept_as_it_is(line, spell) if spell else []
        self.result.rows.append(
            PlannedRow(line.row, line.name, line.team, state, (*notes, *given, *kept))
        )

    def identify(self, line: Line) -> int | None:
        """Return who the line is about, or None when nobody is known by it."""
        by_number = self.known.by_number.get(line.identity_number)
        by_address = self.known.by_address.get(line.email)
        account = self.known.by_account.get(line.email)
        if line.identity_number and by_address and by_number != by_address:
            spell = self.known.spells[by_address][-1]
            if by_number or spell.has_number:
                raise _ImproperLineError(
                    _("E-postadressen hör redan till %(name)s, som inte har det personnumret.")
                    % {"name": spell.name}
                )
        person_id = by_number or by_address
        if account and account != person_id:
            raise _ImproperLineError(
                _("E-postadressen hör redan till ett konto.")
                + (
                    " " + _("Skriv personnumret, så hittar vi rätt person.")
                    if not line.identity_number
                    else ""
                )
            )
        return person_id

    def find_spell(self, line: Line, person_id: int | None) -> Spell | None:
        begins = line.from_on or min(self.on, line.to_on or self.on)
        found = [
            spell
            for spell in self.known.spells.get(person_id or 0, ())
            if spell.from_on <= (line.to_on or date.max) and begins <= (spell.to_on or date.max)
        ]
        if len(found) > 1:
            raise _ImproperLineError(
                _("Personen har flera anställningar här under de dagarna. Ändra dagarna.")
            )
        return found[0] if found else None

    def arrive(self, line: Line, person_id: int | None) -> list[str]:
        if not line.from_on and line.to_on and line.to_on < self.on:
            raise _ImproperLineError(_("Personen har slutat. Skriv också den första dagen."))
        arrival = Arrival(
            person_id=person_id,
            given_name=line.given_name,
            family_name=line.family_name,
            identity_number=line.identity_number,
            email=line.email,
            team=line.team,
            from_on=line.from_on or self.on,
            to_on=line.to_on,
        )
        self.result.arrivals[line] = arrival
        notes = [_("Anställd från %(day)s") % {"day": _in_words(arrival.from_on)}]
        if not line.email:
            notes.append(_("Utan e-post går det inte att bjuda in. Lägg till den i filen."))
        return notes

    def change(self, line: Line, spell: Spell) -> list[str]:
        self.result.people[line] = spell.person_id
        change = EmploymentChange(
            spell.employment_id,
            team=line.team or spell.team,
            email=line.email or spell.email,
            to_on=line.to_on or spell.to_on,
        )
        notes = []
        if change.team != spell.team:
            notes.append(
                _("Lag: %(old)s blir %(new)s") % {"old": spell.team or "–", "new": change.team}
            )
        if change.email != spell.email:
            notes.append(_("Ny e-postadress"))
        if change.to_on != spell.to_on:
            notes.append(_("Sista dag: %(day)s") % {"day": _in_words(change.to_on)})
        if notes:
            self.result.changes.append(change)
        return notes

    def give_roles(self, line: Line, person_id: int | None, spell: Spell | None) -> list[str]:
        notes = []
        for name in line.roles:
            day = self.day_of_role(line, spell)
            role_id = self.roles.get(role_key(name), 0)
            if person_id and self.held.get((person_id, role_id), date.min) >= day:
                continue
            self.result.holdings.append(PlannedHolding(line, name, day))
            notes.append(
                _("Får rollen %(role)s från %(day)s") % {"role": name, "day": _in_words(day)}
            )
        return notes

    def day_of_role(self, line: Line, spell: Spell | None) -> date:
        """Return the first day of a role, which lies within the employment."""
        first = spell.from_on if spell else line.from_on or self.on
        last = line.to_on or (spell.to_on if spell else None) or date.max
        usual = first if spell is None or self.on > last else max(first, self.on)
        day = line.role_from_on or usual
        if not first <= day <= last:
            raise _ImproperLineError(_("Rollen måste börja under anställningen."))
        return day


def _in_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _kept_as_it_is(line: Line, spell: Spell) -> list[str]:
    """Return what the list says otherwise than the register, which stands."""
    notes = []
    if line.name.casefold() != spell.name.casefold():
        notes.append(
            _("I registret heter personen %(name)s. Det ändras inte.") % {"name": spell.name}
        )
    if line.from_on and line.from_on != spell.from_on:
        notes.append(
            _("I registret är första dagen %(day)s. Det ändras inte.")
            % {"day": _in_words(spell.from_on)}
        )
    if line.identity_number and not spell.has_number:
        notes.append(_("I registret står inget personnummer. Det ändras inte."))
    return notes


def _new_roles(holdings: Sequence[PlannedHolding], roles: Mapping[str, int]) -> list[PlannedRole]:
    named: dict[str, list[str]] = {}
    for holding in holdings:
        if role_key(holding.role) not in roles:
            named.setdefault(role_key(holding.role), []).append(holding.role)
    templates = (
        {
            role_key(name): template
            for template in RoleTemplate.objects.all()
            for name in (template.name_sv, template.name_en)
        }
        if named
        else {}
    )
    return [PlannedRole(names[0], templates.get(key), len(names)) for key, names in named.items()]
