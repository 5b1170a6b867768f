from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.parties.tests.builders import NOON, TODAY
from kunnande.stages.practice import services
from kunnande.stages.practice.models import Operation
from kunnande.stages.practice.queries import AssessmentState, Stage, list_results_of_assessment
from kunnande.stages.practice.tests.builders import (
    GOOD,
    HALF,
    a_locked_assessment,
    a_planned_assessment,
    a_running_assessment,
    a_talked_through_assessment,
    an_entry,
    note,
    score,
    sign,
    sign_as_candidate,
)
from kunnande.stages.trail.queries import find_broken_link, list_entries

pytestmark = pytest.mark.django_db


def test_every_entry_is_appended_and_the_latest_holds():
    practice = a_running_assessment()
    first, second = (an_entry(criterion_id=practice.criterion(1), value=v) for v in (1, 2))

    note(practice, first, second)

    assert Operation.objects.count() == 2
    assert practice.standing.by_assessor[practice.assessors[0].pk].points() == {
        practice.criterion(1): 2
    }


def test_an_entry_sent_twice_is_kept_once():
    practice = a_running_assessment()
    entry = an_entry(criterion_id=practice.criterion(1), value=1)
    note(practice, entry)

    note(practice, entry)

    assert Operation.objects.count() == 1
    assert [e.act for e in list_entries(practice.assessment.trail_name)] == [
        "assessment_started",
        "assessment_score_noted",
    ]


def test_an_id_used_for_another_entry_is_told_of():
    practice = a_running_assessment()
    entry = an_entry(criterion_id=practice.criterion(1), value=1)
    note(practice, entry)

    with pytest.raises(services.EntryReusedError):
        note(
            practice, an_entry(client_id=entry.client_id, criterion_id=entry.criterion_id, value=3)
        )


@pytest.mark.parametrize("change", ["UPDATE {0} SET value = 3", "DELETE FROM {0}"])
def test_the_database_refuses_to_change_an_entry(change):
    practice = a_running_assessment()
    note(practice, an_entry(criterion_id=practice.criterion(1), value=1))

    with pytest.raises(Error, match="append-only"), transaction.atomic():
        connection.cursor().execute(change.format("practice_operation"))


def test_a_protocol_is_locked_when_assessor_and_candidate_have_signed():
    practice = a_running_assessment()
    score(practice, GOOD)

    sign(practice)
    sign_as_candidate(practice)

    assert practice.assessment.state == AssessmentState.LOCKED
    assert practice.case.state == CaseState.TESTED


def test_the_candidate_does_not_sign_before_the_assessor():
    practice = a_running_assessment()
    score(practice, GOOD)

    with pytest.raises(services.NotYourTurnToSignError):
        sign_as_candidate(practice)


def test_a_locked_protocol_takes_no_entry():
    practice = a_locked_assessment()

    with pytest.raises(services.AssessmentClosedError):
        note(practice, an_entry(criterion_id=practice.criterion(1), value=1))


def test_nobody_signs_with_a_criterion_unscored():
    practice = a_running_assessment()
    score(practice, {1: 2})

    with pytest.raises(services.AssessmentUnfinishedError, match="2, 3, 4, 5"):
        sign(practice)


def test_nobody_signs_with_an_area_unjudged():
    practice = a_running_assessment()
    score(practice, GOOD, judge=False)

    with pytest.raises(services.AssessmentUnfinishedError, match="omdöme"):
        sign(practice)


def test_met_areas_are_stated_and_held_back_until_the_talk():
    practice = a_locked_assessment(HALF)

    (statement,) = (
        s
        for s in list_current([practice.case.person_id], on=TODAY)
        if s.kind == "practically_assessed"
    )
    assert statement.area_version_id == practice.areas["IT07"]
    assert not statement.is_released


def test_the_talk_releases_what_was_shown_and_moves_the_case():
    practice = a_talked_through_assessment(HALF)

    shown = [
        s
        for s in list_current([practice.case.person_id], on=TODAY)
        if s.kind == "practically_assessed"
    ]
    assert [s.is_released for s in shown] == [True]
    assert practice.case.state == CaseState.FEEDBACK_GIVEN


def test_a_talk_proposes_something_for_each_area_that_remains():
    practice = a_locked_assessment(HALF)

    with pytest.raises(services.ProposalMissingError):
        services.hold_practical_talk(
            assessment=practice.assessment,
            summary="",
            proposals={},
            by=practice.assessors[0],
            at=NOON,
        )


def test_an_assessor_may_judge_that_an_area_remains_although_the_points_reach():
    practice = a_running_assessment()
    score(practice, GOOD, judge=False)
    note(
        practice,
        an_entry("verdict", area_version_id=practice.areas["IT07"], value=1),
        an_entry("verdict", area_version_id=practice.areas["IT08"], value=0, comment="Hade tur."),
    )

    sign(practice)
    sign_as_candidate(practice)

    rows = list_results_of_assessment(practice.assessment)
    assert {row.code: row.is_met for row in rows} == {"IT07": True, "IT08": False}


def test_a_safety_stop_ends_the_assessment_and_nothing_is_shown():
    practice = a_running_assessment()
    score(practice, GOOD)
    stop = practice.assessment.protocol_version.stops.get()
    note(practice, an_entry("stop", stop_id=stop.pk, comment="Skyddet var öppet."))

    sign(practice)
    sign_as_candidate(practice)

    assert [row.is_met for row in list_results_of_assessment(practice.assessment)] == [False, False]


def test_after_a_safety_stop_nothing_more_is_scored():
    practice = a_running_assessment()
    stop = practice.assessment.protocol_version.stops.get()
    note(practice, an_entry("stop", stop_id=stop.pk, comment="Skyddet var öppet."))

    with pytest.raises(services.AssessmentClosedError):
        score(practice, {1: 2})


@pytest.mark.parametrize(
    "said",
    [
        {"value": None},
        {"value": 4},
        {"criterion_id": 0, "value": 1},
        {"kind": "stop", "value": None},
        {"kind": "verdict", "value": 1},
        {"value": 1, "comment": "x" * 2001},
    ],
)
def test_an_entry_that_says_nothing_of_the_protocol_is_refused(said):
    practice = a_running_assessment()

    with pytest.raises(services.ImproperEntryError):
        note(practice, an_entry(**{"criterion_id": practice.criterion(1), **said}))


def test_an_assessment_begins_on_its_day():
    practice = a_planned_assessment(starts_on=TODAY + timedelta(days=1))

    with pytest.raises(services.NotTheDayError):
        services.start_assessment(assessment=practice.assessment, by=practice.assessors[0], at=NOON)


def test_only_named_assessors_assess():
    practice = a_running_assessment()

    with pytest.raises(services.NotYourAssessmentError):
        note(practice, an_entry(criterion_id=practice.criterion(1), value=1), by=practice.leader)


def test_what_is_recorded_holds_together_and_tells_no_words():
    practice = a_running_assessment()

    note(practice, an_entry(criterion_id=practice.criterion(1), value=1, comment="Elin tvekade."))

    assert find_broken_link() is None
    assert "Elin" not in str([e.facts for e in list_entries(practice.assessment.trail_name)])


def test_both_assessors_sign_before_the_candidate():
    practice = a_running_assessment(assessors=2)
    score(practice, GOOD)
    sign(practice)

    assert practice.standing.stage == Stage.SCORING
    with pytest.raises(services.NotYourTurnToSignError):
        sign_as_candidate(practice)
