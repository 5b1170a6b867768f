"""Every list of practical tests asks the database as much for a thousand rows as for ten."""

import pytest
from django.utils import timezone

from kunnande.stages.cases.models import Case
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON, a_member
from kunnande.stages.parties.tests.lists import assert_asks_as_much, copies_of, many_people
from kunnande.stages.practice.models import Assessment, AssessorPart
from kunnande.stages.practice.tests.builders import a_locked_assessment, a_planned_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def more_assessments(practice):
    part = AssessorPart.objects.get(assessment=practice.assessment)

    def fill(count):
        cases = copies_of(practice.case, ({"person_id": one.pk} for one in many_people(count)))
        copies = copies_of(practice.assessment, ({"case_id": case.pk} for case in cases))
        copies_of(part, ({"assessment_id": copy.pk} for copy in copies))

    return fill


def test_the_list_of_practical_tests_at_a_centre():
    practice = a_planned_assessment()
    fill = more_assessments(practice)

    assert_asks_as_much(practice.leader, "practice:planning", fill=fill)

    assert Assessment.objects.count() == 1000


def test_the_list_of_those_who_can_do_a_practical_test():
    practice = a_planned_assessment()
    mapped = {"state": "mapped"}

    def fill(count):
        copies_of(practice.case, ({"person_id": one.pk, **mapped} for one in many_people(count)))

    assert_asks_as_much(practice.leader, "practice:planning", fill=fill)

    assert Case.objects.count() == 1000


def test_the_list_of_those_an_assessor_assesses():
    practice = a_planned_assessment()
    fill = more_assessments(practice)

    assert_asks_as_much(practice.assessors[0], "practice:assessing", fill=fill)


def test_the_list_of_locked_protocols():
    practice = a_locked_assessment()
    owner = practice.case.product_version.product.scheme.owner
    fill = more_assessments(practice)

    assert_asks_as_much(a_member(owner, Role.SCHEME_OWNER), "practice:locked", fill=fill)
