from datetime import timedelta

import pytest
from django.utils import timezone

from kunnande.stages.parties.services import state_gender, take_back_gender
from kunnande.stages.parties.tests.builders import NOON, an_account
from kunnande.stages.programme.queries import count_reached
from kunnande.stages.programme.queries.indicators import get_figure
from kunnande.stages.programme.tests.builders import MALE
from kunnande.stages.programme.tests.measured import Measured

pytestmark = pytest.mark.django_db

STATED_ON = timezone.localdate(NOON)


@pytest.fixture
def measured():
    return Measured()


@pytest.fixture
def user(measured):
    person = measured.employee(MALE)
    measured.enter(person)
    return an_account(person)


def counted(measured, on):
    figure = get_figure(measured.programme, "IN", on=on)
    return figure.women, figure.men, figure.others


def test_what_somebody_says_goes_before_what_their_number_says(measured, user):
    state_gender(gender="other", by=user, at=NOON)

    assert counted(measured, STATED_ON) == (0, 0, 1)


def test_the_days_before_are_counted_as_they_were(measured, user):
    state_gender(gender="woman", by=user, at=NOON)

    assert counted(measured, STATED_ON - timedelta(days=1)) == (0, 1, 0)


def test_what_is_taken_back_counts_no_more(measured, user):
    state_gender(gender="woman", by=user, at=NOON)

    take_back_gender(by=user, at=NOON)

    assert counted(measured, STATED_ON) == (0, 1, 0)


def test_those_reached_are_counted_by_what_they_say(measured, user):
    state_gender(gender="woman", by=user, at=NOON)

    reached = count_reached(measured.programme, on=STATED_ON)

    assert (reached.women, reached.men) == (1, 0)
