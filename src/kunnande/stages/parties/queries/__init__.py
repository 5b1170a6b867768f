from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from kunnande.stages.parties.models import (
    AccessToken,
    Employment,
    Gender,
    Installation,
    Invitation,
    LabourSpell,
    LabourStatus,
    Membership,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    User,
)
from kunnande.stages.parties.queries.employees import (
    EmployeeRow,
    StaffRow,
    find_employee,
    list_employed_among,
    list_employees,
    list_staff,
)
from kunnande.stages.parties.queries.genders import gender_on
from kunnande.stages.parties.queries.kept import Kept, get_kept_about
from kunnande.stages.parties.queries.labour import (
    list_labour_spells,
    list_labour_statuses,
    map_labour_spells,
)
from kunnande.stages.parties.queries.names import (
    get_names_of_actors,
    get_names_of_organisations,
    get_names_of_people,
    list_accounts_of,
)
from kunnande.stages.parties.queries.numbers import get_birth_and_gender, map_identity_numbers
from kunnande.stages.parties.queries.spells import current_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django_htmx.middleware import HtmxDetails

__all__ = [
    "AccessToken",
    "EmployeeRow",
    "Employment",
    "Gender",
    "Invitation",
    "Kept",
    "LabourSpell",
    "LabourStatus",
    "Membership",
    "Municipality",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Role",
    "StaffRow",
    "User",
    "current_on",
    "find_employee",
    "gender_on",
    "get_birth_and_gender",
    "get_kept_about",
    "get_names_of_actors",
    "get_names_of_organisations",
    "get_names_of_people",
    "list_accounts_of",
    "list_employed_among",
    "list_employees",
    "list_labour_spells",
    "list_labour_statuses",
    "list_staff",
    "map_identity_numbers",
    "map_labour_spells",
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
class OrganisationRow:
    """An organisation in the scheme owner's list, with how many act for it."""

    organisation: Organisation
    municipality: str
    members: int
    invited: int


def sort_key_of(family_name: str, given_name: str) -> str:
    """Return a key that sorts å, ä and ö last on a server without a Swedish collation."""
    return f"{family_name} {given_name}".casefold().translate(SWEDISH_ORDER)[:220]


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
        return Organisation.objects.order_by("name", "pk")
    mine: set[int] = set().union(*viewer.acts_for.values())
    return Organisation.objects.filter(pk__in=mine).order_by("name", "pk")


def organisations_of(viewer: Viewer, role: str) -> QuerySet[Organisation]:
    """Return the organisations a viewer acts for in one role."""
    return Organisation.objects.filter(pk__in=viewer.organisations(role)).order_by("name", "pk")


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
        for organisation in Organisation.objects.annotate(members=members).order_by(
            "kind", "name", "pk"
        )
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
    return list(Organisation.objects.filter(kind=kind).order_by("name", "pk"))


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
        ).order_by("name", "pk")
    )


def find_user_by_email(email: str) -> User | None:
    return User.objects.select_related("person").filter(email=email.lower()).first()


def is_simulated() -> bool:
    return Installation.objects.filter(pk=1, simulated=True).exists()


def has_people() -> bool:
    return Person.objects.exists()
