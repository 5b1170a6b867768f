"""Every hour and krona a second time, in plain SQL from the rows of attendance alone."""

from datetime import date

import pytest
from django.db import connection

from kunnande.stages.booking.services import (
    book_for_employees,
    confirm_booking,
    enter_attendance,
    set_release_share,
)
from kunnande.stages.booking.tests.builders import (
    a_candidate,
    a_session,
    a_site,
    moment,
)
from kunnande.stages.parties.tests.builders import NOON, TODAY
from kunnande.stages.programme.models import Attestation
from kunnande.stages.programme.queries.cofinancing import get_cofinancing
from kunnande.stages.programme.tests.builders import FEMALE, MALE, MONTH, Worked

pytestmark = pytest.mark.django_db

# Minutes, and those in released time, by participation and calendar month.
RECOUNT = """
SELECT p.id, sum(a.minutes), coalesce(sum(a.minutes) FILTER (WHERE a.company_id = p.company_id), 0)
FROM programme_participation p
JOIN (
  SELECT b.person_id, b.booked_for_id AS company_id, t.minutes,
         (b.starts_at AT TIME ZONE 'Europe/Stockholm')::date AS on_day
  FROM booking_attendance t JOIN booking_booking b ON b.id = t.booking_id WHERE t.present
  UNION ALL
  SELECT e.person_id, e.company_id, t.minutes,
         (o.starts_at AT TIME ZONE 'Europe/Stockholm')::date
  FROM development_attendedoccasion t
  JOIN development_enrolment e ON e.id = t.enrolment_id
  JOIN development_occasion o ON o.id = t.occasion_id
) a ON a.person_id = p.person_id AND (a.company_id IS NULL OR a.company_id = p.company_id)
   AND a.on_day >= p.entered_on AND (p.left_on IS NULL OR a.on_day <= p.left_on)
WHERE date_trunc('month', a.on_day)::date = %s
GROUP BY p.id ORDER BY p.id
"""
RATE = """
SELECT amount FROM programme_datedrule WHERE code = 'cofinancing_an_hour'
AND from_on <= %s AND (to_on IS NULL OR to_on >= %s)
"""


def recount(month_on):
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [month_on])
        rows = cursor.fetchall()
        cursor.execute(RATE, [month_on, month_on])
        ((rate,),) = cursor.fetchall()
    return rows, rate


@pytest.fixture
def worked():
    """Two at a course, one of them in their own time, and one of three at a test."""
    worked = Worked()
    for number, released in ((MALE, True), (FEMALE, False)):
        participation, _user = worked.participant(number)
        worked.attend(participation, 239, 207, released=released)
        worked.sign(participation)
        worked.lock(participation)
    site = a_site()
    candidate = a_candidate(worked.company)
    on = date(2026, 12, 8)
    acting = {"by": worked.employer, "at": NOON}
    set_release_share(company=worked.company, percent=100, from_on=TODAY, **acting)
    session = a_session(site, on=on)
    (booking,) = book_for_employees(
        session=session, cases=[candidate.case], company=worked.company, **acting
    )
    booking = confirm_booking(booking=booking, by=candidate.user, at=NOON)
    enter_attendance(booking=booking, present=True, minutes=173, by=site.leader, at=moment(on, 13))
    tested = worked.enter(candidate.case.person, on=date(2026, 12, 1))
    worked.sign(tested)
    worked.lock(tested)
    return worked


@pytest.mark.usefixtures("worked")
def test_attested_minutes_are_those_of_the_raw_attendance_to_the_minute():
    rows, _rate = recount(MONTH)

    attested = Attestation.objects.order_by("participation_id")
    assert [(pk, minutes) for pk, minutes, _counting in rows] == list(
        attested.values_list("participation_id", "minutes")
    )
    assert sorted(minutes for _pk, minutes, _counting in rows) == [173, 446, 446]


def test_cofinancing_is_what_the_raw_attendance_is_worth_to_the_ore(worked):
    rows, rate = recount(MONTH)
    hours = sum(counting // 60 for _pk, _minutes, counting in rows)

    counted = get_cofinancing(worked.programme, first_on=MONTH, last_on=MONTH)

    assert (counted.hours, counted.value_ore) == (hours, hours * rate)
    assert counted.counting_minutes == sum(counting for _pk, _minutes, counting in rows)
    assert hours == 7 + 2
