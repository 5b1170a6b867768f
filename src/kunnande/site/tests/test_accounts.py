import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from kunnande.site.tests.builders import a_user, signed_in
from kunnande.stages.parties.tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


def test_signing_in_leads_to_the_page_that_was_asked_for():
    user = a_user()

    answer = Client().post(
        "/konto/logga-in/?next=/min-kompetens/",
        {"login": user.email, "password": PASSWORD, "next": "/min-kompetens/"},
    )

    assert answer.url == "/min-kompetens/"


def test_a_wrong_password_keeps_the_address_and_says_what_to_do():
    user = a_user()

    answer = Client().post("/konto/logga-in/", {"login": user.email, "password": "fel-ord-här"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{user.email}"' in page
    assert 'role="alert"' in page


def test_guessing_is_stopped():
    user = a_user()
    client = Client()
    guess = {"login": user.email, "password": "gissning"}

    pages = [client.post("/konto/logga-in/", guess).content.decode() for _ in range(6)]
    right = client.post("/konto/logga-in/", {"login": user.email, "password": PASSWORD})

    assert pages[0] != pages[-1]
    assert right.status_code == 200


def test_nobody_signs_up():
    assert Client().get("/konto/signup/").status_code == 404


def test_signing_out_takes_a_press_of_a_button():
    client = signed_in(a_user())

    client.get("/konto/logga-ut/")
    assert "_auth_user_id" in client.session
    client.post("/konto/logga-ut/")
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_a_link_in_the_mail():
    user = a_user()
    client = Client()

    client.post("/konto/glomt-losenord/", {"email": user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "stickmått-och-hammare", "password2": "stickmått-och-hammare"}
    client.post(form.request["PATH_INFO"], new)

    user.refresh_from_db()
    assert user.check_password("stickmått-och-hammare")


def guess(user, password):
    return Client().post("/konto/logga-in/", {"login": user.email, "password": password})


def test_whoever_guesses_too_often_is_stopped_even_with_the_right_password():
    user = a_user()

    for _guess in range(5):
        guess(user, "fel-ord-här")

    assert "_auth_user_id" not in guess(user, PASSWORD).client.session


def test_every_process_counts_the_same_attempts():
    user = a_user()

    guess(user, "fel-ord-här")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM site_attempts WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] > 0


def test_the_application_may_count_attempts(application_connection):
    row = ("a", "b", datetime(2026, 11, 20, tzinfo=UTC))

    application_connection.execute("INSERT INTO site_attempts VALUES (%s, %s, %s)", row)
    application_connection.execute("UPDATE site_attempts SET value = 'c' WHERE cache_key = 'a'")
    removed = application_connection.execute("DELETE FROM site_attempts WHERE cache_key = 'a'")

    assert removed.rowcount == 1


def test_who_has_no_account_is_not_told_apart():
    known, unknown = Client(), Client()

    answers = [
        known.post("/konto/glomt-losenord/", {"email": a_user().email}),
        unknown.post("/konto/glomt-losenord/", {"email": "ingen@exempel.se"}),
    ]

    assert answers[0].url == answers[1].url
    assert len(mail.outbox) == 1


def test_a_password_is_changed_by_who_knows_the_old_one():
    user = a_user()

    signed_in(user).post(
        "/konto/byt-losenord/",
        {"oldpassword": PASSWORD, "password1": "ny-hammare-99", "password2": "ny-hammare-99"},
    )

    user.refresh_from_db()
    assert user.check_password("ny-hammare-99")
