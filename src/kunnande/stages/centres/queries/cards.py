"""The centres that may validate, for everybody to see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.centres.models import Accessibility, CentreProfile, SpokenLanguage
from kunnande.stages.centres.queries.places import get_place
from kunnande.stages.centres.queries.standing import holding_on
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import name_of_municipality
from kunnande.stages.parties.queries.places import Coordinates, find_coordinates, travel_km

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Organisation


@dataclass(frozen=True)
class CentreCard:
    """An accredited centre: where it is, what it tries and what it is like there."""

    centre_id: int
    name: str
    municipality_code: str
    municipality: str
    latitude: float
    longitude: float
    products: tuple[str, ...]
    product_ids: frozenset[int]
    street_address: str
    languages: tuple[str, ...]
    accessibility: tuple[str, ...]
    travels: bool
    public_email: str
    public_phone: str

    @property
    def language_names(self) -> list[str]:
        return [str(SpokenLanguage(code).label) for code in self.languages]

    @property
    def accessibility_names(self) -> list[str]:
        return [str(Accessibility(code).label) for code in self.accessibility]

    @property
    def coordinates(self) -> Coordinates:
        return Coordinates(self.latitude, self.longitude)


@dataclass(frozen=True)
class NearCentre:
    card: CentreCard
    kilometres: float


def list_accredited_centres(product_id: int | None = None, *, on: date) -> list[CentreCard]:
    """Return the centres accredited on a day, for one product or any, by name."""
    holding = holding_on(on).select_related("centre", "product")
    if product_id is not None:
        holding = holding.filter(
            centre_id__in=holding_on(on).filter(product_id=product_id).values("centre_id")
        )
    centres: dict[int, Organisation] = {}
    products: dict[int, dict[int, str]] = defaultdict(dict)
    for accreditation in holding:
        centres[accreditation.centre_id] = accreditation.centre
        name = localised(accreditation.product, "name")
        products[accreditation.centre_id][accreditation.product_id] = name
    profiles = {p.centre_id: p for p in CentreProfile.objects.filter(centre_id__in=centres)}
    return [
        _card(centre, profiles.get(centre.pk) or get_place(centre.pk), products[centre.pk])
        for centre in sorted(centres.values(), key=lambda c: c.name)
    ]


def list_nearest_centres(product_id: int, *, near: str, on: date) -> list[NearCentre]:
    """Return the centres accredited for a product, nearest to a municipality first."""
    here = find_coordinates(near)
    cards = list_accredited_centres(product_id, on=on)
    if here is None:
        return [NearCentre(card, 0.0) for card in cards]
    found = [NearCentre(card, travel_km(here, card.coordinates)) for card in cards]
    return sorted(found, key=lambda centre: centre.kilometres)


def _card(centre: Organisation, place: CentreProfile, products: dict[int, str]) -> CentreCard:
    return CentreCard(
        centre_id=centre.pk,
        name=centre.name,
        municipality_code=centre.municipality_code,
        municipality=name_of_municipality(centre.municipality_code),
        latitude=place.latitude,
        longitude=place.longitude,
        products=tuple(sorted(products.values())),
        product_ids=frozenset(products),
        street_address=place.street_address,
        languages=tuple(place.languages),
        accessibility=tuple(place.accessibility),
        travels=place.travels,
        public_email=place.public_email,
        public_phone=place.public_phone,
    )
