from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from kunnande.stages.parties.models import (
    AccessToken,
    Employment,
    Installation,
    Invitation,
    Membership,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    User,
)
from kunnande.stages.parties.queries.kept import Kept, get_kept_about
from kunnande.stages.parties.queries.names import (
    get_names_of_actors,
    get_names_of_organisations,
    get_names_of_people,
    list_accounts_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django_htmx.middleware import HtmxDetails

__all__ = [
    "AccessToken",
    "Employment",
    "Invitation",
    "Kept",
    "Membership",
    "Municipality",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Role",
    "User",
    "get_kept_about",
    "get_names_of_actors",
    "get_names_of_organisations",
    "get_names_of_people",
    "list_accounts_of",
]

_MEMBERSHIP = ("memberships__from_on", "memberships__to_on")
# After every name on z, in any collation: no Swedish name begins with three of them.
SWEDISH_ORDER = str.maketrans({"å": "zzz1", "ä": "zzz2", "ö": "zzz3", "é": "e", "ü": "y"})


@dataclass(frozen=True)
class Viewer:
    """Who looks: the account, its person, and the organisations it acts for in each role."""

    user_id: int
    person_id: int | None
    acts_for: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def organisations(self, role: str) -> frozenset[int]:
        return self.acts_for.get(role, frozenset())


class ViewerRequest(HttpRequest):
    """A request whose viewer is known; a visitor's viewer has no person and acts for nobody."""

    viewer: Viewer
    htmx: HtmxDetails


class SignedInRequest(ViewerRequest):
    """A request to a page that the access table keeps for those who have signed in."""

    user: User


@dataclass(frozen=True)
class EmployeeRow:
    person_id: int
    name: str
    team: str
    from_on: date
    has_account: bool
    is_invited: bool
    email: str = ""


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in the scheme owner's list, with how many act for it."""

    organisation: Organisation
    municipality: str
    members: int
    invited: int


def sort_key_of(family_name: str, given_name: str) -> str:
    """Return a key that sorts å, ä and ö last on a server without a Swedish collation."""
    return f"{family_name} {given_name}".casefold().translate(SWEDISH_ORDER)[:220]


def current_on(day: date, start: str = "from_on", end: str = "to_on") -> Q:
    """Return the condition that a dated row holds on a day."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day}))


def get_viewer(user: User, *, on: date) -> Viewer:
    """Return who looks; whom a token speaks for is seen in the roles it names only."""
    held: dict[str, set[int]] = {}
    memberships = Membership.objects.filter(current_on(on), user=user)
    for role, organisation_id in memberships.values_list("role", "organisation_id"):
        held.setdefault(role, set()).add(organisation_id)
    limit = user.limited_to
    acts_for = {r: frozenset(ids) for r, ids in held.items() if limit is None or r in limit}
    return Viewer(user.pk, user.person_id if limit is None or "person" in limit else None, acts_for)


def people_visible_to(viewer: Viewer, *, on: date) -> QuerySet[Person]:
    """Return the viewer and everybody employed today where the viewer acts as employer."""
    employed = Employment.objects.filter(
        current_on(on), organisation_id__in=viewer.organisations(Role.EMPLOYER)
    )
    return Person.objects.filter(
        Q(pk=viewer.person_id) | Q(pk__in=employed.values("person_id"))
    ).order_by("sort_key")


def organisations_visible_to(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the organisations a viewer acts for; a scheme owner knows them all."""
    if viewer.organisations(Role.SCHEME_OWNER):
        return Organisation.objects.order_by("name")
    mine: set[int] = set().union(*viewer.acts_for.values())
    return Organisation.objects.filter(pk__in=mine).order_by("name")


def organisations_of(viewer: Viewer, role: str) -> QuerySet[Organisation]:
    """Return the organisations a viewer acts for in one role."""
    return Organisation.objects.filter(pk__in=viewer.organisations(role)).order_by("name")


def list_employees(organisation: Organisation, *, on: date) -> list[EmployeeRow]:
    """Return who is employed on a day; an invitation past its last day no longer counts."""
    spells = (
        Employment.objects.filter(current_on(on), organisation=organisation)
        .select_related("person__user")
        .order_by("team", "person__sort_key")
    )
    latest = {
        invitation.person_id: invitation
        for invitation in Invitation.objects.filter(
            organisation=organisation, accepted_at__isnull=True
        ).order_by("created_at")
    }
    return [_employee_row(spell, latest.get(spell.person_id), on) for spell in spells]


def list_teams_at(organisation: Organisation, *, on: date) -> list[str]:
    spells = Employment.objects.filter(current_on(on), organisation=organisation)
    return sorted(set(spells.exclude(team="").values_list("team", flat=True)))


def find_employee(organisation: Organisation, person_id: int, *, on: date) -> EmployeeRow | None:
    rows = list_employees(organisation, on=on)
    return next((row for row in rows if row.person_id == person_id), None)


def list_organisation_rows(*, at: datetime) -> list[OrganisationRow]:
    """Return every organisation with how many act for it or are invited to."""
    on = localdate(at)
    members = Count("memberships", filter=current_on(on, *_MEMBERSHIP), distinct=True)
    invited: dict[int, int] = dict(
        Invitation.objects.filter(accepted_at__isnull=True, expires_at__gt=at)
        .exclude(role="")
        .values_list("organisation_id")
        .annotate(Count("person_id", distinct=True))
    )
    return [
        OrganisationRow(
            organisation,
            name_of_municipality(organisation.municipality_code),
            organisation.members,
            invited.get(organisation.pk, 0),
        )
        for organisation in Organisation.objects.annotate(members=members).order_by("kind", "name")
    ]


def name_of_municipality(code: str) -> str:
    return str(Municipality(code).label) if code in Municipality.values else code


def is_address_of_employee(organisation: Organisation, email: str, *, on: date) -> bool:
    """Say whether an employee of the day has this address, in an account or an invitation."""
    address = email.strip().lower()
    people = Person.objects.filter(Q(user__email=address) | Q(invitations__email=address))
    reached = Q(person__in=people) | Q(email=address)
    return Employment.objects.filter(current_on(on), reached, organisation=organisation).exists()


def is_address_of_contact(
    organisation: Organisation, email: str, *, role: str, at: datetime
) -> bool:
    """Say whether this address acts, or is invited to act, for the organisation in a role."""
    address = email.strip().lower()
    acts = Membership.objects.filter(
        current_on(localdate(at)), organisation=organisation, role=role, user__email=address
    )
    invited = Invitation.objects.filter(
        organisation=organisation,
        role=role,
        email=address,
        accepted_at__isnull=True,
        expires_at__gt=at,
    )
    return acts.exists() or invited.exists()


def list_organisations(kind: str) -> list[Organisation]:
    return list(Organisation.objects.filter(kind=kind).order_by("name"))


def list_members(organisation: Organisation, role: str, *, on: date) -> list[User]:
    return list(
        User.objects.filter(
            pk__in=Membership.objects.filter(
                current_on(on), organisation=organisation, role=role
            ).values("user_id")
        )
        .select_related("person")
        .order_by("pk")
    )


def get_organisation(organisation_id: int) -> Organisation:
    return Organisation.objects.get(pk=organisation_id)


def get_person(person_id: int) -> Person:
    return Person.objects.get(pk=person_id)


def is_employed_by(*, person_id: int, organisation_id: int, on: date) -> bool:
    return Employment.objects.filter(
        current_on(on), person_id=person_id, organisation_id=organisation_id
    ).exists()


def list_employers_of(person_id: int, *, on: date) -> list[Organisation]:
    return list(
        Organisation.objects.filter(
            pk__in=Employment.objects.filter(current_on(on), person_id=person_id).values(
                "organisation_id"
            )
        ).order_by("name")
    )


def find_user_by_email(email: str) -> User | None:
    return User.objects.select_related("person").filter(email=email.lower()).first()


def is_simulated() -> bool:
    return Installation.objects.filter(pk=1, simulated=True).exists()


def list_employed_among(people: Iterable[int], *, organisation_id: int, on: date) -> frozenset[int]:
    """Return those of `people` who are employed there on a day."""
    return frozenset(
        Employment.objects.filter(
            current_on(on), organisation_id=organisation_id, person_id__in=set(people)
        ).values_list("person_id", flat=True)
    )


def _employee_row(spell: Employment, invitation: Invitation | None, on: date) -> EmployeeRow:
    has_account = hasattr(spell.person, "user")
    address = spell.email or (invitation.email if invitation else "")
    return EmployeeRow(
        spell.person_id,
        spell.person.name,
        spell.team,
        spell.from_on,
        has_account,
        is_invited=invitation is not None and localdate(invitation.expires_at) >= on,
        email=spell.person.user.email if has_account else address,
    )


def has_people() -> bool:
    return Person.objects.exists()
