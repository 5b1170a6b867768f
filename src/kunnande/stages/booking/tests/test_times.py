from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from kunnande.stages.booking import services, translate
from kunnande.stages.booking.models import Seat, Session
from kunnande.stages.booking.queries import (
    Needs,
    count_releasable,
    get_calendar_file,
    get_needs,
    list_free_times,
)
from kunnande.stages.booking.tests.builders import (
    NEXT_WEEK,
    a_booking,
    a_candidate,
    a_company,
    a_hold,
    a_session,
    a_site,
    minutes,
)
from kunnande.stages.centres.models import Room
from kunnande.stages.parties.tests.builders import NOON, TODAY


def times(site, **more):
    wanted = {"kind": "theory", "near": "0683", "since": NOON, **more}
    return [time.session_id for time in list_free_times(site.product.pk, **wanted)]


@pytest.mark.django_db
def test_the_nearest_time_is_first_then_the_soonest():
    near, far = a_site("Testcenter Väst"), a_site("Testcenter Öst", "0687")
    far_soon = a_session(far, on=TODAY + timedelta(days=1))
    near_late = a_session(near, on=NEXT_WEEK)
    near_soon = a_session(near, on=TODAY + timedelta(days=2))

    assert times(near) == [near_soon.pk, near_late.pk, far_soon.pk]


@pytest.mark.django_db
def test_a_session_at_a_company_is_as_far_as_the_company():
    site = a_site("Testcenter Öst", "0687")
    company, _contact = a_company()
    a_session(site, room=None, at_company=company)

    (time,) = list_free_times(
        site.product.pk, kind="theory", near="0617", since=NOON, companies=[company.pk]
    )

    assert (time.kilometres, time.place) == (0, company.name)
    assert times(site, near="0617") == []


@pytest.mark.django_db
def test_only_what_is_free_within_sixty_days_is_listed():
    site = a_site()
    full, held = a_session(site, seats=1), a_session(site, hour=12, seats=1)
    a_session(site, on=TODAY + timedelta(days=61))
    a_booking(full, a_candidate())
    a_hold(held, a_candidate())

    assert times(site) == []
    assert times(site, since=minutes(16)) == [held.pk, full.pk][:1]


@pytest.mark.django_db
def test_what_remains_is_not_tried_before_the_day_the_rule_allows():
    site = a_site()
    a_session(site)
    later = a_session(site, on=NEXT_WEEK + timedelta(days=1))

    assert times(site, not_before=NEXT_WEEK + timedelta(days=1)) == [later.pk]


@pytest.mark.django_db
def test_only_times_that_meet_the_needs_are_listed():
    site = a_site()
    a_session(site)
    arranged = a_session(site, hour=13, meets=frozenset({"step_free"}), extra_minutes=60)
    needs = Needs(frozenset({"step_free", "extra_time"}), 45)

    assert times(site, needs=needs) == [arranged.pk]
    assert times(site, needs=Needs(frozenset({"extra_time"}), 61)) == []


@pytest.mark.django_db
def test_only_times_in_the_language_are_listed():
    site = a_site()
    a_session(site)
    english = a_session(site, hour=13, language="en")

    assert times(site, language="en") == [english.pk]


@pytest.mark.django_db
def test_a_booking_carries_what_was_needed():
    site, candidate = a_site(), a_candidate()
    services.add_accommodation(
        person=candidate.case.person, kind="extra_time", minutes=30, by=candidate.user, at=NOON
    )

    booking = a_booking(a_session(site, extra_minutes=30), candidate)

    assert (booking.needs, booking.extra_minutes) == (["extra_time"], 30)
    with pytest.raises(services.NeedsUnmetError):
        a_booking(a_session(site, hour=13), candidate)


@pytest.mark.django_db
def test_a_need_is_taken_back():
    candidate = a_candidate()
    person, acting = candidate.case.person, {"by": candidate.user, "at": NOON}
    services.add_accommodation(person=person, kind="own_room", **acting)

    services.remove_accommodation(person=person, kind="own_room", **acting)

    assert get_needs(person.pk) == Needs()


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "minutes"), [("magic", 0), ("extra_time", 0)])
def test_an_improper_need_is_refused(kind, minutes):
    candidate = a_candidate()

    with pytest.raises(services.ImproperNeedError):
        services.add_accommodation(
            person=candidate.case.person, kind=kind, minutes=minutes, by=candidate.user, at=NOON
        )


@pytest.mark.django_db
def test_the_list_asks_as_much_for_a_thousand_times_as_for_ten(django_assert_num_queries):
    site = a_site()
    for day in range(10):
        a_session(site, on=TODAY + timedelta(days=day + 1))
    with django_assert_num_queries(5) as asked:
        assert len(times(site)) == 10
    copies_of_sessions(site, 990)

    with django_assert_num_queries(len(asked.captured_queries)):
        assert len(times(site)) == 1000


def copies_of_sessions(site, count):
    """Add sessions beside those of the services: each its own room, written in one go."""
    rooms = Room.objects.bulk_create(
        Room(centre=site.centre, name=f"Sal {number + 2}", seats=1) for number in range(count)
    )
    first = Session.objects.first()
    kept = {f.attname: getattr(first, f.attname) for f in Session._meta.fields}
    sessions = Session.objects.bulk_create(
        Session(**{**kept, "id": None, "room_id": room.pk}) for room in rooms
    )
    Seat.objects.bulk_create(Seat(session=session, number=1) for session in sessions)


@pytest.mark.django_db
def test_a_booking_is_a_calendar_file():
    booking = a_booking(a_session(a_site()), a_candidate())

    text = get_calendar_file(booking).decode()

    assert "DTSTART:20261127T080000Z\r\n" in text
    assert "LOCATION:Testcenter Väst\\, Sal 1\r\n" in text


EVENT = translate.Event(
    uid="1", starts_at=NOON, ends_at=NOON, changed_at=NOON, title="Prov", place="Här", note=""
)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_no_line_of_a_calendar_is_longer_than_the_standard_allows(words):
    event = translate.Event(**{**vars(EVENT), "note": words})

    lines = translate.write_calendar(event).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    unfolded = b"\r\n".join(lines).replace(b"\r\n ", b"").decode()
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"DESCRIPTION:{escaped}\r\n" in unfolded


@given(st.integers(0, 500), st.integers(1, 100))
def test_never_more_than_the_share_of_a_shift_is_released(people, percent):
    released = count_releasable(people, percent)

    assert released * 100 <= people * percent < (released + 1) * 100
