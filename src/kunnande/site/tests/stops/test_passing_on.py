"""A centre is stopped while people have times there: booking closes, and they are told once."""

from datetime import timedelta

import pytest

from kunnande.site import journey
from kunnande.site.tests.stops.builders import FORTNIGHT, LATER, lift, pass_on, suspend
from kunnande.stages.booking import jobs, services as booking
from kunnande.stages.booking.models import Session, Stop, StopLetter
from kunnande.stages.booking.queries import SessionKind
from kunnande.stages.booking.tests.builders import (
    NEXT_WEEK,
    a_booking,
    a_candidate,
    a_hold,
    a_session,
    a_site,
)
from kunnande.stages.centres import services as centres
from kunnande.stages.centres.models import Authorisation
from kunnande.stages.centres.tests.builders import an_accreditation
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user
from kunnande.stages.practice.tests.builders import a_planned_assessment
from kunnande.stages.testing.tests.builders import a_planned_sitting
from kunnande.stages.trail.services import record

pytestmark = pytest.mark.django_db


def states():
    return list(Session.objects.order_by("starts_at").values_list("state", flat=True))


def test_a_stop_closes_the_sessions_from_its_first_day(site, accreditation, owner):
    a_session(site, on=NEXT_WEEK - timedelta(days=1))
    a_session(site)
    a_session(site, on=FORTNIGHT)
    suspend(accreditation, owner)

    pass_on()

    assert states() == ["open", "closed", "closed"]


def test_whoever_has_a_time_on_a_stopped_day_gets_a_draft(site, accreditation, owner):
    before = a_session(site, on=NEXT_WEEK - timedelta(days=1))
    stopped = a_session(site)
    a_booking(before, a_candidate())
    booked = a_booking(stopped, a_candidate())
    suspend(accreditation, owner)

    assert pass_on() == 1

    letter = StopLetter.objects.get()
    assert (letter.booking_id, letter.on, letter.approved_at) == (booked.pk, NEXT_WEEK, None)


def test_nothing_happens_twice(site, accreditation, owner):
    a_booking(a_session(site), a_candidate())
    suspend(accreditation, owner)

    drafts = [pass_on(), pass_on(), pass_on()]

    assert drafts == [1, 0, 0]
    assert (Stop.objects.count(), StopLetter.objects.count()) == (1, 1)


def test_a_seat_that_was_held_can_not_be_confirmed(site, accreditation, owner):
    candidate = a_candidate()
    held = a_hold(a_session(site), candidate)
    suspend(accreditation, owner)
    pass_on()

    with pytest.raises(booking.HoldLapsedError):
        booking.confirm_booking(booking=held, by=candidate.user, at=LATER)


def test_lifting_opens_the_days_after_and_drops_their_drafts(site, accreditation, owner):
    a_booking(a_session(site), a_candidate())
    a_booking(a_session(site, on=FORTNIGHT), a_candidate())
    suspend(accreditation, owner)
    pass_on()

    lift(accreditation, owner, last=NEXT_WEEK)
    pass_on()

    assert states() == ["closed", "open"]
    assert [letter.on for letter in StopLetter.objects.all()] == [NEXT_WEEK]


def test_what_the_centre_closed_itself_stays_closed(site, accreditation, owner):
    session = a_session(site)
    booking.close_session(session=session, by=site.manager, at=NOON)
    suspend(accreditation, owner)
    pass_on()

    lift(accreditation, owner, last=TODAY + timedelta(days=7))
    pass_on()

    assert states() == ["closed"]


def test_whoever_was_told_is_told_that_the_time_holds_again(site, accreditation, owner):
    a_booking(a_session(site, on=FORTNIGHT), a_candidate())
    suspend(accreditation, owner)
    pass_on()
    booking.send_stop_letters(stop=Stop.objects.get(), by=owner, at=LATER)

    lift(accreditation, owner, last=NEXT_WEEK)
    drafts = [pass_on(), pass_on()]

    assert drafts == [1, 0]
    assert [one.kind for one in StopLetter.objects.order_by("pk")] == ["stopped", "holds_again"]


def test_stopped_and_lifted_between_two_turns_of_the_job(site, accreditation, owner):
    a_booking(a_session(site, on=FORTNIGHT), a_candidate())
    suspend(accreditation, owner)
    lift(accreditation, owner, last=NEXT_WEEK)

    assert pass_on() == 0

    assert states() == ["open"]


