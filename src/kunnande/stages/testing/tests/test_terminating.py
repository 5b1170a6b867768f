from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.ledger.queries import ProofKind, list_current
from kunnande.stages.parties.tests.builders import NOON, TODAY
from kunnande.stages.testing import queries, services
from kunnande.stages.testing.models import (
    Answer,
    AreaResult,
    Incident,
    Pause,
    Sitting,
    SittingState,
    TerminationReason,
)
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_finished_sitting,
    a_planned_sitting,
    a_running_sitting,
    answer_right,
    minutes,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db

UNSCORED = sorted(
    set(TerminationReason) - queries.SCORED - {TerminationReason.ABSENT, TerminationReason.REBOOKED}
)


def end(planned, reason, at=None, by=None):
    return services.terminate_sitting(
        sitting=planned.sitting, reason=reason, by=by or planned.leader, at=at or minutes(20)
    )


def an_answered_sitting():
    running = a_running_sitting()
    answer_right(running, ["IT07"])
    return running


@pytest.mark.parametrize("reason", UNSCORED)
def test_answers_stay_and_give_no_result_where_the_reason_says_so(reason):
    planned = an_answered_sitting()

    ended = end(planned, reason)

    assert ended.state == SittingState.TERMINATED
    assert Answer.objects.count() == 5
    assert not AreaResult.objects.exists()
    stated = list_current([planned.case.person_id], on=TODAY)
    assert ProofKind.THEORY_TESTED not in {statement.kind for statement in stated}


def test_the_case_waits_for_another_test():
    planned = an_answered_sitting()

    end(planned, "technical")

    planned.case.refresh_from_db()
    assert planned.case.state == CaseState.MAPPED
    assert queries.find_open_sitting(planned.case.pk) is None


def test_whoever_wants_to_stop_hands_in_what_is_done():
    planned = an_answered_sitting()

    ended = end(planned, "person_stops")

    assert (ended.state, ended.closed_by_deadline) == (SittingState.FINISHED, False)
    rows = queries.list_area_results(planned.case.pk)
    assert [(row.code, row.is_met) for row in rows] == [("IT07", True), ("IT08", False)]


def test_the_trail_says_why_and_how_much_was_answered():
    planned = an_answered_sitting()

    end(planned, "illness")

    entry = list_entries(planned.sitting.trail_name)[-1]
    assert (entry.act, entry.facts) == (
        "sitting_terminated",
        {"reason": "illness", "items": 10, "answered": 5, "scored": False},
    )


@pytest.mark.parametrize(("reason", "days"), [("technical", []), ("unallowed_aid", [TODAY])])
def test_only_what_the_person_brought_about_uses_an_attempt(reason, days):
    planned = an_answered_sitting()

    end(planned, reason)

    assert queries.list_days_tested(planned.case) == days


def test_a_used_attempt_is_written_on_the_case_with_the_day_it_opens_again():
    planned = an_answered_sitting()

    end(planned, "unallowed_aid")

    planned.case.refresh_from_db()
    assert planned.case.retake_earliest_on == TODAY + timedelta(days=14)
    assert len(planned.case.retake_area_version_ids) == 2


def test_the_same_day_is_open_again_after_a_technical_fault():
    planned = an_answered_sitting()
    first = set(planned.sitting.items.values_list("item_version_id", flat=True))
    end(planned, "technical")
    acting = {"by": planned.leader, "at": minutes(60)}

    again = services.plan_sitting(
        case=planned.case,
        blueprint=planned.blueprint,
        centre=planned.centre,
        takes_place_on=TODAY,
        **acting,
    )
    again = services.start_sitting(sitting=again, by=planned.candidate, at=minutes(61))

    assert not first & set(again.items.values_list("item_version_id", flat=True))


def test_somebody_who_does_not_come_can_be_planned_again():
    planned = a_planned_sitting()

    ended = end(planned, "absent")

    planned.case.refresh_from_db()
    assert (ended.started_at, planned.case.state) == (None, CaseState.MAPPED)
    assert queries.list_days_tested(planned.case) == []


@pytest.mark.parametrize(
    ("make", "reason"), [(a_planned_sitting, "person_stops"), (a_running_sitting, "absent")]
)
def test_a_reason_goes_with_where_the_sitting_stands(make, reason):
    planned = make()

    with pytest.raises(services.UnfitReasonError):
        end(planned, reason)


def test_what_has_ended_is_not_ended_again():
    planned = a_finished_sitting()

    with pytest.raises(services.NotRunningError):
        end(planned, "technical", at=minutes(31))


def test_a_test_leader_of_another_centre_ends_nothing():
    planned = a_running_sitting()
    _centre, stranger = a_centre("Grannens testcenter")

    with pytest.raises(services.NotYourCentreError):
        end(planned, "technical", by=stranger)


def test_ending_a_paused_sitting_ends_its_pause():
    planned = a_running_sitting()
    services.pause_sittings(sittings=[planned.sitting], by=planned.leader, at=minutes(10))

    end(planned, "illness")

    assert Pause.objects.get().ended_at == minutes(20)


def test_nobody_hands_in_what_was_terminated():
    planned = a_running_sitting()
    end(planned, "illness")

    with pytest.raises(services.NotRunningError, match="avbrutet"):
        services.finish_sitting(sitting=planned.sitting, by=planned.candidate, at=minutes(21))


def test_the_database_knows_why_a_sitting_was_terminated():
    planned = a_running_sitting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.filter(pk=planned.sitting.pk).update(state="terminated", finished_at=NOON)


def test_an_incident_is_noted_about_a_sitting_and_about_the_room():
    planned = a_running_sitting()
    acting = {"centre": planned.centre, "by": planned.leader, "at": minutes(5)}

    services.note_incident(kind="technical", sitting=planned.sitting, **acting)
    services.note_incident(kind="disturbance", text="Brandlarm i tio minuter.", **acting)

    assert Incident.objects.filter(happened_on=TODAY).count() == 2
    told = [e for e in list_entries(planned.centre.trail_name) if e.act == "incident_noted"]
    assert {entry.subject for entry in told} == {
        planned.sitting.trail_name,
        planned.centre.trail_name,
    }
    assert "Brandlarm" not in str([entry.facts for entry in told])


def test_an_incident_is_about_a_sitting_at_the_same_centre():
    planned = a_running_sitting()
    other, leader = a_centre("Grannens testcenter")

    with pytest.raises(services.NotYourCentreError):
        services.note_incident(
            centre=other, kind="technical", sitting=planned.sitting, by=leader, at=minutes(5)
        )


def test_what_was_used_up_by_unallowed_aid_waits_as_long_as_any_attempt():
    planned = an_answered_sitting()
    end(planned, "unallowed_aid")

    with pytest.raises(services.RetakeTooSoonError):
        services.plan_sitting(
            case=planned.case,
            blueprint=planned.blueprint,
            centre=planned.centre,
            takes_place_on=TODAY + timedelta(days=1),
            by=planned.leader,
            at=minutes(60),
        )
