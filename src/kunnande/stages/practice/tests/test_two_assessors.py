import pytest

from kunnande.stages.practice import services
from kunnande.stages.practice.queries import (
    AssessmentState,
    Stage,
    list_results_of_assessment,
    make_protocol_page,
)
from kunnande.stages.practice.tests.builders import (
    GOOD,
    HALF,
    a_running_assessment,
    an_entry,
    note,
    score,
    sign,
    sign_as_candidate,
)

pytestmark = pytest.mark.django_db


def scored(first, second):
    practice = a_running_assessment(assessors=2)
    for assessor, scores in zip(practice.assessors, (first, second), strict=True):
        score(practice, scores, by=assessor)
        sign(practice, by=assessor)
    return practice


def agree(practice, position, value, comment="Vi såg om bilderna."):
    entry = an_entry(
        "agreement", criterion_id=practice.criterion(position), value=value, comment=comment
    )
    note(practice, entry)


def judge(practice, area, value):
    entry = an_entry(
        "agreement", area_version_id=practice.areas[area], value=value, comment="Gemensamt."
    )
    note(practice, entry)


def test_nobody_reads_the_others_first_scores_before_both_have_signed():
    practice = a_running_assessment(assessors=2)
    first, second = practice.assessors
    score(practice, GOOD, by=first)
    sign(practice, by=first)

    page = make_protocol_page(practice.standing, second.pk)

    assert all(row.others == () and row.value is None for row in page.criteria)


def test_small_differences_go_straight_to_the_candidate_and_the_mean_counts():
    practice = scored(GOOD, {**GOOD, 2: 3})

    assert practice.standing.stage == Stage.CANDIDATE
    sign_as_candidate(practice)

    percents = {r.code: float(r.percent) for r in list_results_of_assessment(practice.assessment)}
    # Two times 2.5 and once 3, of at most 9 points; shown in tenths, rounded down.
    assert percents["IT07"] == 88.8


def test_two_points_apart_are_talked_about():
    practice = scored(GOOD, {**GOOD, 3: 1})

    assert practice.standing.criteria_to_talk_about() == [practice.criterion(3)]
    assert practice.standing.stage == Stage.TALKING


def test_a_zero_beside_a_one_is_talked_about_as_the_limit_lies_between():
    practice = scored({**GOOD, 3: 1}, {**GOOD, 3: 0})

    assert practice.standing.criteria_to_talk_about() == [practice.criterion(3)]


def test_an_agreed_score_says_why():
    practice = scored(GOOD, {**GOOD, 3: 1})

    with pytest.raises(services.ImproperEntryError):
        agree(practice, 3, 3, comment=" ")


def test_what_was_agreed_is_signed_by_both_before_the_candidate():
    practice = scored(GOOD, {**GOOD, 3: 1})
    agree(practice, 3, 3)
    judge(practice, "IT07", 1)
    sign(practice, by=practice.assessors[0])

    assert practice.standing.stage == Stage.AGREEING
    sign(practice, by=practice.assessors[1])
    sign_as_candidate(practice)

    assert practice.assessment.state == AssessmentState.LOCKED
    assert all(row.is_met for row in list_results_of_assessment(practice.assessment))


def test_a_new_agreement_is_signed_by_both_again():
    practice = scored(GOOD, {**GOOD, 3: 1})
    agree(practice, 3, 3)
    judge(practice, "IT07", 1)
    sign(practice, by=practice.assessors[0])

    agree(practice, 3, 2)

    assert [part.agreed_at for part in practice.standing.parts] == [None, None]


def test_an_area_that_was_talked_about_gets_a_judgement_of_both():
    practice = scored(GOOD, {**GOOD, 4: 0})
    agree(practice, 4, 3)

    assert practice.standing.areas_to_settle() == [practice.areas["IT08"]]


def test_an_agreement_about_nothing_that_differs_is_refused():
    practice = scored(GOOD, GOOD)

    with pytest.raises(services.AssessmentClosedError):
        agree(practice, 3, 1)


def test_areas_both_found_remaining_need_no_talk():
    practice = scored(HALF, HALF)

    sign_as_candidate(practice)

    results = {r.code: r.is_met for r in list_results_of_assessment(practice.assessment)}
    assert results == {"IT07": True, "IT08": False}
