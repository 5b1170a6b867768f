import numpy as np
import pytest

from kunnande.site.simulation.candidates import (
    Candidate,
    difficulties_of,
    probability_of_success,
)
from kunnande.site.simulation.measuring import difficulty_on_scale, measure
from kunnande.stages.itembank.models import ItemParameters
from kunnande.stages.itembank.queries import get_how_hard
from kunnande.stages.measurement.models import Calibration
from kunnande.stages.parties.tests.builders import NOON
from kunnande.stages.testing.tests.builders import a_finished_sitting


@pytest.mark.django_db
def test_the_true_difficulties_stand_beside_what_the_answers_say():
    planned = a_finished_sitting()
    placed = planned.sitting.items.select_related("item_version__item").first()
    codes = ("IT07-01", placed.item_version.item.code)

    measure(difficulties_of(codes, 5), now=NOON)

    hard = get_how_hard(placed.item_version_id)
    assert hard.simulated.is_known
    assert not hard.calibrated.is_known
    assert Calibration.objects.count() == 1
    assert ItemParameters.objects.filter(origin="simulation").count() == len(set(codes))


def test_on_the_scale_of_a_calibration_the_mean_candidate_has_ability_zero():
    generator = np.random.default_rng(2)
    people = [Candidate.draw(generator, ("A",)).abilities["A"] for _ in range(4000)]
    chance = probability_of_success(float(np.mean(people)), 0.3)

    told = 1 / (1 + np.exp(difficulty_on_scale(0.3)))

    assert told == pytest.approx(chance, abs=0.02)
