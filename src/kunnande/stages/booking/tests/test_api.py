import json
from datetime import timedelta

import pytest
from django.utils import timezone

from kunnande.stages.booking.models import Booking, BookingState, Offer
from kunnande.stages.booking.services import fill_session, open_session
from kunnande.stages.booking.tests.builders import (
    a_candidate,
    a_company,
    a_node_coordinator,
    a_plan,
    a_site,
)
from kunnande.stages.cases.tests.builders import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site()


@pytest.fixture
def session(site):
    """A session that is to come also by the clock on the wall."""
    now = timezone.localtime()
    plan = a_plan(site, on=now.date() + timedelta(days=7))
    return open_session(plan=plan, by=site.manager, at=now)


def call(user, method, path, **body):
    sent = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
    return signed_in(user).generic(method, f"/api/v1/{path}", **sent)


def test_a_program_books_moves_on_and_cancels(session):
    candidate = a_candidate()
    case = candidate.case.pk
    times = call(candidate.user, "GET", f"cases/{case}/times?near=0683").json()["items"]

    held = call(candidate.user, "POST", f"cases/{case}/seats", session_id=times[0]["session_id"])
    booking = held.json()["id"]
    confirmed = call(candidate.user, "POST", f"bookings/{booking}/confirmation")
    cancelled = call(candidate.user, "DELETE", f"bookings/{booking}")

    answers = (held.status_code, confirmed.json()["state"], cancelled.status_code)
    assert answers == (201, "confirmed", 204)
    assert session.pk == times[0]["session_id"]


def test_a_program_waits_and_takes_what_is_offered(site, session):
    candidate = a_candidate()
    wish = {"municipality_code": "0683", "within_km": 20}
    waited = call(candidate.user, "POST", f"cases/{candidate.case.pk}/waiting", **wish)
    fill_session(session=session, seats=1, by=site.manager, at=timezone.localtime())

    (own,) = call(candidate.user, "GET", "bookings").json()["items"]
    call(candidate.user, "POST", f"offers/{own['offer_id']}/acceptance")

    assert waited.status_code == 201
    assert Offer.objects.get().booking.state == BookingState.CONFIRMED


def test_a_program_says_what_is_needed():
    user = a_candidate().user

    said = call(user, "PUT", "needs/extra_time", minutes=20)
    taken_back = call(user, "DELETE", "needs/extra_time")

    assert said.json() == {"kinds": ["extra_time"], "extra_minutes": 20}
    assert taken_back.status_code == 204
    assert call(user, "GET", "needs").json() == {"kinds": [], "extra_minutes": 0}


def test_a_program_books_for_a_company(session):
    company, contact = a_company(percent=None)
    candidate, today = a_candidate(company), timezone.localdate().isoformat()
    path = f"organisations/{company.pk}"
    call(contact, "PUT", f"{path}/release-share", percent=100, from_on=today)
    (row,) = call(contact, "GET", f"{path}/bookable-employees").json()["items"]

    booked = call(
        contact, "POST", f"{path}/bookings", session_id=session.pk, case_ids=[row["case_id"]]
    )

    assert (booked.status_code, row["name"]) == (201, candidate.case.person.name)
    assert call(contact, "GET", f"{path}/bookings").json()["count"] == 1


def test_a_program_opens_and_calls_off_a_session(site, session):
    later = session.starts_at + timedelta(days=1)
    opened = call(
        site.manager,
        "POST",
        "sessions",
        centre_id=site.centre.pk,
        product_id=site.product.pk,
        starts_at=later.isoformat(),
        ends_at=(later + timedelta(hours=2)).isoformat(),
        seats=3,
        leader_id=site.leader.pk,
        room_id=session.room_id,
    )

    called_off = call(site.manager, "DELETE", f"sessions/{opened.json()['id']}")

    assert (opened.status_code, opened.json()["seats"]) == (201, 3)
    assert called_off.json() == {"count": 0}


def test_a_node_reads_no_names(site, session):
    candidate = a_candidate()
    path = f"cases/{candidate.case.pk}/seats"
    held = call(candidate.user, "POST", path, session_id=session.pk).json()["id"]
    call(candidate.user, "POST", f"bookings/{held}/confirmation")

    node = call(a_node_coordinator(), "GET", f"sessions/{session.pk}").json()
    centre = call(site.leader, "GET", f"sessions/{session.pk}").json()

    assert (node["seats"], node["session"]["taken"]) == ([], 1)
    assert centre["seats"][0]["person_name"] == candidate.case.person.name


def test_attendance_too_early_is_refused_by_name(site, session):
    candidate = a_candidate()
    path = f"cases/{candidate.case.pk}/seats"
    held = call(candidate.user, "POST", path, session_id=session.pk).json()["id"]
    call(candidate.user, "POST", f"bookings/{held}/confirmation")

    refused = call(site.leader, "POST", f"bookings/{held}/attendance", present=True)

    assert (refused.status_code, refused.json()["type"]) == (409, "/api/#too-early")
    assert Booking.objects.get().state == BookingState.CONFIRMED
