from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.stages.cases.tests.builders import signed_in
from kunnande.stages.programme import services
from kunnande.stages.programme.models import BudgetAmount, BudgetLine, Commitment, CostEntry
from kunnande.stages.programme.tests.builders import JANUARY
from kunnande.stages.programme.tests.funded import FIRST, Budgeted

pytestmark = pytest.mark.django_db

PROMISED = {"on": "2026-01-15", "words": "Lokal", "kronor": "100,50", "evidence": "Avtal 4"}
# What a page with every row filled in beforehand says of itself.
ALL_KNOWN = {"form-INITIAL_FORMS": "2"}
# Pages ask as often whether they show a few rows or many.
FEW, MANY = 3, 60


@pytest.fixture
def world():
    return Budgeted()


def second_decision(world):
    grant = services.Grant(date(2026, 6, 1), people=5, amount_ore=90_000_00, source="Beslut 2")
    return services.enter_grant(programme=world.programme, grant=grant, **world.acting)


def filled(*rows):
    sent = {"form-TOTAL_FORMS": str(len(rows) + 1), "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        for name, value in zip(("code", "name", "kind", "year", "kronor"), row, strict=True):
            sent[f"form-{number}-{name}"] = value
    return sent


def send(world, grant, sent):
    address = reverse("programme:set_budget", args=[world.programme.pk, grant.number])
    return signed_in(world.economist).post(address, sent)


def amounts(grant):
    rows = BudgetAmount.objects.filter(grant=grant).order_by("line__code", "year")
    return list(rows.values_list("line__code", "year", "amount_ore"))


def test_a_decision_is_divided_year_by_year_beside_the_earlier(world):
    grant = second_decision(world)
    rows = [("2", "Tjänster", "actual", "2026", "10,50"), ("2", "Tjänster", "actual", "2027", "20")]

    send(world, grant, filled(*rows, ("4", "Resor", "actual", "", "30")))

    assert amounts(grant) == [("2", 2026, 10_50), ("2", 2027, 20_00), ("4", None, 30_00)]
    assert len(amounts(world.grant)) == len(("1", "2 in 2026", "2 in 2027", "3"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("4", "", "actual", "", "30"), "måste fyllas i"),
        (("4", "Resor", "actual", "", "900001"), "mer än vad som beviljats"),
        (("1", "Personal", "actual", "", "30"), "Rad 1 var av ett annat slag"),
    ],
)
def test_a_budget_that_can_not_be_is_kept_on_the_page_with_what_to_mend(world, row, words):
    grant = second_decision(world)

    page = send(world, grant, filled(row)).content.decode()

    assert words in page
    assert f'value="{row[4]}"' in page
    assert amounts(grant) == []


def test_a_line_that_was_filled_in_and_is_emptied_is_no_line(world):
    grant = second_decision(world)
    empty = ("", "", "", "", "")

    send(world, grant, {**filled(empty, ("2", "Tjänster", "actual", "", "5")), **ALL_KNOWN})

    assert amounts(grant) == [("2", None, 5_00)]


def test_a_year_told_twice_is_refused(world):
    grant, row = second_decision(world), ("2", "Tjänster", "actual", "2026", "10")

    page = send(world, grant, filled(row, row)).content.decode()

    assert "Rad 2 står två gånger" in page
    assert amounts(grant) == []


def test_more_rows_keep_what_was_written_and_save_nothing(world):
    grant = second_decision(world)

    page = send(world, grant, {**filled(("4", "Resor", "", "", "x")), "more": "1"})

    assert 'value="Resor"' in page.content.decode()
    assert 'value="x"' in page.content.decode()
    assert amounts(grant) == []


def test_the_budget_leads_to_a_decision_nobody_has_divided(world):
    grant = second_decision(world)
    address = reverse("programme:set_budget", args=[world.programme.pk, grant.number])

    page = signed_in(world.economist).get(reverse("programme:budget", args=[world.programme.pk]))

    assert address in page.content.decode()


def test_an_order_is_written_in_and_shown_with_its_evidence(world):
    line = world.lines[1]
    address = reverse("programme:budget_line", args=[line.pk])

    page = signed_in(world.economist).post(address, PROMISED, follow=True).content.decode()

    assert Commitment.objects.get().amount_ore == 100_50
    assert "Avtal 4" in page
    assert "Beslut 1" in page


def test_an_order_outside_the_programme_is_kept_on_the_page_with_why(world):
    address = reverse("programme:budget_line", args=[world.lines[1].pk])

    page = signed_in(world.economist).post(address, {**PROMISED, "on": "2020-01-01"})

    assert "en dag i programmet" in page.content.decode()
    assert 'value="100,50"' in page.content.decode()
    assert not Commitment.objects.exists()


def test_a_line_with_later_costs_stays_open_and_says_so(world):
    line = world.lines[1]
    world.cost()
    address = reverse("programme:close_line", args=[line.pk])

    early = signed_in(world.economist).post(address, {"last_on": "2026-01-01"}).content.decode()
    signed_in(world.economist).post(address, {"last_on": FIRST.isoformat()})

    assert "har kostnader efter den dagen" in early
    assert BudgetLine.objects.get(pk=line.pk).closed_on == FIRST


def enter_costs(world, count):
    CostEntry.objects.bulk_create(
        CostEntry(
            line=world.lines[1],
            on=FIRST,
            words=f"Lokal {number}",
            amount_ore=1,
            evidence=f"Faktura {number}",
            entered_by=world.economist,
            entered_at=JANUARY,
        )
        for number in range(count)
    )


def add_lines(world, count):
    BudgetLine.objects.bulk_create(
        BudgetLine(programme=world.programme, code=f"{count}-{number}", name="Resor", kind="actual")
        for number in range(count)
    )


def count_queries(world, name, pk):
    client, address = signed_in(world.economist), reverse(f"programme:{name}", args=[pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize(("name", "add"), [("budget", add_lines), ("costs", enter_costs)])
def test_a_page_of_money_asks_as_often_for_many_rows_as_for_few(world, name, add):
    add(world, FEW)
    few = count_queries(world, name, world.programme.pk)
    add(world, MANY)

    assert count_queries(world, name, world.programme.pk) == few


def test_a_claim_asks_as_often_for_many_costs_as_for_few(world):
    claim = world.claim()
    enter_costs(world, FEW)
    few = count_queries(world, "claim", claim.pk)
    enter_costs(world, MANY)

    assert count_queries(world, "claim", claim.pk) == few
