from __future__ import annotations

from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kunnande.stages.booking import jobs, services
from kunnande.stages.booking.models import ProposedSeat, ProposedSession, Schedule, ScheduleState
from kunnande.stages.booking.queries import OfferAnswer, SessionKind
from kunnande.stages.booking.queries.schedules import get_schedule_page, list_proposals
from kunnande.stages.booking.queries.scheduling import gather_instance
from kunnande.stages.booking.services.counting import count_schedule
from kunnande.stages.booking.tests.builders import (
    a_candidate,
    a_company,
    a_node_coordinator,
    a_session,
    a_site,
    candidates,
    moment,
    somebody_waiting,
)
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user

if TYPE_CHECKING:
    from kunnande.stages.booking.tests.builders import Site
    from kunnande.stages.parties.queries import User

pytestmark = pytest.mark.django_db


def _node_of(user: User) -> Any:
    return user.memberships.get(role=Role.NODE_COORDINATOR).organisation


def _asked(by: User) -> Schedule:
    return services.ask_for_schedule(node=_node_of(by), seconds=20, by=by, at=NOON)


def _counted(by: User) -> Schedule:
    began = monotonic()
    return count_schedule(
        schedule_id=_asked(by).pk,
        elapsed=lambda: monotonic() - began,
        now=lambda: NOON,
        on=TODAY,
        by=a_service_user(),
    )


def _people_waiting(count: int, **more: Any) -> None:
    for candidate in candidates(count):
        somebody_waiting(candidate, **more)


def _sent(by: User) -> Schedule:
    return services.send_schedule(schedule=_counted(by), by=by, at=NOON)


def _first(site: Site) -> ProposedSession:
    return ProposedSession.objects.filter(centre=site.centre).order_by("pk")[0]


def test_everybody_who_can_be_placed_is_proposed_a_time_and_the_plan_is_proved_best():
    site, node = a_site(), a_node_coordinator()
    _people_waiting(3)

    found = get_schedule_page(_counted(node))

    assert [(row.centre, row.people) for row in found.rows] == [(site.centre.name, 3)]
    assert (found.served, found.gap) == (3, 0.0)
    assert found.schedule.nearest_cost >= found.schedule.cost


def test_whoever_has_no_centre_within_reach_is_counted_with_the_reason():
    a_site(municipality_code="0683")
    _people_waiting(1, municipality_code="0687", within_km=10)

    found = get_schedule_page(_counted(a_node_coordinator()))

    assert found.rows == []
    assert found.reasons == [("Inget testcenter inom avståndet kan hålla provet", 1)]


def test_no_more_of_a_shift_are_placed_on_a_day_than_the_company_releases():
    a_site()
    company, _contact = a_company(percent=50)
    for candidate in candidates(4, company, team="Dag"):
        somebody_waiting(candidate)

    found = get_schedule_page(_counted(a_node_coordinator()))

    assert [row.people for row in found.rows] == [2, 2]
    assert len({row.proposed.starts_at.date() for row in found.rows}) == 2


def test_a_leader_who_is_busy_all_morning_is_not_asked_for_then():
    site = a_site()
    _people_waiting(1)
    for day in gather_instance(on=TODAY).content["days"]:
        a_session(site, on=date.fromisoformat(day), hour=9)

    [leader] = gather_instance(on=TODAY).content["assessors"]

    assert leader["available"]
    assert all(free.endswith("pm") for free in leader["available"])


def test_whoever_needs_something_that_wants_a_talk_is_left_out_and_counted():
    a_site()
    candidate = a_candidate()
    somebody_waiting(candidate)
    services.add_accommodation(
        person=candidate.case.person, kind="other", by=candidate.user, at=NOON
    )

    gathered = gather_instance(on=TODAY)

    assert (gathered.content["people"], gathered.needing_talk) == ([], 1)


def test_a_stopped_count_keeps_the_best_so_far():
    a_site()
    _people_waiting(2)
    node = a_node_coordinator()
    schedule = _asked(node)
    services.stop_schedule(schedule=schedule, by=node, at=NOON)

    counted = count_schedule(
        schedule_id=schedule.pk,
        elapsed=lambda: 0.0,
        now=lambda: NOON,
        on=TODAY,
        by=a_service_user(),
    )

    assert (counted.state, counted.unserved) == (ScheduleState.READY, 0)


def test_one_schedule_at_a_time_until_its_worker_is_lost():
    _people_waiting(1)
    node = a_node_coordinator()
    first = _asked(node)

    with pytest.raises(services.ScheduleUnderWayError):
        _asked(node)
    later = services.ask_for_schedule(
        node=_node_of(node), seconds=20, by=node, at=moment(TODAY, 23)
    )

    first.refresh_from_db()
    assert (first.state, later.state) == (ScheduleState.STRANDED, ScheduleState.ASKED)


