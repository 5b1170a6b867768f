"""Who may lead tests or assess, for which product and where, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.centres.models import Accreditation, Authorisation, StaffKind
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Organisation, Role, User, list_members

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer


@dataclass(frozen=True)
class AuthorisationRow:
    """Who may do what, where and until when; `holds` on the day of the list."""

    authorisation_id: int
    name: str
    kind: str
    product: str
    centre: str
    from_on: date
    to_on: date
    ended_on: date | None
    ended_reason: str
    grounds: str
    holds: bool


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


def count_authorised(centres: Iterable[int], *, on: date) -> int:
    """Return how many authorisations hold at some centres on a day."""
    return authorised_on(on).filter(centre_id__in=list(centres)).count()


def authorisations_visible_to(viewer: Viewer) -> QuerySet[Authorisation]:
    """Return the viewer's own, those at their centres, and those of their scheme."""
    return Authorisation.objects.filter(
        Q(user_id=viewer.user_id)
        | Q(centre_id__in=viewer.organisations(Role.CENTRE_MANAGER))
        | Q(product__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER))
    ).select_related("user__person", "product", "centre")


def centres_of_scheme(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the centres that have applied for a product of the viewer's own scheme."""
    own = viewer.organisations(Role.SCHEME_OWNER)
    applied = Accreditation.objects.filter(product__scheme__owner_id__in=own)
    return Organisation.objects.filter(pk__in=applied.values("centre_id")).order_by("name")


def find_authorisation(authorisation_id: int) -> Authorisation | None:
    return Authorisation.objects.filter(pk=authorisation_id).first()


def get_authorisation_to_end(authorisation_id: int, viewer: Viewer) -> Authorisation:
    """Return one the viewer may end: of their centre or scheme. Raises DoesNotExist."""
    return authorisations_visible_to(viewer).get(
        Q(centre_id__in=viewer.organisations(Role.CENTRE_MANAGER))
        | Q(product__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER)),
        pk=authorisation_id,
    )


def list_authorisation_rows(viewer: Viewer, *, on: date) -> list[AuthorisationRow]:
    """Return what the viewer may see, those that still hold or will first, by last day."""
    rows = [_row(one, on) for one in authorisations_visible_to(viewer).order_by("to_on", "pk")]
    return sorted(rows, key=lambda row: not row.holds and row.from_on <= on)


def list_staff(centre: Organisation, *, on: date) -> list[tuple[str, User]]:
    """Return who acts for a centre as test leader or assessor, as what and who."""
    return [
        (kind, user)
        for kind in (StaffKind.TEST_LEADER, StaffKind.ASSESSOR)
        for user in list_members(centre, kind, on=on)
    ]


def _row(one: Authorisation, on: date) -> AuthorisationRow:
    has_ended = one.ended_on is not None and one.ended_on <= on
    return AuthorisationRow(
        authorisation_id=one.pk,
        name=str(one.user),
        kind=str(StaffKind(one.kind).label),
        product=localised(one.product, "name"),
        centre=one.centre.name,
        from_on=one.from_on,
        to_on=one.to_on,
        ended_on=one.ended_on,
        ended_reason=str(one.get_ended_reason_display()),
        grounds=one.grounds,
        holds=one.from_on <= on <= one.to_on and not has_ended,
    )
