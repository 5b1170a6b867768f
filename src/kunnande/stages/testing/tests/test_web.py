from __future__ import annotations

from datetime import timedelta

import pytest

from kunnande.stages.itembank.models import Media
from kunnande.stages.parties.tests.builders import TODAY, a_person, an_account
from kunnande.stages.testing.models import Answer, Sitting, SittingState
from kunnande.stages.testing.tests.builders import (
    address,
    answer_to,
    hand_in,
    right_answer,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_start_page_says_what_awaits_and_offers_to_begin(planned):
    page = signed_in(planned.candidate).get(address("sitting", planned))

    text = page.content.decode()
    assert "Du kan inte misslyckas" in text
    assert "10 frågor" in text
    assert "disabled" not in text


def test_before_the_day_the_button_says_why_it_rests(planned):
    Sitting.objects.update(takes_place_on=TODAY + timedelta(days=2))

    page = signed_in(planned.candidate).get(address("sitting", planned))

    assert "disabled" in page.content.decode()
    assert "Knappen går att trycka på" in page.content.decode()


def test_beginning_in_english_gives_english_questions(planned):
    client = signed_in(planned.candidate)

    client.post(address("start", planned), {"language": "en"})

    page = client.get(address("question", planned, 1))
    assert 'class="stack" lang="en"' in page.content.decode()


def test_next_saves_the_answer_without_any_script(running):
    client = signed_in(running.candidate)

    page = client.post(address("question", running, 1), {**answer_to(running), "do": "2"})

    assert page.url == address("question", running, 2)
    assert Answer.objects.get().revision == 1


def test_a_saved_answer_is_acknowledged_with_its_revision(running):
    client = signed_in(running.candidate)

    reply = client.post(address("save", running, 1), answer_to(running)).json()

    assert (reply["revision"], reply["answered"]) == (1, 1)
    assert reply["saved"].startswith("Sparat ")
    assert 0 < reply["seconds_left"] <= 45 * 60


def test_a_new_session_goes_on_where_the_old_one_was(running):
    signed_in(running.candidate).post(address("save", running, 1), answer_to(running))

    page = signed_in(running.candidate).get(address("sitting", running), follow=True)

    assert page.redirect_chain[-1][0] == address("question", running, 2)
    assert "1 av 10 besvarade" in page.content.decode()


def test_an_answer_given_is_shown_again(running):
    client = signed_in(running.candidate)
    client.post(address("save", running, 1), answer_to(running))

    page = client.get(address("question", running, 1)).content.decode()

    assert any(mark in page for mark in ('checked=""', 'selected=""', 'value="1'))


def test_the_older_of_two_tabs_is_shown_the_newer_answer_and_told(running):
    client = signed_in(running.candidate)
    client.post(
        address("save", running, 1), {**answer_to(running), "page": "newer", "revision": "0"}
    )

    page = client.post(
        address("question", running, 1), {"page": "older", "revision": "0", "do": "2"}
    )

    assert page.status_code == 409
    assert "i en annan flik" in page.content.decode()
    assert Answer.objects.get().revision == 1


def test_the_page_shown_anew_says_why(running):
    page = signed_in(running.candidate).get(address("question", running, 1) + "?nyare")

    assert "i en annan flik" in page.content.decode()


def test_an_answer_not_offered_gets_a_clear_message_and_loses_nothing(running):
    client = signed_in(running.candidate)
    position = next(
        placed.position
        for placed in running.sitting.items.all()
        if "c1" in str(right_answer(placed))
    )
    posted = answer_to(running, position)
    client.post(address("save", running, position), posted)

    page = client.post(
        address("question", running, position), dict.fromkeys(posted, "c99") | {"do": "1"}
    )

    assert page.status_code == 422
    assert "Ditt förra svar finns kvar" in page.content.decode()
    assert Answer.objects.get().revision == 1


def test_too_long_an_answer_gets_a_clear_message(running):
    reply = signed_in(running.candidate).post(
        address("save", running, 1), {"RESPONSE": "x" * 20_000}
    )

    assert reply.status_code == 422
    assert "för långt" in reply.json()["message"]


def test_an_oversized_body_is_refused_and_the_answer_stays(running):
    client = signed_in(running.candidate)
    client.post(address("save", running, 1), answer_to(running))

    reply = client.post(
        address("save", running, 1),
        "RESPONSE=" + "x" * (3 * 1024 * 1024),
        content_type="application/x-www-form-urlencoded",
    )

    assert reply.status_code in {400, 413}
    assert Answer.objects.get().revision == 1


def test_after_the_deadline_saving_leads_to_the_end(running, clock):
    client = signed_in(running.candidate)
    clock.move_to(45)

    reply = client.post(address("save", running, 1), answer_to(running))

    assert (reply.status_code, reply.json()["go"]) == (410, address("done", running))
    assert "Tiden tog slut" in client.get(address("done", running)).content.decode()


def test_any_touch_after_the_deadline_hands_in(running, clock):
    client = signed_in(running.candidate)
    clock.move_to(46)

    client.get(address("question", running, 3))

    assert Sitting.objects.get().state == SittingState.FINISHED


def test_a_flag_and_a_cleared_answer_need_no_script(running):
    client = signed_in(running.candidate)
    posted = answer_to(running)

    client.post(address("question", running, 1), {**posted, "do": "flag"})
    client.post(address("question", running, 1), {**posted, "do": "clear"})

    assert running.sitting.items.get(position=1).is_flagged
    assert not any(Answer.objects.get().responses.values())


def test_the_review_says_how_many_questions_lack_an_answer(running):
    client = signed_in(running.candidate)
    client.post(address("save", running, 1), answer_to(running))

    page = client.get(address("review", running)).content.decode()

    assert "9 frågor saknar svar" in page


def test_handing_in_twice_shows_the_same_end(running):
    client = signed_in(running.candidate)

    first = client.post(address("hand_in", running), follow=True)
    second = client.post(address("hand_in", running), follow=True)

    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    assert "Provet är inlämnat" in second.content.decode()


@pytest.mark.parametrize("view", ["sitting", "done", "review", "result"])
def test_a_stranger_finds_no_sitting(running, view):
    stranger = an_account(a_person("Sven", "Främling"))

    page = signed_in(stranger).get(address(view, running))

    assert page.status_code == 404


def test_a_stranger_neither_reads_nor_answers_a_question(running):
    client = signed_in(an_account(a_person("Sven", "Främling")))

    read = client.get(address("question", running, 1))
    saved = client.post(address("save", running, 1), answer_to(running))

    assert (read.status_code, saved.status_code) == (404, 404)


def test_the_test_leader_never_sees_a_question(running):
    page = signed_in(running.leader).get(address("question", running, 1))

    assert page.status_code == 404


def test_a_question_that_is_not_there_is_not_found(running):
    page = signed_in(running.candidate).get(address("question", running, 99))

    assert page.status_code == 404


def test_a_picture_is_served_while_the_sitting_runs_and_can_not_act(running):
    media = one_with_picture(running)
    client = signed_in(running.candidate)

    picture = client.get(address("picture", running, 1, media.name))

    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture["Content-Security-Policy"]


def test_a_picture_is_gone_when_the_sitting_is(running):
    media = one_with_picture(running)
    hand_in(running)

    picture = signed_in(running.candidate).get(address("picture", running, 1, media.name))

    assert picture.status_code == 404


def one_with_picture(running):
    """Put an item with a picture first in the form."""
    media = Media.objects.order_by("pk")[0]
    running.sitting.items.filter(item_version=media.item_version).delete()
    running.sitting.items.filter(position=1).update(item_version=media.item_version)
    return media
