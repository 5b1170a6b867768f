from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kunnande.stages.framework.queries import Validity, find_area_version
from kunnande.stages.framework.services import set_validity_rule
from kunnande.stages.ledger.jobs import remind_of_renewal
from kunnande.stages.ledger.queries import ProofKind, list_due_reminders
from kunnande.stages.ledger.services import note_reminder
from kunnande.stages.ledger.tests.builders import a_statement, an_area_version_id
from kunnande.stages.parties.services import choose_language
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_person()


def a_rule(months=None, renewal_days=90):
    an_area_version_id()
    set_validity_rule(
        about=find_area_version("IT07").area,
        validity=Validity(shown_months=months, renewal_days=renewal_days),
        from_on=TODAY - timedelta(days=1),
        by=a_service_user(),
        at=NOON,
    )


def ending_in(person, days, **changed):
    return a_statement(person, valid_until=timezone.localdate() + timedelta(days=days), **changed)


def remind():
    return remind_of_renewal(timestamp=0)


def test_what_is_shown_counts_as_long_as_the_area_says(person):
    a_rule(months=24)

    assert a_statement(person).valid_until == TODAY.replace(year=TODAY.year + 2)


def test_an_own_rating_has_no_last_day(person):
    a_rule(months=24)

    assert a_statement(person, kind=ProofKind.SELF_RATED).valid_until is None


def test_somebody_is_reminded_once_in_the_window(person):
    an_account(person)
    ending_in(person, 90)

    assert (remind(), remind()) == (1, 0)
    assert len(mail.outbox) == 1


def test_nobody_is_reminded_before_the_window_the_area_has(person):
    a_rule(renewal_days=30)
    an_account(person)
    ending_in(person, 31)

    assert remind() == 0


def test_a_letter_says_nothing_of_what_ends_and_comes_in_the_persons_language(person):
    user = choose_language(language="en", by=an_account(person), at=NOON)
    ending_in(person, 10)

    remind()

    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert "Sign in" in letter.body
    assert "IT07" not in letter.body
    assert person.family_name not in letter.body


@pytest.mark.parametrize(
    "kept", [{"kind": ProofKind.SELF_RATED}, {"release_key": "case:1:1"}], ids=["own", "unreleased"]
)
def test_own_ratings_and_unreleased_results_remind_nobody(person, kept):
    ending_in(person, 10, **kept)

    assert list_due_reminders(on=timezone.localdate()) == []


def test_a_letter_that_does_not_go_is_tried_again(person, settings):
    an_account(person)
    ending_in(person, 10)
    usual, settings.EMAIL_BACKEND = (
        settings.EMAIL_BACKEND,
        "django.core.mail.backends.smtp.EmailBackend",
    )
    settings.EMAIL_PORT = 1

    assert remind() == 0
    settings.EMAIL_BACKEND = usual

    assert remind() == 1


def test_a_reminder_is_in_the_persons_chain_and_noted_once(person):
    statement = ending_in(person, 10)

    for _time in range(2):
        note_reminder(statement_ids=[statement.pk], window_days=90, by=a_service_user(), at=NOON)

    acts = [entry.act for entry in list_entries(person.trail_name)]
    assert acts.count("reminded") == 1
