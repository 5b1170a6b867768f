from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.parties.models import Organisation, Person, User

if TYPE_CHECKING:
    from collections.abc import Iterable


def get_names_of_people(people: Iterable[int]) -> dict[int, str]:
    return {p.pk: p.name for p in Person.objects.filter(pk__in=set(people))}


def get_names_of_organisations(organisations: Iterable[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=set(organisations)).values_list("pk", "name"))


def get_names_of_actors(actors: Iterable[str]) -> dict[str, str]:
    """Return readable names for trail names such as "user:7"."""
    ids = {int(a.partition(":")[2]) for a in set(actors) if a.startswith("user:")}
    users = User.objects.filter(pk__in=ids).select_related("person")
    return {user.trail_name: str(user) for user in users}


def list_accounts_of(people: Iterable[int]) -> dict[int, User]:
    """Return the open accounts of people who are not invented, by whose they are."""
    users = User.objects.filter(
        person_id__in=set(people), is_active=True, person__simulated=False
    ).select_related("person")
    return {user.person.pk: user for user in users if user.person}
