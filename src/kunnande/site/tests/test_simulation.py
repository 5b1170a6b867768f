from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.db import transaction
from personnummer import personnummer

from kunnande.engines import qti
from kunnande.site.content.publish import read_items
from kunnande.site.simulation.candidates import (
    Candidate,
    answer_item,
    probability_of_success,
)
from kunnande.site.simulation.companies import sizes_of
from kunnande.site.simulation.names import COMPANIES
from kunnande.site.simulation.numbers import (
    simulated_identity_number,
    simulated_organisation_number,
)
from kunnande.site.simulation.run import NotEmptyError, simulate
from kunnande.stages.cases.models import Case
from kunnande.stages.credentials.models import Certificate
from kunnande.stages.parties.queries import Municipality, is_simulated
from kunnande.stages.parties.services import read_organisation_number
from kunnande.stages.practice.models import Assessment
from kunnande.stages.testing.models import AreaResult
from kunnande.stages.trail.queries import find_broken_link, find_broken_look

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
DOCUMENTS = sorted(name for name in read_items() if name.endswith(".sv.xml"))


def _run(people: int, seed: int = 1) -> None:
    simulate(people=people, seed=seed, now=NOW, port=8000, on_progress=lambda _done: None)


def test_simulated_identity_numbers_are_those_reserved_for_tests():
    numbers = [simulated_identity_number(serial) for serial in range(2000)]

    assert all(personnummer.valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert {int(number[8:11]) for number in numbers} <= set(range(980, 1000))


def test_simulated_organisation_numbers_have_a_right_check_digit():
    numbers = [simulated_organisation_number(serial) for serial in range(300)]

    assert [read_organisation_number(number) for number in numbers] == numbers


@pytest.mark.parametrize("people", [1, 20, 120, 1000])
def test_everybody_works_somewhere(people):
    assert sum(sizes_of(people)) == people


def test_1000_people_work_at_60_companies_in_every_municipality_of_the_two_counties():
    sizes = sizes_of(1000)

    assert len(sizes) == 60
    assert max(sizes) > 50
    assert sorted(sizes)[30] < 10
    assert {code for _name, code in COMPANIES[:60]} == set(Municipality.values)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_simulated_answer_is_right_or_wrong_as_it_was_meant(name):
    item = qti.read_item(read_items()[name])
    generator = np.random.default_rng(5)

    right = answer_item(item, seed=9, succeeds=True, generator=generator)
    wrong = answer_item(item, seed=9, succeeds=False, generator=generator)

    scores = [
        qti.score(item, qti.read_responses(item, posted, seed=9)) for posted in (right, wrong)
    ]
    assert scores[0].points == scores[0].maximum
    assert scores[1].points < scores[1].maximum


def test_the_more_able_is_the_more_likely_to_succeed():
    chances = [probability_of_success(ability, 0.3) for ability in (-2, -1, 0, 1, 2)]

    assert chances == sorted(chances)
    assert probability_of_success(0.3, 0.3) == pytest.approx(0.5)


def test_whoever_can_more_rates_themselves_higher():
    levels = [Candidate({"IT07": ability}).rated_level("IT07") for ability in (-3, -1, 0, 1, 3)]

    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (0, 4)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_simulated_programme_stands_in_every_state_with_an_unbroken_trail():
    _run(20)

    assert is_simulated()
    assert Case.objects.exclude(product_version__product__code="cnc-grund").count() == 20
    assert set(Case.objects.values_list("state", flat=True)) >= {
        "registered",
        "mapped",
        "test_planned",
        "tested",
        "feedback_given",
        "decided",
    }
    assert Certificate.objects.exists()
    assert find_broken_link() is None
    assert find_broken_look() is None


@pytest.mark.slow
@pytest.mark.django_db
def test_some_are_tried_at_a_machine_and_certified():
    _run(56)

    tried = Assessment.objects.filter(state="locked", booking__state="attended")
    assert tried.filter(case__state="decided").exists()
    assert Certificate.objects.filter(decision__case__in=tried.values("case")).exists()


@pytest.mark.django_db
def test_a_simulation_never_mixes_with_people_who_are_there():
    _run(1)

    with pytest.raises(NotEmptyError):
        _run(1)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_seed_gives_the_same_people_and_results():
    seen = []

    for _ in range(2):
        with transaction.atomic():
            _run(9, seed=4)
            rows = AreaResult.objects.order_by("sitting__case_id", "area_version__area__code")
            seen.append(list(rows.values_list("sitting__case__person__family_name", "points")))
            transaction.set_rollback(True)

    assert seen[0] == seen[1] != []
