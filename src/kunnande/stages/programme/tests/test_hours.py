from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from kunnande.stages.parties.tests.builders import NOON, an_account
from kunnande.stages.programme import services
from kunnande.stages.programme.models import Attestation, AttestedRow
from kunnande.stages.programme.queries import Step
from kunnande.stages.programme.queries.attesting import get_month
from kunnande.stages.programme.queries.hours import list_hours
from kunnande.stages.programme.tests.builders import JANUARY, MALE, MONTH, Worked, rule

pytestmark = pytest.mark.django_db
DECEMBER = {"first_on": MONTH, "last_on": MONTH}


@pytest.fixture
def worked():
    return Worked()


@pytest.fixture
def taking_part(worked):
    """Somebody who was there four hours one morning and three and a half the next."""
    participation, _user = worked.participant()
    worked.attend(participation, 240, 210)
    return participation


def test_hours_are_read_from_where_attendance_was_entered(taking_part):
    rows = list_hours(taking_part, MONTH)

    assert [(row.minutes, row.what, row.counting) for row in rows] == [
        (240, "Mäta rätt", "counts"),
        (210, "Mäta rätt", "counts"),
    ]


def test_a_month_is_signed_by_the_person_then_by_the_company_and_locked(worked, taking_part):
    signed = worked.sign(taking_part)
    waits = get_month(taking_part, MONTH)
    locked = worked.lock(taking_part)

    assert (signed.state, signed.minutes) == ("signed", 450)
    assert waits.waits_for_company
    assert (locked.pk, locked.state, locked.version) == (signed.pk, "locked", 1)
    assert get_month(taking_part, MONTH).state_words == "Låst"


def test_every_hour_of_a_signed_month_leads_to_its_attendance(worked, taking_part):
    worked.sign(taking_part)

    entries = worked.group.enrolments.get().attended.values_list("pk", flat=True)
    sources = AttestedRow.objects.values_list("source", flat=True)
    assert set(sources) == {f"course-attendance:{pk}" for pk in entries}


def test_the_company_does_not_sign_first(worked, taking_part):
    with pytest.raises(services.NothingToSignError):
        worked.lock(taking_part)


def test_nobody_signs_for_somebody_else(worked, taking_part):
    told = {"participation": taking_part, "month_on": MONTH, "at": JANUARY}

    with pytest.raises(services.NotYoursToSignError):
        services.sign_own_month(by=worked.employer, **told)
    worked.sign(taking_part)
    with pytest.raises(services.NotYoursToSignError):
        services.lock_month(by=worked.leader, **told)


def test_a_month_is_signed_when_it_is_over(worked, taking_part):
    with pytest.raises(services.MonthGoingOnError):
        worked.sign(taking_part, at=JANUARY - timedelta(days=4))


def test_a_month_without_hours_is_not_signed(worked):
    participation, _user = worked.participant()

    with pytest.raises(services.NothingToSignError):
        worked.sign(participation)
    assert not Attestation.objects.exists()


def test_a_locked_month_is_not_signed_again(worked, taking_part):
    worked.sign(taking_part)
    worked.lock(taking_part)

    with pytest.raises(services.MonthLockedError):
        worked.sign(taking_part)


def test_attendance_changed_before_the_company_signs_is_signed_again(worked, taking_part):
    worked.sign(taking_part)
    worked.enter_minutes(worked.group.enrolments.get(), 240, 120)

    with pytest.raises(services.NothingToSignError, match="ändrats"):
        worked.lock(taking_part)
    again = worked.sign(taking_part)

    assert (again.version, again.minutes) == (2, 360)
    assert worked.lock(taking_part).state == "locked"


def test_a_correction_is_a_version_with_a_reason_and_replaces_when_locked(worked, taking_part):
    worked.sign(taking_part)
    first = worked.lock(taking_part)
    worked.enter_minutes(worked.group.enrolments.get(), 240, 120)
    assert get_month(taking_part, MONTH).has_changed

    worked.correct(taking_part, "Gick tidigare andra dagen.")
    first.refresh_from_db()
    assert first.state == "locked"
    worked.sign(taking_part)
    second = worked.lock(taking_part)
    first.refresh_from_db()

    assert (first.state, first.minutes) == ("replaced", 450)
    assert (second.version, second.minutes, second.reason) == (2, 360, "Gick tidigare andra dagen.")


def test_a_correction_says_why(worked, taking_part):
    worked.sign(taking_part)
    worked.lock(taking_part)

    with pytest.raises(services.ReasonMissingError):
        worked.correct(taking_part, " ")


def test_only_what_is_locked_is_corrected_and_once_at_a_time(worked, taking_part):
    worked.sign(taking_part)
    with pytest.raises(services.NothingToSignError):
        worked.correct(taking_part)
    worked.lock(taking_part)
    worked.correct(taking_part)

    with pytest.raises(services.NothingToSignError):
        worked.correct(taking_part)


def test_a_stranger_corrects_nothing(worked, taking_part):
    worked.sign(taking_part)
    worked.lock(taking_part)

    with pytest.raises(services.NotYoursToSignError):
        services.open_correction(
            participation=taking_part,
            month_on=MONTH,
            reason="Jag vill.",
            by=worked.coordinator,
            at=JANUARY,
        )


@pytest.mark.parametrize("change", [{"minutes": 1}, {"state": "signed"}, {"locked_at": NOON}])
def test_the_database_keeps_what_is_locked(worked, taking_part, change):
    worked.sign(taking_part)
    worked.lock(taking_part)

    with pytest.raises(DatabaseError), transaction.atomic():
        Attestation.objects.update(**change)


def test_the_database_keeps_the_rows_of_a_signed_month(worked, taking_part):
    worked.sign(taking_part)

    with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        AttestedRow.objects.update(minutes=1)
    with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        AttestedRow.objects.all().delete()


def test_hours_beyond_a_day_name_row_and_rule_and_nothing_is_saved(worked, taking_part):
    strict = rule("most_minutes_a_day", 225, "minutes", **{"from": MONTH})
    services.import_rules(package={"rules": [strict]}, by=worked.leader, at=NOON)

    with pytest.raises(services.ImproperHoursError) as refused:
        worked.sign(taking_part)

    (problem,) = refused.value.problems
    first = worked.mornings[0].starts_at
    assert str(problem) == (
        f"{first:%Y-%m-%d} Mäta rätt: 240 minuter samma dag, högst 225 får intygas"
    )
    assert not Attestation.objects.exists()


def test_the_same_time_is_not_attested_twice(worked, taking_part):
    _morning, next_morning = worked.mornings
    next_morning.starts_at = worked.mornings[0].starts_at + timedelta(hours=3)
    next_morning.save()

    (problem,) = get_month(taking_part, MONTH).problems

    assert problem.rule == "samma tid finns redan på Mäta rätt"


def test_hours_after_the_company_left_are_refused_by_row(worked, taking_part):
    left_on, came_on = (localdate(one.starts_at) for one in worked.mornings)
    worked.step(worked.engagement, Step.DROPPED_OUT, on=left_on, at=worked.mornings[0].ends_at)

    with pytest.raises(services.ImproperHoursError) as refused:
        worked.sign(taking_part)

    (problem,) = refused.value.problems
    assert problem.on == came_on
    assert "inte med efter" in problem.rule


def test_the_account_of_another_person_signs_nothing(worked, taking_part):
    stranger = an_account(worked.employee(MALE))

    with pytest.raises(services.NotYoursToSignError):
        services.sign_own_month(participation=taking_part, month_on=MONTH, by=stranger, at=JANUARY)
