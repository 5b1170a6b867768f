from datetime import date
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from kunnande.stages.parties.queries import (
    Organisation,
    Role,
    SignedInRequest,
    get_person,
    list_employed_among,
    organisations_of,
)
from kunnande.stages.requirements import services
from kunnande.stages.requirements.queries import (
    Deviation,
    PlacedAt,
    StandingDeviation,
    get_deviation,
    list_deviations as list_standing,
)

router = Router(tags=["Roles and requirements"])


class DeviationIn(Schema):
    person_id: int
    area_id: int
    kind: Literal["exemption", "withdrawal"]
    reason: str = Field(min_length=1, max_length=300)
    from_on: date
    to_on: date | None = None


class DeviationOut(Schema):
    id: int
    person_id: int
    area_id: int
    kind: str
    reason: str
    from_on: date
    to_on: date | None


class PlaceIn(Schema):
    person_id: int
    shift: str = Field("", max_length=60)
    site: str = Field("", max_length=60)


class PlacesIn(Schema):
    places: list[PlaceIn] = Field(max_length=2000)


class PlacesOut(Schema):
    changed: int


@router.get(
    "/organisations/{int:organisation_id}/deviations",
    response=list[DeviationOut],
    summary="List the exemptions and temporary withdrawals that hold today",
)
def list_deviations(request: SignedInRequest, organisation_id: int) -> list[StandingDeviation]:
    return list_standing(_own(request, organisation_id).pk, on=timezone.localdate())


@router.post(
    "/organisations/{int:organisation_id}/deviations",
    response={201: DeviationOut},
    summary="Exempt somebody from an area, or let what they can in it not count for a while",
)
def begin_deviation(
    request: SignedInRequest, organisation_id: int, deviation: DeviationIn
) -> Deviation:
    organisation, now = _own(request, organisation_id), timezone.now()
    people = [deviation.person_id]
    on = timezone.localdate(now)
    if not list_employed_among(people, organisation_id=organisation.pk, on=on):
        raise Http404
    facts: dict[str, Any] = {
        "organisation": organisation,
        "person": get_person(deviation.person_id),
        "area_id": deviation.area_id,
        "spell": services.Spell(deviation.reason, deviation.from_on, deviation.to_on),
        "by": request.user,
        "at": now,
    }
    if deviation.kind == "exemption":
        return services.exempt_from_area(**facts)
    return services.suspend_in_area(**facts)


@router.post(
    "/deviations/{int:deviation_id}/end",
    response={204: None},
    summary="Let an exemption or a temporary withdrawal hold no longer, from today",
)
def end_deviation(request: SignedInRequest, deviation_id: int) -> None:
    services.end_deviation(
        deviation=get_deviation(deviation_id, request.viewer), by=request.user, at=timezone.now()
    )


@router.put(
    "/organisations/{int:organisation_id}/placements",
    response=PlacesOut,
    summary="Say on which shift and at which site people work",
)
def place_employees(
    request: SignedInRequest, organisation_id: int, places: PlacesIn
) -> dict[str, int]:
    changed = services.place_employees(
        organisation=_own(request, organisation_id),
        places={place.person_id: PlacedAt(place.shift, place.site) for place in places.places},
        by=request.user,
        at=timezone.now(),
    )
    return {"changed": changed}


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
