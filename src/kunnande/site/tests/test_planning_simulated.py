import pytest
from django.utils import timezone

from kunnande.site.simulation.run import simulate
from kunnande.stages.parties.queries import User, get_viewer
from kunnande.stages.supply.queries.plans import (
    find_plan,
    list_coach_notes,
    list_coached_companies,
    list_versions,
    read_plan,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_first_company_has_a_plan_worth_showing_and_a_coach_with_a_log():
    now = timezone.localtime()

    simulate(people=24, seed=1, now=now, port=8000, on_progress=lambda _done: None)

    coach = User.objects.get(email__startswith="coach@")
    (company,) = list_coached_companies(get_viewer(coach, on=now.date()))
    page = read_plan(find_plan(company.pk), tells_few=True)
    assert page.is_adopted
    assert page.measures[0].responsible
    assert page.done == 1
    assert list_versions(company.pk).count() == 2
    assert list_coach_notes(company.pk).count() == 3
