from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kunnande.stages.parties.tests.builders import TODAY, a_person, an_account
from kunnande.stages.testing import services
from kunnande.stages.testing.models import ExtraTime, Incident, Sitting, SittingState
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_checked_in_sitting,
    a_mapped_case,
    address,
    answer_to,
    minutes,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def board(planned):
    return reverse("testing:board", args=[planned.centre.pk])


def steer(planned, **sent):
    address_of_acts = reverse("testing:steer", args=[planned.centre.pk])
    return signed_in(planned.leader).post(address_of_acts, sent, follow=True)


def show_code(planned, **sent):
    page = signed_in(planned.leader).post(address("check_in", planned), sent).content.decode()
    found = re.search(r'sitting-code">([^<]+)<', page)
    return found[1] if found else page


def test_from_identity_to_the_first_question(planned):
    code = show_code(planned, document="id_card")
    person = signed_in(planned.candidate)
    waiting = person.post(address("start", planned), {"code": code}, follow=True)
    steer(planned, do="open")

    begun = person.post(address("start", planned), {"language": "sv"})

    assert "Koden är rätt" in waiting.content.decode()
    assert begun.url == address("sitting", planned)
    assert Sitting.objects.get().state == SittingState.RUNNING


def test_a_code_is_not_shown_without_a_document(planned):
    page = show_code(planned)

    assert "Något saknas" in page
    assert not Sitting.objects.get().code_digest


def test_a_new_code_needs_no_new_check(planned):
    first = show_code(planned, document="passport")

    assert show_code(planned) != first


def test_the_start_page_asks_for_the_code_and_keeps_saying_why(planned):
    a_checked_in_sitting(planned)

    page = signed_in(planned.candidate).post(address("start", planned), {"code": "ABC"})

    assert page.status_code == 422
    assert "Koden har 6 tecken. Du har skrivit 3." in page.content.decode()
    assert 'name="code"' in page.content.decode()


def test_the_board_shows_who_is_where_and_its_part_can_be_asked_for_alone(running):
    whole = signed_in(running.leader).get(board(running)).content.decode()
    part = signed_in(running.leader).get(board(running), headers={"HX-Request": "true"})

    assert "Elin Stickmått" in whole
    assert 'hx-trigger="every 5s"' in whole
    assert "Elin Stickmått" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_tab_shows_one_status(running):
    client = signed_in(running.leader)

    lost = client.get(board(running), {"visa": "lost"}).content.decode()
    finished = client.get(board(running), {"visa": "finished"}).content.decode()

    assert "<strong>Elin Stickmått</strong>" in lost
    assert "<strong>Elin Stickmått</strong>" not in finished


def test_the_board_shows_neither_question_nor_answer(running):
    posted = answer_to(running)
    signed_in(running.candidate).post(address("save", running, 1), posted)

    page = signed_in(running.leader).get(board(running)).content.decode()

    assert "1 av 10 besvarade" in page
    assert "uppfyllt" not in page.lower()


def test_time_is_given_to_one_and_to_all_who_write(running):
    case, _user = a_mapped_case(an_account(a_person("Bo", "Svarv")))
    services.plan_sitting(
        case=case,
        blueprint=running.blueprint,
        centre=running.centre,
        takes_place_on=TODAY,
        by=running.leader,
        at=minutes(0),
    )

    steer(running, do="minutes", sitting=running.sitting.pk, minutes="5", reason="technical")
    steer(running, do="minutes", sitting="", minutes="10", reason="interruption")

    given = [(extra.sitting_id, extra.minutes) for extra in ExtraTime.objects.order_by("pk")]
    assert given == [(running.sitting.pk, 5), (running.sitting.pk, 10)]
    assert Sitting.objects.get(pk=running.sitting.pk).deadline_at == minutes(60)


@pytest.mark.parametrize("sent", [{"minutes": ""}, {"minutes": "9999"}, {"minutes": "x"}])
def test_minutes_that_are_none_are_refused_in_words(running, sent):
    page = steer(running, do="minutes", reason="technical", **sent)

    assert "Skriv hur många minuter" in page.content.decode()
    assert not ExtraTime.objects.exists()


def test_a_pause_keeps_the_person_on_a_page_that_says_so(running, clock):
    person = signed_in(running.candidate)
    steer(running, do="pause")

    page = person.get(address("question", running, 1), follow=True)
    told = person.get(address("pulse", running)).json()
    clock.move_to(11)
    steer(running, do="resume")

    assert "Tiden står still" in page.content.decode()
    assert told == {"stands": "paused", "seconds_left": 44 * 60}
    assert person.get(address("question", running, 1)).status_code == 200
    assert Sitting.objects.get().deadline_at == minutes(55)


def test_saving_long_into_a_pause_leads_to_the_page_that_says_so(running, clock):
    person = signed_in(running.candidate)
    steer(running, do="pause")
    clock.move_to(5)

    reply = person.post(address("save", running, 1), answer_to(running))

    assert reply.status_code == 410
    assert "pausat" in reply.json()["message"]
    page = person.get(reply.json()["go"], follow=True)
    assert "Tiden står still" in page.content.decode()


def test_a_pulse_shows_that_one_is_there_and_learns_of_more_time(running):
    person = signed_in(running.candidate)
    steer(running, do="minutes", minutes="10", reason="technical")

    told = person.get(address("pulse", running)).json()

    assert told == {"stands": "running", "seconds_left": 54 * 60}
    assert Sitting.objects.get().last_seen_at == minutes(1)


def test_ending_says_what_each_reason_leads_to_and_the_person_reads_which(running):
    leader = signed_in(running.leader)
    asked = leader.get(address("terminate", running)).content.decode()

    leader.post(address("terminate", running), {"reason": "illness"})

    done = signed_in(running.candidate).get(address("sitting", running), follow=True)
    assert "Räknas inte som ett försök" in asked
    assert "Personen kom inte" not in asked
    assert "Provet är avbrutet" in done.content.decode()
    assert "Sjukdom eller olycksfall" in done.content.decode()
    assert "0 <span" in done.content.decode()


def test_ending_without_a_reason_is_refused(running):
    page = signed_in(running.leader).post(address("terminate", running), {})

    assert page.status_code == 422
    assert Sitting.objects.get().state == SittingState.RUNNING


def test_an_incident_is_noted_from_the_seat_and_read_on_the_board(running):
    note = reverse("testing:incident", args=[running.centre.pk])
    client = signed_in(running.leader)
    sent = {"sitting": running.sitting.pk, "kind": "technical", "text": "Skärmen slocknade."}

    client.post(note, sent)

    assert Incident.objects.get().sitting == running.sitting
    assert "Skärmen slocknade." in client.get(board(running)).content.decode()


@pytest.mark.parametrize("view", ["check_in", "terminate"])
def test_a_test_leader_elsewhere_finds_no_sitting(planned, view):
    _centre, stranger = a_centre("Grannens testcenter")

    page = signed_in(stranger).get(address(view, planned))

    assert page.status_code == 404


def test_the_person_supervises_nothing_of_their_own(planned):
    page = signed_in(planned.candidate).get(address("check_in", planned))

    assert page.status_code in {403, 404}
