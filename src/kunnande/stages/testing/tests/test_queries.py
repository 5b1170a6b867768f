from __future__ import annotations

import pytest

from kunnande.stages.itembank.tests.builders import a_form, some_blueprints
from kunnande.stages.parties.queries import Viewer, get_viewer
from kunnande.stages.parties.tests.builders import TODAY, a_person, an_account
from kunnande.stages.testing import jobs, queries
from kunnande.stages.testing.models import Sitting
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_finished_sitting,
    a_planned_sitting,
    a_running_sitting,
    minutes,
)


@pytest.mark.django_db
def test_a_person_and_the_centres_test_leaders_see_a_sitting_and_nobody_else():
    planned = a_planned_sitting()
    _centre, other_leader = a_centre("Grannens testcenter")
    users = [planned.candidate, planned.leader, other_leader, an_account(a_person())]

    seen = [queries.sittings_visible_to(get_viewer(user, on=TODAY)).count() for user in users]

    assert seen == [1, 1, 0, 0]


@pytest.mark.django_db
def test_a_viewer_without_a_person_owns_no_sitting():
    planned = a_planned_sitting()

    with pytest.raises(Sitting.DoesNotExist):
        queries.get_own_sitting(planned.sitting.pk, Viewer(user_id=0, person_id=None))


@pytest.mark.django_db
def test_a_form_that_can_not_be_planned_is_listed_with_what_is_missing():
    planned = a_planned_sitting()
    some_blueprints(a_form("long", items=19))

    choices = queries.list_form_choices(planned.case, on=TODAY)

    assert [(c.name, c.can_be_planned) for c in choices] == [
        ("Prov demo", True),
        ("Prov long", False),
    ]
    assert [area.code for area in choices[1].shortages] == ["IT07", "IT08"]


@pytest.mark.django_db
def test_a_sitting_is_found_while_it_is_open_and_listed_ever_after():
    planned = a_finished_sitting()

    assert queries.find_open_sitting(planned.case.pk) is None
    assert queries.list_sittings_of_case(planned.case.pk) == [planned.sitting]
    assert queries.list_sittings_of_person(planned.case.person_id) == [planned.sitting]


@pytest.mark.django_db
def test_points_are_read_without_empty_decimals():
    planned = a_finished_sitting(right=["IT07"])

    row = queries.list_area_results(planned.case.pk)[0]

    assert (str(row.points), str(row.maximum), str(row.points_needed)) == ("5", "5", "3.5")


@pytest.mark.django_db
def test_a_question_costs_few_questions_to_the_database(django_assert_max_num_queries):
    planned = a_running_sitting()

    with django_assert_max_num_queries(6):
        queries.get_question(planned.sitting, 1, media_prefix="/")


@pytest.mark.parametrize(
    ("points", "maximum", "expected"), [(0, 5, 14), (5, 5, 14), (4, 5, 16), (70, 100, 5)]
)
def test_fewer_points_to_judge_by_make_a_result_less_sure(points, maximum, expected):
    error = queries.standard_error_percent(points, maximum)

    assert error == expected


@pytest.mark.django_db
def test_the_job_hands_in_what_is_overdue(monkeypatch):
    a_running_sitting()
    monkeypatch.setattr("django.utils.timezone.now", lambda: minutes(50))

    closed = jobs.close_overdue_sittings(timestamp=0)

    assert closed == 1
    assert Sitting.objects.get().closed_by_deadline
