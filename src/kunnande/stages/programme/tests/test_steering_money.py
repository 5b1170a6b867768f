from datetime import date

import pytest

from kunnande.stages.programme import services
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.money import get_money
from kunnande.stages.programme.queries.reports import list_chapters
from kunnande.stages.programme.tests.builders import BEGINS
from kunnande.stages.programme.tests.funded import LATER, Budgeted, a_cost
from kunnande.stages.programme.tests.test_web import page

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture
def world():
    world = Budgeted()
    grant = services.Grant(APRIL, people=6, amount_ore=90_000_00, source="Beslut 2")
    services.enter_grant(programme=world.programme, grant=grant, **world.acting)
    world.cost()
    world.cost(a_cost(on=LATER, amount_ore=200_01))
    world.send(world.claim())
    return world


def test_costs_belong_to_the_decision_that_applied_on_their_day(world):
    money = get_money(world.programme, on=LATER, grants=list_grants(world.programme))

    told = [(one.grant.number, one.spent, one.claimed) for one in money.grants]
    assert told == [(1, 1_234_56, 1_234_56), (2, 200_01, 0)]
    assert (money.budgeted_by.number, money.total.spent) == (1, 1_434_57)


def test_the_steering_page_shows_kronor_of_each_decision(world):
    told = page(world.leader, "steering", world.programme.pk).content.decode()

    assert "Kronor efter beslut" in told


def test_a_report_tells_the_kronor_of_decisions_and_lines(world):
    version = services.draft_report(
        programme=world.programme, kind="progress", from_on=BEGINS, to_on=LATER, **world.money
    )

    chapters = {one.key: dict(one.figures) for one in list_chapters(version)}

    assert "1\xa0234,56 använda" in chapters["money"]["Beslut nummer 1, kronor"]
    assert "2 Tjänster" in chapters["money"]
