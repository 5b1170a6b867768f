from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings

from kunnande.site.simulation.run import simulate
from kunnande.site.simulation.timetable import begin_of_programme, way_of
from kunnande.stages.parties.models import LabourSpell
from kunnande.stages.programme.models import (
    AidDeclaration,
    AidGrant,
    Attestation,
    BudgetAmount,
    CostEntry,
    Counting,
    Engagement,
    FollowUp,
    GrantVersion,
    ParticipantFile,
    Participation,
    PaymentClaim,
    Step,
    StepTaken,
)
from kunnande.stages.programme.queries.hours import digest_of, list_hours

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
PEOPLE = 40


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker, tmp_path_factory):  # noqa: ARG001  the database stands
    folder = tmp_path_factory.mktemp("programme")
    places = override_settings(ISSUER_KEYS=folder / "issuer", MEDIA_ROOT=folder / "evidence")
    with django_db_blocker.unblock(), places, transaction.atomic():
        yield simulate(people=PEOPLE, seed=1, now=NOW, port=8000, on_progress=lambda _done: None)
        transaction.set_rollback(True)


def test_companies_come_in_over_the_whole_programme_and_no_two_on_one_day():
    ways = [way_of(number, NOW) for number in range(60)]

    begun = [way.begins_at for way in ways]
    assert min(begun) > begin_of_programme(NOW)
    assert (max(begun) - min(begun)).days > 700
    assert len({way.begins_at.date() for way in ways}) > 55


def test_a_company_of_the_past_goes_through_every_step_and_one_that_drops_out_does_not():
    ways = [way_of(number, NOW) for number in range(1, 60)]

    ends = {way.steps()[-1][0] for way in ways if not way.is_recent}
    assert {Step.CLOSED, Step.DROPPED_OUT} <= ends
    for way in ways:
        days = [on for _step, on in way.steps()]
        assert days == sorted(days)


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_both_decisions_of_the_funder_are_on_record():
    told = list(GrantVersion.objects.order_by("number").values_list("people", "amount_ore"))

    assert told == [(1000, 1_150_000_000), (600, 1_063_779_900)]


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_everybody_takes_part_and_those_of_the_past_have_left_for_a_reason():
    assert Participation.objects.count() == PEOPLE
    left = Participation.objects.filter(left_on__isnull=False)
    assert left.exists()
    assert not left.filter(reason="").exists()
    assert StepTaken.objects.filter(step=Step.AGREED).count() == Engagement.objects.count()


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_what_is_locked_is_what_was_entered_and_some_months_wait_for_a_signature():
    locked = Attestation.objects.filter(state="locked").select_related("participation")

    assert locked.exists()
    for month in locked:
        assert month.digest == digest_of(list_hours(month.participation, month.month_on))
    assert Attestation.objects.filter(state="signed").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_hours_count_when_the_company_released_them_and_not_when_they_are_paid_for_twice():
    countings = set(Attestation.objects.values_list("rows__counting", flat=True))

    assert {Counting.COUNTS, Counting.OWN_TIME} <= countings


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_some_are_furloughed_and_who_has_left_is_called_and_handed_on():
    assert LabourSpell.objects.filter(status="short_time").exists()
    assert FollowUp.objects.exists()
    assert ParticipantFile.objects.filter(people__gt=0).exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_summary_tells_what_happened_in_numbers(programme):
    told = dict(programme.lines())

    assert told["people entered the programme"] == PEOPLE
    assert told["months locked"] == Attestation.objects.filter(locked_at__isnull=False).count()
    assert told["centres suspended"] == 1


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_each_decision_is_divided_and_every_claim_but_the_two_latest_is_sent():
    divided = BudgetAmount.objects.values("grant").annotate(ore=Sum("amount_ore")).order_by("grant")
    granted = GrantVersion.objects.order_by("number").values_list("amount_ore", flat=True)

    assert all(0 < one["ore"] <= ore for one, ore in zip(divided, granted, strict=True))
    sent = list(PaymentClaim.objects.order_by("number").values_list("to_on", "cost_ore"))
    assert [to_on for to_on, _ore in sent][-1] == date(2026, 4, 30)
    assert all(ore > 0 for _to_on, ore in sent)


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_hours_of_staff_cost_what_the_rate_of_their_year_says():
    rates = CostEntry.objects.filter(minutes__isnull=False).values_list("on__year", "rate__amount")

    assert {year for year, _rate in rates} == {2024, 2025, 2026}
    assert len(set(rates)) == 6


@pytest.mark.slow
@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_every_company_has_declared_and_none_has_more_aid_than_there_was_room_for():
    checked = StepTaken.objects.filter(step=Step.AID_CHECKED).count()

    assert AidDeclaration.objects.count() == checked > 0
    assert AidGrant.objects.filter(basis="de_minimis").exists()
    told = AidGrant.objects.filter(basis="de_minimis").values("engagement")
    most = told.annotate(cents=Sum("euro_cents")).order_by("-cents")[0]
    assert most["cents"] < 300_000_00
