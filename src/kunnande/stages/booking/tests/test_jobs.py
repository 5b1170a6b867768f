from datetime import timedelta

import pytest
from django.utils import timezone

from kunnande.stages.booking import jobs, services
from kunnande.stages.booking.models import BookingState
from kunnande.stages.booking.tests.builders import (
    a_booking,
    a_candidate,
    a_hold,
    a_session,
    a_site,
    somebody_waiting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """Let the jobs' clock stand where a test puts it."""

    def stand(at):
        monkeypatch.setattr(timezone, "now", lambda: at)

    return stand


@pytest.fixture
def site():
    return a_site()


def test_whoever_has_booked_is_told_once_with_a_calendar_file(site, now, mailoutbox):
    session = a_session(site)
    a_booking(session, a_candidate())
    now(session.starts_at - timedelta(days=5))

    sent = [jobs.send_booking_letters(0), jobs.send_booking_letters(0)]

    (letter,) = mailoutbox
    assert (sent, letter.subject) == ([1, 0], "Din tid är bokad")
    assert "27 november 2026 kl. 09.00, Testcenter Väst, Sal 1" in letter.body
    assert letter.attachments[0][0] == "provtid.ics"


def test_a_reminder_comes_two_days_before(site, now, mailoutbox):
    session = a_session(site)
    a_booking(session, a_candidate())
    now(session.starts_at - timedelta(days=5))
    jobs.send_booking_letters(0)

    now(session.starts_at - timedelta(hours=47))
    jobs.send_booking_letters(0)

    assert mailoutbox[1].subject == "Snart är det dags för ditt prov"


def test_nobody_is_reminded_of_what_they_were_just_told(site, now, mailoutbox):
    session = a_session(site)
    a_booking(session, a_candidate())
    now(session.starts_at - timedelta(hours=40))

    jobs.send_booking_letters(0)
    jobs.send_booking_letters(0)

    assert [letter.subject for letter in mailoutbox] == ["Din tid är bokad"]


def test_whoever_is_offered_a_seat_reads_until_when(site, now, mailoutbox):
    session = a_session(site)
    now(session.starts_at - timedelta(days=5))
    somebody_waiting(a_candidate())

    passed_on = jobs.pass_on_seats(0)
    jobs.send_booking_letters(0)

    assert passed_on == (0, 1)
    assert "hålls för dig till den 23 november kl. 09.00" in mailoutbox[0].body


def test_whoever_had_a_seat_is_told_when_a_session_is_called_off(site, now, mailoutbox):
    session = a_session(site)
    a_booking(session, a_candidate())
    at = session.starts_at - timedelta(days=5)
    services.cancel_session(session=session, by=site.manager, at=at)
    now(at)

    jobs.send_booking_letters(0)

    assert [letter.subject for letter in mailoutbox] == ["Din tid är inställd"]
    assert "METHOD:CANCEL" in mailoutbox[0].attachments[0][1]


def test_a_letter_that_does_not_go_is_sent_another_time(site, now, mailoutbox, monkeypatch):
    session = a_session(site)
    a_booking(session, a_candidate())
    now(session.starts_at - timedelta(days=5))
    with monkeypatch.context() as patched:
        patched.setattr(jobs.EmailMessage, "send", _fail)
        assert jobs.send_booking_letters(0) == 0

    jobs.send_booking_letters(0)

    assert len(mailoutbox) == 1


def test_what_was_not_confirmed_goes_back_by_the_clock(site, now):
    session = a_session(site)
    booking = a_hold(session, a_candidate())
    now(session.starts_at - timedelta(days=5))

    jobs.pass_on_seats(0)

    booking.refresh_from_db()
    assert booking.state == BookingState.LAPSED


def _fail(_message):
    raise ConnectionRefusedError
