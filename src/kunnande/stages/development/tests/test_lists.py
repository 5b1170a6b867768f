"""Every list of plans and courses asks the database as much for a thousand rows as for ten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kunnande.stages.development.models import CourseArea, Enrolment, Occasion, Plan
from kunnande.stages.development.services import draft_plan, enrol, propose_plan
from kunnande.stages.development.tests.builders import Workplace, a_course, a_group, a_provider
from kunnande.stages.parties.models import Employment
from kunnande.stages.parties.tests.builders import NOON, TODAY
from kunnande.stages.parties.tests.lists import assert_asks_as_much, copies_of, many_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def workplace():
    return Workplace()


@pytest.fixture
def group():
    provider, user = a_provider()
    group = a_group(a_course(provider, user, NOON), user, NOON, seats=2000)
    group.user = user
    return group


def employees(company, count):
    people = many_people(count)
    Employment.objects.bulk_create(
        Employment(person=person, organisation=company, from_on=TODAY) for person in people
    )
    return people


def more_groups(group):
    def fill(count):
        later = ({"opened_at": NOON + timedelta(seconds=n)} for n in range(count))
        for copy in copies_of(group, later):
            for occasion in group.occasions.all():
                occasion.pk, occasion.group = None, copy
                occasion.save()

    return fill


def test_the_list_of_plans_that_are_shown(workplace):
    acting = {"by": workplace.user, "at": NOON}
    plan = draft_plan(person=workplace.person, company=workplace.company, case=None, **acting)
    plan = propose_plan(plan=plan, **acting)

    def fill(count):
        people = employees(workplace.company, count)
        copies_of(plan, ({"person_id": person.pk} for person in people))

    assert_asks_as_much(workplace.employer, "development:plans", fill=fill)

    assert Plan.objects.count() == 1000


def test_the_list_of_staff_in_courses(workplace, group):
    enrolment = enrol(
        group=group,
        person=workplace.person,
        company=workplace.company,
        by=workplace.employer,
        at=NOON,
    )

    def fill(count):
        people = employees(workplace.company, count)
        copies_of(enrolment, ({"person_id": person.pk} for person in people))

    args = (workplace.company.pk,)
    assert_asks_as_much(workplace.employer, "development:staff", *args, fill=fill)

    assert Enrolment.objects.count() == 1000


def test_the_lists_of_groups(workplace, group):
    fill = more_groups(group)

    assert_asks_as_much(workplace.user, "development:courses", fill=fill)

    assert Occasion.objects.count() == 2000


@pytest.mark.usefixtures("workplace")
def test_the_lists_of_a_providers_courses(group):
    (area,) = group.course.areas.all()

    def fill(count):
        known = group.course.pk + CourseArea.objects.count()
        codes = ({"code": f"K{known + n}"} for n in range(count))
        for copy in copies_of(group.course, codes):
            area.pk, area.course = None, copy
            area.save()

    assert_asks_as_much(group.user, "development:offered", fill=fill)

    assert CourseArea.objects.count() == 1000
