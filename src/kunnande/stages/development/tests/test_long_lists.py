from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kunnande.stages.development import services
from kunnande.stages.development.models import NumbersRelease, ReleasedNumber
from kunnande.stages.development.services import Period, Terms
from kunnande.stages.development.tests.builders import a_course
from kunnande.stages.development.tests.test_pooling_web import Region

pytestmark = pytest.mark.django_db
FEW, MANY, ON_A_PAGE = 3, 60, 25


@pytest.fixture
def region(client):
    return Region(client)


def propose(region, count):
    """Propose groups until there are so many; companies can accept all of them."""
    first = (region.now + timedelta(days=14)).replace(hour=8, minute=0)
    day = timezone.localdate(region.now) + timedelta(days=7)
    terms = Terms("0680", 8, [Period(first, first + timedelta(hours=7))], day)
    for _number in range(count):
        made = services.propose_group(
            course=region.course, node=region.node, terms=terms, by=region.coordinator,
            at=region.now,
        )  # fmt: skip
        services.offer_proposal(proposal=made, by=region.trainer, at=region.now)


def read(region, user, name, *args):
    """Return a page and how often it asked the database."""
    region.get(user, name, *args)
    with CaptureQueriesContext(connection) as asked:
        page = region.client.get(region.address(name, *args))
    return page, len(asked)


@pytest.mark.parametrize(
    ("reader", "name", "rows"),
    [("coordinator", "demand", "proposals"), ("trainer", "proposed", "proposals")],
)
def test_proposals_are_read_a_page_at_a_time_and_asked_for_as_often(region, reader, name, rows):
    user = getattr(region, reader)
    propose(region, FEW)
    _few, once = read(region, user, name)
    propose(region, MANY - FEW)

    page, again = read(region, user, name)

    assert again == once
    assert len(page.context[rows].object_list) == ON_A_PAGE


def test_groups_to_join_are_read_a_page_at_a_time_and_asked_for_as_often(region):
    employer, company = region.shop.employer, region.shop.company.pk
    propose(region, FEW)
    _few, once = read(region, employer, "joint", company)
    propose(region, MANY - FEW)

    page, again = read(region, employer, "joint", company)

    assert again == once
    assert len(page.context["groups"].object_list) == ON_A_PAGE
    assert "?sida=2" in page.content.decode()


def test_demand_is_read_a_page_at_a_time_and_asked_for_as_often(region):
    made = NumbersRelease.objects.create(
        month=timezone.localdate(region.now).replace(day=1), made_at=region.now
    )
    need(region, made, range(FEW))
    _few, once = read(region, region.coordinator, "demand")
    need(region, made, range(FEW, MANY))

    page, again = read(region, region.coordinator, "demand")

    assert again == once
    assert len(page.context["rows"].object_list) == ON_A_PAGE
    assert "?behov=2" in page.content.decode()


def need(region, release, numbers):
    """Tell of a need of five in one more course for each number."""
    provider = region.course.provider
    ReleasedNumber.objects.bulk_create(
        ReleasedNumber(
            release=release,
            measure="demand",
            course=a_course(provider, region.trainer, region.now, id=f"B{number}"),
            municipality_code="0680",
            count=5,
            at_least=5,
        )
        for number in numbers
    )