def test_two_stops_and_one_is_lifted(site, accreditation, owner):
    a_session(site)
    suspend(accreditation, owner)
    authorisation = Authorisation.objects.get(user=site.leader, kind="test_leader")
    centres.end_authorisation(
        authorisation=authorisation, on=NEXT_WEEK, reason="other", by=owner, at=NOON
    )
    pass_on()

    lift(accreditation, owner, last=NEXT_WEEK)
    pass_on()

    assert states() == ["closed"]


def test_a_new_accreditation_ends_what_a_withdrawal_stopped(site, accreditation, owner):
    a_session(site)
    a_session(site, on=FORTNIGHT)
    centres.withdraw_accreditation(
        accreditation=accreditation, on=NEXT_WEEK, reason="other", by=owner, at=NOON
    )
    pass_on()
    assert states() == ["closed", "closed"]

    an_accreditation(site.product, on=FORTNIGHT, centre=site.centre)
    pass_on()

    assert states() == ["closed", "open"]
    assert Stop.objects.get().to_on == FORTNIGHT - timedelta(days=1)


def test_a_new_authorisation_ends_what_the_end_of_another_stopped(site, owner):
    a_session(site, on=FORTNIGHT)
    ended = Authorisation.objects.get(user=site.leader, kind="test_leader")
    centres.end_authorisation(authorisation=ended, on=NEXT_WEEK, reason="other", by=owner, at=NOON)
    pass_on()
    mandate = centres.Mandate(
        product=site.product,
        kind="test_leader",
        centre=site.centre,
        from_on=FORTNIGHT,
        to_on=FORTNIGHT + timedelta(days=365),
        grounds="Ny utbildning.",
    )

    centres.authorise_staff(user=site.leader, mandate=mandate, by=owner, at=NOON)
    pass_on()

    assert states() == ["open"]


def test_an_ended_authorisation_stops_what_they_lead(site, owner):
    a_booking(a_session(site), a_candidate())
    practical = a_session(site, kind=SessionKind.PRACTICAL, hour=14)
    authorisation = Authorisation.objects.get(user=site.leader, kind="test_leader")
    centres.end_authorisation(
        authorisation=authorisation, on=NEXT_WEEK, reason="other", by=owner, at=NOON
    )

    assert pass_on() == 1

    practical.refresh_from_db()
    assert (states(), practical.state) == (["closed", "open"], "open")


def test_whoever_has_moved_needs_no_letter(site, accreditation, owner):
    candidate = a_candidate()
    booked = a_booking(a_session(site), candidate)
    suspend(accreditation, owner)
    pass_on()

    booking.cancel_booking(booking=booked, by=candidate.user, at=LATER)
    pass_on()

    assert not StopLetter.objects.exists()


def test_an_approved_letter_names_the_nearest_free_time_and_goes_once(site, stopped, mailoutbox):
    a_session(a_site("Testcenter Öst", "0680"), on=FORTNIGHT)
    assert jobs.post_stop_letters(0) == 0

    booking.send_stop_letters(stop=stopped, by=site.manager, at=LATER)

    assert [jobs.post_stop_letters(0), jobs.post_stop_letters(0)] == [1, 0]
    assert mailoutbox[0].subject == "Din provtid är stoppad"
    assert "Testcenter Öst, Sal 1" in mailoutbox[0].body


def test_only_the_centre_and_the_owner_send(site, stopped):
    with pytest.raises(booking.NotYourCentreError):
        booking.send_stop_letters(stop=stopped, by=site.leader, at=LATER)


def a_stop(centre, product):
    """Return a stop of a centre from today, as an act of the trail would make it."""
    by = a_service_user()
    act = {"chain": centre.trail_name, "act": "told", "subject": "accreditation:1"}
    entry = record(**act, by=by, at=NOON)
    halt = booking.Halt(entry.pk, "suspended", "accreditation:1", centre.pk, product.pk, TODAY)
    return booking.begin_stop(halt=halt, by=by, at=NOON)


def test_a_test_planned_without_a_booking_is_hit_too():
    planned = a_planned_sitting()
    stop = a_stop(planned.centre, planned.case.product_version.product)

    (time,) = journey.list_times_hit(stop, first=TODAY, last=None)

    assert (time.subject, time.session_kind) == (planned.sitting.trail_name, "theory")


def test_a_planned_practical_test_is_hit_too():
    planned = a_planned_assessment()
    stop = a_stop(planned.centre, planned.case.product_version.product)

    (time,) = journey.list_times_hit(stop, first=TODAY, last=None)

    assert (time.subject, time.session_kind) == (planned.assessment.trail_name, "practical")
