from __future__ import annotations

from datetime import timedelta

import pytest

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import move_case
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.ledger.queries import ProofKind, list_current
from kunnande.stages.parties.tests.builders import (
    TODAY,
)
from kunnande.stages.testing import queries, services
from kunnande.stages.testing.models import AreaResult, Sitting
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_finished_sitting,
    minutes,
    save,
)
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


def test_handing_in_scores_each_area_by_the_pass_rule():
    planned = a_finished_sitting(right=["IT07"])

    rows = queries.list_area_results(planned.case.pk)

    assert [(row.code, row.percent, row.is_met) for row in rows] == [
        ("IT07", 100, True),
        ("IT08", 0, False),
    ]
    assert planned.case.state == CaseState.TESTED


def test_handing_in_writes_on_the_case_what_remains_and_from_when():
    planned = a_finished_sitting(right=["IT07"])

    case = planned.case

    (remaining,) = case.retake_area_version_ids
    assert remaining == find_area_version("IT08").pk
    assert case.retake_earliest_on == TODAY + timedelta(days=14)


def test_handing_in_twice_hands_in_once():
    planned = a_finished_sitting()

    services.finish_sitting(sitting=planned.sitting, by=planned.candidate, at=minutes(31))

    assert AreaResult.objects.count() == 2
    assert Sitting.objects.get().finished_at == minutes(30)


def test_nothing_is_answered_after_handing_in():
    planned = a_finished_sitting()

    with pytest.raises(services.NotRunningError):
        save(planned, 1, {}, at=minutes(31))


def test_a_met_area_becomes_a_statement_that_waits_for_the_talk():
    planned = a_finished_sitting(right=["IT07"])

    tested = [
        statement
        for statement in list_current([planned.case.person_id], on=TODAY)
        if statement.kind == ProofKind.THEORY_TESTED
    ]

    assert [(s.source, s.is_released) for s in tested] == [(planned.sitting.trail_name, False)]


def test_the_person_sees_no_result_before_the_talk():
    planned = a_finished_sitting()

    with pytest.raises(services.NotYetShownError):
        services.show_result(sitting=planned.sitting, by=planned.candidate, at=minutes(40))


def test_the_test_leader_sees_the_result_and_the_look_is_recorded():
    planned = a_finished_sitting()

    page = services.show_result(sitting=planned.sitting, by=planned.leader, at=minutes(40))

    assert len(page.met) == 2
    looks = list_looks_at(planned.case.person_id)
    assert [(look.viewer, look.page) for look in looks] == [
        (planned.leader.trail_name, "testing:result")
    ]


def test_a_test_leader_of_another_centre_does_not_see_the_result():
    planned = a_finished_sitting()
    _centre, stranger = a_centre("Grannens testcenter")

    with pytest.raises(services.NotYetShownError):
        services.show_result(sitting=planned.sitting, by=stranger, at=minutes(40))


def test_the_person_sees_their_result_after_the_talk_and_leaves_no_look():
    planned = a_finished_sitting()
    move_case(case=planned.case, to=CaseState.FEEDBACK_GIVEN, by=planned.leader, at=minutes(50))
    planned.sitting.refresh_from_db()

    page = services.show_result(sitting=planned.sitting, by=planned.candidate, at=minutes(60))

    assert page.is_own
    assert not list_looks_at(planned.case.person_id)
