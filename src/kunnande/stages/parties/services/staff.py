"""Many people at once: whom a company's list names, and what changes when it is taken in."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kunnande.stages.parties import queries, translate
from kunnande.stages.parties.models import Employment, Invitation, Organisation, Person, User
from kunnande.stages.trail.services import Act, begin_chains, record_acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

_BATCH = 1000


class RegisterChangedError(RuntimeError):
    """Somebody registered one of these people at the same moment."""


@dataclass(frozen=True)
class Spell:
    """One employment at the company."""

    employment_id: int
    person_id: int
    name: str
    has_number: bool
    team: str
    email: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Recognised:
    """Whom the numbers and addresses of a list belong to, as far as the register knows."""

    by_number: Mapping[str, int]
    by_address: Mapping[str, int]
    by_account: Mapping[str, int]
    spells: Mapping[int, tuple[Spell, ...]]


@dataclass(frozen=True)
class Arrival:
    """Somebody who begins at the company; `person_id` where the register knows them already."""

    person_id: int | None
    given_name: str
    family_name: str
    identity_number: str
    email: str
    team: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class EmploymentChange:
    """What an employment is to say from now on."""

    employment_id: int
    team: str
    email: str
    to_on: date | None


def take_staff_turn(organisation: Organisation) -> None:
    """Let those who change a company's staff come one at a time, until the transaction ends."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def recognise(
    *, organisation: Organisation, numbers: Iterable[str], addresses: Iterable[str]
) -> Recognised:
    """Return who is meant by twelve-digit numbers and lower-case addresses in a company's list.

    An address tells who somebody is only among the company's own; an account's only whose it is.
    """
    by_index = {translate.index_of(number): number for number in numbers}
    known = Person.objects.filter(identity_number_index__in=by_index)
    by_number = {
        by_index[index or ""]: pk for pk, index in known.values_list("pk", "identity_number_index")
    }
    accounts = User.objects.filter(email__in=list(addresses), person__isnull=False)
    by_account = dict(accounts.values_list("email", "person_id"))
    spells: dict[int, list[Spell]] = defaultdict(list)
    by_address: dict[str, int] = {}
    for spell in _spells(organisation):
        spells[spell.person_id].append(spell)
        by_address.setdefault(spell.email, spell.person_id)
    by_address.update({email: pk for email, pk in by_account.items() if pk in spells})
    by_address.pop("", None)
    return Recognised(
        by_number, by_address, by_account, {pk: tuple(found) for pk, found in spells.items()}
    )


@transaction.atomic
def employ_many(
    *, organisation: Organisation, arrivals: Sequence[Arrival], by: User, at: datetime
) -> list[int]:
    """Register and employ people, and return who they are in the same order.

    Raises RegisterChangedError.
    """
    people = [None if arrival.person_id else _person(arrival, organisation) for arrival in arrivals]
    made = [person for person in people if person]
    with _unchanged_register():
        Person.objects.bulk_create(made, batch_size=_BATCH)
        ids = [
            person.pk if person else arrival.person_id or 0
            for person, arrival in zip(people, arrivals, strict=True)
        ]
        Employment.objects.bulk_create(
            [
                Employment(
                    person_id=person_id,
                    organisation=organisation,
                    team=arrival.team,
                    email=arrival.email,
                    from_on=arrival.from_on,
                    to_on=arrival.to_on,
                )
                for person_id, arrival in zip(ids, arrivals, strict=True)
            ],
            batch_size=_BATCH,
        )
    registered = {p.trail_name: Act("person_registered", p.trail_name) for p in made}
    begin_chains(firsts=registered, by=by, at=at)
    employed = [Act("employed", f"person:{person_id}") for person_id in ids]
    record_acts(chain=organisation.trail_name, acts=employed, by=by, at=at)
    return ids


@transaction.atomic
def change_employments(
    *, organisation: Organisation, changes: Sequence[EmploymentChange], by: User, at: datetime
) -> None:
    """Let employments of a company say something else. Raises RegisterChangedError."""
    wanted = {change.employment_id: change for change in changes}
    rows = list(
        Employment.objects.select_for_update().filter(pk__in=wanted, organisation=organisation)
    )
    acts = []
    for row in rows:
        change = wanted[row.pk]
        ended = row.to_on != change.to_on
        row.team, row.email, row.to_on = change.team, change.email, change.to_on
        acts.append(
            Act("employment_ended" if ended else "employment_changed", f"person:{row.person_id}")
        )
    with _unchanged_register():
        Employment.objects.bulk_update(rows, ["team", "email", "to_on"], batch_size=_BATCH)
    record_acts(chain=organisation.trail_name, acts=acts, by=by, at=at)


@contextmanager
def _unchanged_register() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise RegisterChangedError(
            _("Registret ändrades medan listan lästes in. Inget är sparat. Försök igen.")
        ) from error


def _person(arrival: Arrival, organisation: Organisation) -> Person:
    number = arrival.identity_number
    return Person(
        given_name=arrival.given_name,
        family_name=arrival.family_name,
        sort_key=queries.sort_key_of(arrival.family_name, arrival.given_name),
        identity_number_sealed=translate.seal(number) if number else None,
        identity_number_index=translate.index_of(number) if number else None,
        simulated=organisation.simulated,
    )


def _spells(organisation: Organisation) -> Iterable[Spell]:
    invited = dict(
        Invitation.objects.filter(organisation=organisation)
        .order_by("created_at")
        .values_list("person_id", "email")
    )
    rows = Employment.objects.filter(organisation=organisation).select_related("person")
    people = rows.order_by().values("person_id")
    accounts = dict(User.objects.filter(person__in=people).values_list("person_id", "email"))
    for row in rows.order_by("from_on"):
        yield Spell(
            row.pk,
            row.person_id,
            row.person.name,
            row.person.identity_number_index is not None,
            row.team,
            row.email or accounts.get(row.person_id) or invited.get(row.person_id, ""),
            row.from_on,
            row.to_on,
        )
