"""Where accreditations stand on a day; resting, withdrawn and expired follow from dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from kunnande.stages.centres.models import Accreditation, AccreditationState, Suspension
from kunnande.stages.parties.queries import Role, current_on

if TYPE_CHECKING:
    from datetime import date
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from kunnande.stages.parties.queries import Viewer

    class _OnDay(TypedDict):
        standing: str

    AccreditationOnDay = WithAnnotations[Accreditation, _OnDay]


def with_standing(
    accreditations: QuerySet[Accreditation], *, on: date
) -> QuerySet[AccreditationOnDay]:
    """Add `standing`: the state of the journey, or what the dates make of an accreditation."""
    # A renewal does not lift a suspension: the place rests for the product.
    rests = Suspension.objects.filter(
        current_on(on),
        accreditation__centre=OuterRef("centre"),
        accreditation__product=OuterRef("product"),
    )
    return accreditations.annotate(
        standing=Case(
            When(~Q(state=AccreditationState.ACCREDITED), then=F("state")),
            When(withdrawn_on__lte=on, then=Value(AccreditationState.WITHDRAWN)),
            When(accredited_to__lt=on, then=Value(AccreditationState.EXPIRED)),
            When(Exists(rests), then=Value(AccreditationState.SUSPENDED)),
            default=Value(AccreditationState.ACCREDITED),
            output_field=CharField(),
        )
    )


def holding_on(on: date) -> QuerySet[AccreditationOnDay]:
    """Return the accreditations that hold on a day."""
    begun = Accreditation.objects.filter(accredited_from__lte=on)
    return with_standing(begun, on=on).filter(standing=AccreditationState.ACCREDITED)


def is_accredited(centre_id: int, product_id: int, *, on: date) -> bool:
    return holding_on(on).filter(centre_id=centre_id, product_id=product_id).exists()


def is_stopped(centre_id: int, product_id: int, *, on: date) -> bool:
    """Tell whether a centre that was accredited is suspended or withdrawn on a day."""
    begun = Accreditation.objects.filter(
        centre_id=centre_id, product_id=product_id, accredited_from__lte=on
    )
    latest = with_standing(begun, on=on).order_by("-accredited_to", "-id").first()
    stopped = (AccreditationState.SUSPENDED, AccreditationState.WITHDRAWN)
    return (
        latest is not None
        and latest.standing in stopped
        and not is_accredited(centre_id, product_id, on=on)
    )


def find_latest(centre_id: int, product_id: int) -> Accreditation | None:
    """Return the accreditation whose last day is latest, of those that have been given."""
    given = Accreditation.objects.filter(
        centre_id=centre_id, product_id=product_id, state=AccreditationState.ACCREDITED
    )
    return given.order_by("-accredited_to", "-id").first()


def accreditations_visible_to(viewer: Viewer) -> QuerySet[Accreditation]:
    """Return those of the viewer's centres, of their scheme, and those they audit."""
    return Accreditation.objects.filter(
        Q(centre_id__in=viewer.organisations(Role.CENTRE_MANAGER))
        | Q(product__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER))
        | (
            Q(product__scheme__owner_id__in=viewer.organisations(Role.AUDITOR))
            & Exists(_places_of(viewer))
        )
    ).select_related("centre", "product", "checklist")


def get_accreditation(accreditation_id: int, viewer: Viewer) -> Accreditation:
    """Return one the viewer may see. Raises Accreditation.DoesNotExist."""
    return accreditations_visible_to(viewer).get(pk=accreditation_id)


def get_accreditation_of_centre(accreditation_id: int, viewer: Viewer) -> Accreditation:
    """Return one that the viewer answers for at a centre. Raises Accreditation.DoesNotExist."""
    own = viewer.organisations(Role.CENTRE_MANAGER)
    return accreditations_visible_to(viewer).get(pk=accreditation_id, centre_id__in=own)


def get_accreditation_of_scheme(accreditation_id: int, viewer: Viewer) -> Accreditation:
    """Return one of the viewer's own scheme. Raises Accreditation.DoesNotExist."""
    own = viewer.organisations(Role.SCHEME_OWNER)
    return accreditations_visible_to(viewer).get(
        pk=accreditation_id, product__scheme__owner_id__in=own
    )


def get_accreditation_to_audit(accreditation_id: int, viewer: Viewer) -> Accreditation:
    """Return one that the viewer is one of the auditors of. Raises Accreditation.DoesNotExist."""
    own = viewer.organisations(Role.AUDITOR)
    return accreditations_visible_to(viewer).get(
        Exists(_places_of(viewer)), pk=accreditation_id, product__scheme__owner_id__in=own
    )


def _places_of(viewer: Viewer) -> QuerySet[Accreditation]:
    mine = Accreditation.objects.filter(visit__assignments__auditor_id=viewer.user_id)
    return mine.filter(pk=OuterRef("pk"))
