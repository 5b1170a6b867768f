"""Who may lead tests or assess, for which product and where, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.centres.models import Authorisation
from kunnande.stages.parties.queries import Role, User

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer


def authorised_on(on: date) -> QuerySet[Authorisation]:
    """Return the authorisations that hold on a day."""
    return Authorisation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), from_on__lte=on, to_on__gte=on
    )


def is_authorised(user_id: int, product_id: int, *, kind: str, centre_id: int, on: date) -> bool:
    return (
        authorised_on(on)
        .filter(user_id=user_id, product_id=product_id, kind=kind, centre_id=centre_id)
        .exists()
    )


def list_authorised(product_id: int, *, kind: str, centre_id: int, on: date) -> list[User]:
    """Return who may act at a centre on a day, by name."""
    rows = authorised_on(on).filter(product_id=product_id, kind=kind, centre_id=centre_id)
    users = User.objects.filter(pk__in=rows.values("user_id")).select_related("person")
    return list(users.order_by("person__sort_key", "pk"))


def authorisations_visible_to(viewer: Viewer) -> QuerySet[Authorisation]:
    """Return the viewer's own, those at their centres, and those of their scheme."""
    return Authorisation.objects.filter(
        Q(user_id=viewer.user_id)
        | Q(centre_id__in=viewer.organisations(Role.CENTRE_MANAGER))
        | Q(product__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER))
    ).select_related("user__person", "product", "centre")


def get_authorisation_to_end(authorisation_id: int, viewer: Viewer) -> Authorisation:
    """Return one the viewer may end: of their centre or scheme. Raises DoesNotExist."""
    return authorisations_visible_to(viewer).get(
        Q(centre_id__in=viewer.organisations(Role.CENTRE_MANAGER))
        | Q(product__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER)),
        pk=authorisation_id,
    )
