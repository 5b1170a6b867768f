"""Where the simulated practical tests are made: a centre, its workshop and a product."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kunnande.site.content.publish import PRACTICAL, publish_sample_scheme
from kunnande.site.simulation.centres import accredit
from kunnande.stages.centres.services import add_room

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.site.simulation.centres import Accreditors, Centre
    from kunnande.stages.centres.queries import Room
    from kunnande.stages.framework.queries import ProductVersion
    from kunnande.stages.parties.queries import Organisation

SEATS = 3


@dataclass(frozen=True)
class Workshop:
    """Where practical tests are made, and for which product."""

    centre: Centre
    room: Room
    product_version: ProductVersion


def build_workshop(
    centre: Centre, accreditors: Accreditors, *, owner: Organisation, at: datetime
) -> Workshop:
    """Publish the practical product, accredit the centre for it and furnish a workshop."""
    decider = accreditors.decider
    version = publish_sample_scheme(owner=owner, versions=[PRACTICAL], by=decider, at=at)
    accredit([centre], replace(accreditors, product=version.product), at=at)
    room = add_room(
        centre=centre.organisation, name="Verkstaden", seats=SEATS, by=centre.manager, at=at
    )
    return Workshop(centre, room, version)
