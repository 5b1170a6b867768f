from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON, a_member
from kunnande.stages.programme import services
from kunnande.stages.programme.models import (
    CallTry,
    Extract,
    FollowUp,
    FollowUpAnswer,
    IndicatorSet,
    ReportVersion,
)
from kunnande.stages.programme.tests.builders import BEGINS, FEMALE, MALE
from kunnande.stages.programme.tests.funded import Budgeted
from kunnande.stages.programme.tests.measured import SETS, Measured
from kunnande.stages.programme.tests.test_web import address, page, post
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured():
    measured = Measured()
    measured.evaluator = a_member(measured.owner, Role.EVALUATOR)
    return measured


def test_steering_says_which_decision_its_targets_are_of(measured):
    measured.enter(measured.employee(FEMALE))

    told = page(measured.economist, "steering", measured.programme.pk).content.decode()

    assert "beslut nummer 1" in told
    assert "1 av 10 (10 procent)" in told
    assert "1 av 4 (25 procent)" in told
    assert "Noden" in told


def test_steering_asks_the_database_as_often_for_many(measured, django_assert_max_num_queries):
    for _number in range(8):
        measured.left()

    with django_assert_max_num_queries(46):
        page(measured.leader, "steering", measured.programme.pk)


def test_an_indicator_opens_to_who_counts_for_the_owner_who_leaves_a_trace(measured):
    entered = measured.enter(measured.employee(MALE))

    told = page(measured.leader, "indicator", measured.programme.pk, "IN").content.decode()

    assert "Alva Nit" in told
    assert [look.page for look in list_looks_at(entered.person_id)] == ["programme:indicator"]


def test_an_indicator_of_money_opens_to_the_claims_behind_it():
    world = Budgeted()
    services.import_indicators(package=SETS, **world.acting)
    services.choose_indicator_set(
        grant=world.grant, indicator_set=IndicatorSet.objects.get(), **world.acting
    )
    world.cost()
    claim = services.send_claim(claim=world.claim(), by=world.economist, at=NOON)

    told = page(world.leader, "indicators", world.programme.pk).content.decode()
    opened = page(world.leader, "indicator", world.programme.pk, "VALUE").content.decode()

    assert "1\xa0234,56 kronor" in told
    assert address("claim", claim.pk) in opened


def test_an_evaluator_reads_numbers_and_never_who(measured):
    measured.enter(measured.employee(MALE))

    told = page(measured.evaluator, "indicators", measured.programme.pk).content.decode()

    assert "Se vilka" not in told
    assert page(measured.evaluator, "indicator", measured.programme.pk, "IN").status_code == 403


def test_an_indicator_there_is_none_of_is_not_found(measured):
    assert page(measured.leader, "indicator", measured.programme.pk, "NONE").status_code == 404


def test_answers_are_saved_with_one_press(measured):
    left = measured.left()
    assert "Alva Nit" in page(measured.leader, "calls", measured.programme.pk).content.decode()

    post(measured.leader, "call", left.pk, "leaving", act="answer", situation="employed")

    assert FollowUpAnswer.objects.get().choice == "employed"


def test_a_question_left_out_is_asked_again_and_nothing_is_saved(measured):
    left = measured.left()

    told = post(measured.leader, "call", left.pk, "leaving", act="answer")

    assert "situation?" in told.content.decode()
    assert not FollowUp.objects.exists()


def test_nobody_picked_up_is_saved_with_its_next_try(measured):
    left = measured.left()
    today = timezone.localdate()

    post(measured.leader, "call", left.pk, "leaving", act="unanswered", next_on=today)

    assert CallTry.objects.get().next_on == today


def test_a_call_before_its_time_says_when(measured):
    participation, _user = measured.participant()

    told = post(measured.leader, "call", participation.pk, "leaving", act="declined")

    assert "kvar i programmet" in told.content.decode()


def test_a_report_is_drafted_written_and_taken_out_as_paper_and_as_text(measured):
    measured.enter(measured.employee(FEMALE))
    days = {"from_on": BEGINS, "to_on": "2026-12-31"}
    post(measured.economist, "reports", measured.programme.pk, kind="progress", **days)
    report = ReportVersion.objects.get().report

    post(measured.economist, "report", report.pk, lessons="Ring på morgonen.")

    shown = page(measured.economist, "report", report.pk).content.decode()
    paper = page(measured.economist, "report_paper", report.pk, 2).content
    text = page(measured.economist, "report_text", report.pk, 2).content
    assert "nummer 1 från 2026-01-01: 10 personer, 0,01 kronor" in shown
    assert paper.startswith(b"%PDF")
    assert "Ring på morgonen." in ZipFile(BytesIO(text)).read("content.xml").decode()


def test_an_extract_names_nobody_and_is_on_record(measured):
    entered = measured.enter(measured.employee(FEMALE))

    answer = page(measured.evaluator, "extract", measured.programme.pk)

    everything = b"".join(map(ZipFile(BytesIO(answer.content)).read, _sheets(answer.content)))
    assert b"Alva" not in everything
    assert b"2382" not in everything
    assert "färre än fem" in everything.decode()
    assert Extract.objects.get().people == 1
    assert [look.page for look in list_looks_at(entered.person_id)] == ["programme:extract"]


def _sheets(content):
    return [name for name in ZipFile(BytesIO(content)).namelist() if name.endswith(".xml")]


def test_the_indicators_of_a_decision_are_chosen_once(measured):
    services.enter_grant(
        programme=measured.programme,
        grant=services.Grant(BEGINS.replace(month=2), people=6, amount_ore=1, source="B2"),
        by=measured.leader,
        at=NOON,
    )
    asked = ("indicators", measured.programme.pk)
    form = {"indicator_set": measured.indicator_set.pk}

    first = post(measured.leader, *asked, **form).content.decode()
    again = post(measured.leader, *asked, **form).content.decode()

    assert "Välj indikatorerna" not in first
    assert "redan sina indikatorer" in again
