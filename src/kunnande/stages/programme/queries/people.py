"""Who takes part, as far as a viewer may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from kunnande.stages.parties.queries import Role, gender_on
from kunnande.stages.programme.models import Engagement, Gender, Participation, SizeClass

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Viewer
    from kunnande.stages.programme.models import Programme


@dataclass(frozen=True)
class Reached:
    """How many people have taken part until a day, split as the targets are."""

    people: int
    women: int
    men: int
    others: int
    companies: int
    by_size: tuple[tuple[str, int], ...]


def participations_visible_to(viewer: Viewer) -> QuerySet[Participation]:
    """Return a viewer's own, those of their company, and those of programmes they answer for."""
    owners = viewer.organisations(Role.PROGRAMME_OWNER) | viewer.organisations(Role.ECONOMIST)
    return (
        Participation.objects.filter(
            Q(person_id=viewer.person_id)
            | Q(company_id__in=viewer.organisations(Role.EMPLOYER))
            | Q(programme__owner_id__in=owners)
        )
        .select_related("person", "company", "programme")
        .order_by("person__sort_key", "entered_on", "pk")
    )


def list_own_participations(person_id: int) -> list[Participation]:
    own = Participation.objects.filter(person_id=person_id)
    return list(own.select_related("company", "programme").order_by("-entered_on", "pk"))


def has_participation(person_id: int) -> bool:
    return Participation.objects.filter(person_id=person_id).exists()


def find_participation(person_id: int, *, on: date) -> Participation | None:
    """Return what somebody takes part in on a day: at most one."""
    return Participation.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=on), person_id=person_id, entered_on__lte=on
    ).first()


def count_reached(programme: Programme, *, on: date) -> Reached:
    """Count everybody who has entered until a day once, whether they have left or not."""
    entered = Participation.objects.filter(programme=programme, entered_on__lte=on)

    def of(gender: str) -> Count:
        return Count("person", distinct=True, filter=Q(counted_as=gender))

    counted = entered.annotate(counted_as=gender_on(on, unless_stated="gender")).aggregate(
        people=Count("person", distinct=True),
        companies=Count("company", distinct=True),
        women=of(Gender.WOMAN),
        men=of(Gender.MAN),
    )
    sizes = dict(
        Engagement.objects.filter(programme=programme, company__in=entered.values("company"))
        .values_list("size")
        .annotate(Count("pk"))
        .order_by("size")
    )
    return Reached(
        **counted,
        others=counted["people"] - counted["women"] - counted["men"],
        by_size=tuple((str(size.label), sizes.get(size.value, 0)) for size in SizeClass),
    )