def test_with_nobody_waiting_there_is_nothing_to_ask_for():
    with pytest.raises(services.NobodyWaitsError):
        _asked(a_node_coordinator())


def test_a_coordinator_of_another_node_can_not_stop_it():
    _people_waiting(1)
    schedule = _asked(a_node_coordinator())

    with pytest.raises(services.NotYourNodeError):
        services.stop_schedule(schedule=schedule, by=a_node_coordinator(), at=NOON)


def test_a_centre_sees_what_is_sent_to_it_and_not_before():
    site, node = a_site(), a_node_coordinator()
    _people_waiting(1)
    manager = get_viewer(site.manager, on=TODAY)
    schedule = _counted(node)

    before = list_proposals(manager, at=NOON)
    services.send_schedule(schedule=schedule, by=node, at=NOON)

    assert (len(before), len(list_proposals(manager, at=NOON))) == (0, 1)


def test_opening_a_proposed_time_offers_its_seats_to_those_the_plan_placed_there():
    site, node = a_site(), a_node_coordinator()
    _people_waiting(3)
    _sent(node)
    placed = set(ProposedSeat.objects.values_list("entry_id", flat=True))

    session = services.open_proposed_session(proposed=_first(site), by=site.manager, at=NOON)

    offers = [seat.bookings.get().offer for seat in session.seats.all()]
    assert {offer.entry_id for offer in offers} == placed
    assert {offer.answer for offer in offers} == {OfferAnswer.OPEN}
    assert session.kind == SessionKind.THEORY


def test_a_proposed_time_is_opened_once():
    site, node = a_site(), a_node_coordinator()
    _people_waiting(1)
    _sent(node)
    services.open_proposed_session(proposed=_first(site), by=site.manager, at=NOON)

    with pytest.raises(services.ProposalOverError):
        services.open_proposed_session(proposed=_first(site), by=site.manager, at=NOON)


def test_without_a_free_room_nothing_is_opened():
    site, node = a_site(), a_node_coordinator()
    _people_waiting(1)
    _sent(node)
    proposed = _first(site)
    a_session(site, starts_at=proposed.starts_at, ends_at=proposed.ends_at)

    with pytest.raises(services.NoRoomLeftError):
        services.open_proposed_session(proposed=proposed, by=site.manager, at=NOON)


def test_a_stranger_to_the_centre_opens_nothing():
    site, node = a_site(), a_node_coordinator()
    _people_waiting(1)
    _sent(node)

    with pytest.raises(services.NotYourCentreError):
        services.open_proposed_session(proposed=_first(site), by=node, at=NOON)


def test_the_job_counts_what_was_asked_for():
    a_site()
    _people_waiting(2)
    schedule = _asked(a_node_coordinator())

    state = jobs.make_schedule(schedule_id=schedule.pk)

    assert state == ScheduleState.READY


def test_asking_puts_one_job_in_the_queue():
    _people_waiting(1)
    schedule = _asked(a_node_coordinator())

    queued = ProcrastinateJob.objects.filter(task_name=jobs.make_schedule.name)

    assert [job.args for job in queued] == [{"schedule_id": schedule.pk}]


def test_a_node_asks_reads_and_sends_without_a_name_on_any_page(client):
    a_site()
    _people_waiting(2)
    node = a_node_coordinator()
    client.force_login(node)

    asked = client.post("/scheman/", {"seconds": "20"})
    waiting = client.get(asked["Location"])
    jobs.make_schedule(schedule_id=Schedule.objects.get().pk)
    ready = client.get(asked["Location"])
    client.post(f"{asked['Location']}skicka/")

    assert (waiting["Refresh"], "Refresh" in ready) == ("3", False)
    assert "2 av 2 prov får en tid" in ready.content.decode()
    assert Schedule.objects.get().state == ScheduleState.SENT
    names = [seat.entry.person.family_name for seat in ProposedSeat.objects.all()]
    assert not any(name in ready.content.decode() for name in names)


def test_a_centre_opens_a_proposed_time_from_its_page(client):
    site, node = a_site(), a_node_coordinator()
    _people_waiting(2)
    _sent(node)
    client.force_login(site.manager)

    page = client.get("/tillfallen/foreslagna/").content.decode()
    opened = client.post(f"/tillfallen/foreslagna/{_first(site).pk}/oppna/", follow=True)

    assert "1 föreslagen tid" in page
    assert "platserna är erbjudna" in opened.content.decode()
