import pytest

from kunnande.stages.practice.queries import get_kept_about
from kunnande.stages.practice.tests.builders import (
    HALF,
    a_locked_assessment,
    a_talked_through_assessment,
)

pytestmark = pytest.mark.django_db


def test_a_person_gets_entries_and_results_once_they_were_talked_about():
    practice = a_talked_through_assessment(HALF)

    kept = {name: list(rows) for name, rows in get_kept_about(practice.case.person_id).items()}

    assert len(kept["assessment_entries"]) == 6
    assert [row["is_met"] for row in kept["practical_results"]] == [True, False]


def test_a_person_does_not_get_a_result_that_has_not_been_talked_about():
    practice = a_locked_assessment(HALF)

    kept = {name: list(rows) for name, rows in get_kept_about(practice.case.person_id).items()}

    assert len(kept["assessments"]) == 1
    assert kept["assessment_entries"] == kept["practical_results"] == []
