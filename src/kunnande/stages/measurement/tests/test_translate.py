import numpy as np
import pytest

from kunnande.stages.itembank.queries import ParametersStatus
from kunnande.stages.measurement import translate
from kunnande.stages.testing.queries import ScoredAnswer

DIFFICULTIES = np.linspace(-1.5, 1.5, 8)
PEOPLE = 900


def scored(sittings, items):
    """Return answers of simulated people to items whose difficulties are known."""
    generator = np.random.default_rng(11)
    abilities = generator.normal(0, 1.2, sittings)
    for sitting, ability in enumerate(abilities):
        for item in generator.permutation(items):
            chance = 1 / (1 + np.exp(DIFFICULTIES[item] - ability))
            yield ScoredAnswer(sitting, 1, int(item), True, bool(generator.random() < chance))


def status_of(parameters):
    return {one.item_version_id: one.status for one in parameters}


def test_known_difficulties_are_found_within_three_standard_errors():
    answers = translate.group_by_area(scored(PEOPLE, len(DIFFICULTIES)))[1]

    found = translate.calibrate(answers)

    assert len(found.parameters) == len(DIFFICULTIES)
    for one in found.parameters:
        assert one.b is not None
        away = abs(one.b - DIFFICULTIES[one.item_version_id])
        assert away < 3 * one.standard_errors["b"]


def test_an_item_with_few_answers_has_a_named_status_and_no_number():
    answers = translate.group_by_area(scored(translate.FEWEST_ANSWERS - 1, 4))[1]

    found = translate.calibrate(answers)

    assert {one.b for one in found.parameters} == {None}
    assert set(status_of(found.parameters).values()) == {ParametersStatus.TOO_FEW_ANSWERS}


@pytest.mark.parametrize(
    ("is_solved", "status"),
    [(True, ParametersStatus.ALL_SOLVED), (False, ParametersStatus.NONE_SOLVED)],
)
def test_an_item_that_everybody_or_nobody_solves_is_named(is_solved, status):
    others = list(scored(60, 4))
    alike = [ScoredAnswer(sitting, 1, 99, True, is_solved) for sitting in range(60)]
    rows = sorted([*others, *alike], key=lambda one: one.sitting_id)

    found = translate.calibrate(translate.group_by_area(rows)[1])

    assert status_of(found.parameters)[99] is status


def test_items_that_tell_nothing_at_all_are_judged_without_a_calibration():
    rows = [ScoredAnswer(sitting, 1, 7, True, True) for sitting in range(40)]

    found = translate.calibrate(translate.group_by_area(rows)[1])

    assert found.calibration is None
    assert found.parameters[0].b is None


def test_what_was_passed_over_counts_and_what_was_never_reached_does_not():
    shown = [(1, True, True), (2, False, False), (3, True, False), (4, False, False)]
    rows = [ScoredAnswer(5, 1, *one) for one in shown]

    answers = translate.group_by_area(rows)[1]

    assert dict(zip(answers.versions, answers.solved, strict=True)) == {1: 1, 2: 0, 3: 0}


def test_nobody_is_asked_by_design_what_their_form_did_not_hold():
    rows = [ScoredAnswer(1, 1, 10, True, True), ScoredAnswer(2, 1, 11, True, False)]

    responses = translate.group_by_area(rows)[1].to_responses()

    assert responses.codes.tolist() == [[1, -1], [-1, 0]]
