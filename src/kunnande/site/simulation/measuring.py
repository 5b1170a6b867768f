"""How hard the simulation lets the items be, kept beside what the answers say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.site.simulation.candidates import DISCRIMINATION, SHARED_ABILITY, USUAL_ABILITY
from kunnande.site.simulation.parties import Acting
from kunnande.stages.itembank.queries import ParametersOrigin, ParametersStatus, list_bank
from kunnande.stages.itembank.services import Parameters, store_parameters
from kunnande.stages.measurement.services import calibrate_bank
from kunnande.stages.parties.services import get_service_user

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

# The mean of every area, in the logits in which candidates are drawn.
MEAN_ABILITY = SHARED_ABILITY * USUAL_ABILITY


def measure(difficulties: Mapping[str, float], *, now: datetime) -> None:
    """Keep the true difficulties, and calibrate the bank from the answers they led to."""
    acting = Acting(by=get_service_user(name="simulate", at=now), at=now)
    store_parameters(
        parameters=_true_parameters(difficulties),
        origin=ParametersOrigin.SIMULATION,
        source="simulation",
        **acting,
    )
    calibrate_bank(**acting)


def difficulty_on_scale(difficulty: float) -> float:
    """Return a difficulty on the scale of a calibration: mean ability 0, discrimination 1."""
    return DISCRIMINATION * (difficulty - MEAN_ABILITY)


def _true_parameters(difficulties: Mapping[str, float]) -> Iterator[Parameters]:
    for area in list_bank():
        for version in area.versions:
            if version.item.code in difficulties:
                yield Parameters(
                    item_version_id=version.pk,
                    model="rasch",
                    status=ParametersStatus.GIVEN,
                    answers=0,
                    a=1.0,
                    b=difficulty_on_scale(difficulties[version.item.code]),
                )
