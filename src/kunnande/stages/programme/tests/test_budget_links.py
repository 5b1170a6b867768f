"""Each figure of the budget is followed to the list it sums, where it is found again."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse

from kunnande.stages.cases.tests.builders import signed_in
from kunnande.stages.programme import services
from kunnande.stages.programme.models import Commitment
from kunnande.stages.programme.queries.budget import get_budget, promises_of
from kunnande.stages.programme.tests.funded import FIRST, LATER, Budgeted, a_cost, some_hours

pytestmark = pytest.mark.django_db

FIGURE = re.compile(r'data-label="([^"]+)" class="n">(?:<a href="([^"]*)">)?([^<]+)<')


@pytest.fixture
def world():
    """Costs of two lines, one of them claimed; orders of two lines, one of them partly paid."""
    world = Budgeted()
    first, _second = (promise(world, line, ore) for line, ore in ((1, 5_000_00), (2, 700_00)))
    world.cost(some_hours(437))
    world.cost(a_cost(amount_ore=1_999_99, commitment=first))
    world.send(world.claim())
    world.cost(a_cost(on=LATER, amount_ore=77_77))
    return world


def promise(world, line, ore, on=FIRST):
    told = services.Promise(on, "Utvärdering", ore, f"Avtal {line}")
    return services.commit_money(line=world.lines[line], promise=told, **world.money)


def budget_of(world):
    return reverse("programme:budget", args=[world.programme.pk])


def read(world, address):
    """Return the part of a page that an address leads to; the whole where it names none."""
    parts = urlsplit(address)
    page = signed_in(world.economist).get(f"{parts.path}?{parts.query}").content.decode()
    if not parts.fragment:
        return page.partition("<main")[2]
    begun = page.partition(f'id="{parts.fragment}"')[2]
    return begun.partition("</section>")[0]


def figures_between(page, first, last):
    """Return label, address and figure of each cell between two marks."""
    part = page.partition(first)[2].partition(last)[0]
    return [(label, unescape(href), figure) for label, href, figure in FIGURE.findall(part)]


def test_each_total_leads_to_where_it_is_found_again(world):
    address = budget_of(world)

    totals = figures_between(read(world, f"{address}#rader"), "<tfoot>", "</tfoot>")

    assert [label for label, _href, _figure in totals] == [
        *("Budget", "Använt", "Begärt", "Prognos", "Kvar"),
    ]
    for label, href, figure in totals:
        assert href, label
        assert figure in read(world, urljoin(address, href)), label


def test_what_is_promised_leads_to_the_orders_it_sums_by_line_and_together(world):
    address = budget_of(world)
    forecast = read(world, f"{address}#prognos")

    promised = [one for one in figures_between(forecast, "<tbody>", "</table>") if "lov" in one[0]]

    nobreak = "\N{NO-BREAK SPACE}"
    assert [figure for _label, _href, figure in promised] == [
        *("0,00", f"3{nobreak}000,01", "700,00", f"3{nobreak}700,01")
    ]
    for _label, href, figure in promised[1:]:
        (total,) = figures_between(read(world, urljoin(address, href)), "<tfoot>", "</tfoot>")
        assert total[2] == figure
    assert "beställt" in read(world, urljoin(address, promised[0][1]))


def test_what_an_order_has_cost_leads_to_its_costs_alone(world):
    address = reverse("programme:budget_line", args=[world.lines[1].pk])
    orders = figures_between(read(world, f"{address}#utlovat"), "<tbody>", "</tbody>")

    (spent,) = [one for one in orders if one[1]]

    costs = read(world, urljoin(address, spent[1]))
    assert [one[2] for one in figures_between(costs, "<tbody>", "</tbody>")] == [spent[2]]
    assert [one[2] for one in figures_between(costs, "<tfoot>", "</tfoot>")] == [spent[2]]


def test_the_costs_of_an_order_that_is_not_there_are_not_found(world):
    address = reverse("programme:costs", args=[world.programme.pk])

    answer = signed_in(world.economist).get(address, {"bestallning": "999999"})

    assert answer.status_code == 404


def test_an_order_of_a_later_day_is_there_with_nothing_left(world):
    later = promise(world, 1, 9_000_00, on=LATER)
    before = LATER - timedelta(days=1)

    orders = promises_of(world.programme, on=before)

    assert [one.is_ahead for one in orders] == [one == later for one in orders]
    committed = get_budget(world.programme, on=before).total.committed
    assert sum(one.left for one in orders) == committed == 3_700_01


def test_more_cost_than_ordered_leaves_nothing_rather_than_less(world):
    order = Commitment.objects.get(amount_ore=700_00)
    world.cost(a_cost(line_code="3", on=LATER, amount_ore=800_00, commitment=order))

    left = {one.pk: one.left for one in promises_of(world.programme, on=date(2026, 12, 31))}

    assert left[order.pk] == 0
