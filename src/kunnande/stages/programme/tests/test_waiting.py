from datetime import date

import pytest

from kunnande.stages.programme.queries.waiting import (
    ToLock,
    ToSign,
    find_month_to_sign,
    list_months_to_lock,
)
from kunnande.stages.programme.tests.builders import JANUARY, MONTH, Worked

pytestmark = pytest.mark.django_db

ON = JANUARY.date()


@pytest.fixture
def worked():
    worked = Worked()
    worked.participation, _user = worked.participant()
    worked.attend(worked.participation, 240, 210)
    return worked


def test_a_month_with_hours_waits_for_the_person_until_they_sign(worked):
    person_id = worked.participation.person_id
    before = find_month_to_sign(person_id, on=ON)

    worked.sign(worked.participation)

    assert before == ToSign(worked.participation.pk, MONTH)
    assert find_month_to_sign(person_id, on=ON) is None


def test_a_month_opened_for_correction_waits_however_old_it_is(worked):
    worked.sign(worked.participation)
    worked.lock(worked.participation)

    worked.correct(worked.participation)

    much_later = date(2027, 9, 1)
    found = find_month_to_sign(worked.participation.person_id, on=much_later)
    assert found == ToSign(worked.participation.pk, MONTH)


def test_what_the_person_has_signed_waits_for_the_company_until_it_is_locked(worked):
    worked.sign(worked.participation)
    waiting = list_months_to_lock(worked.company.pk)

    worked.lock(worked.participation)

    assert waiting == [ToLock(MONTH, 1)]
    assert list_months_to_lock(worked.company.pk) == []
