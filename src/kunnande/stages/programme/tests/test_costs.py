from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kunnande.engines.tables import Sheet, write_workbook
from kunnande.stages.parties.tests.builders import a_service_user
from kunnande.stages.programme import services
from kunnande.stages.programme.models import BudgetLine, CostEntry
from kunnande.stages.programme.queries.budget import get_budget
from kunnande.stages.programme.tests.builders import ENDS, JANUARY, rule
from kunnande.stages.programme.tests.funded import FIRST, LINES, Budgeted, a_cost, some_hours
from kunnande.stages.trail.queries import find_broken_link, list_entries

pytestmark = pytest.mark.django_db
HEADER = ["Budgetrad", "Datum", "Vad", "Underlag", "Kronor", "Anställningsnummer", "Timmar"]


@pytest.fixture
def world():
    return Budgeted()


def test_an_hour_costs_what_the_rate_of_its_day_says(world):
    before = world.cost(some_hours(450, on=date(2026, 12, 31)))
    after = world.cost(some_hours(450, on=date(2027, 1, 1)))

    assert (before.amount_ore, after.amount_ore) == (450 * 44_901 // 60, 450 * 46_000 // 60)


def days_of_work(days):
    """Return costs of hours, each on a day of its own, and as many invoices."""
    worked = [some_hours(60, on=FIRST + timedelta(days=day), row=day + 1) for day in range(days)]
    return worked + [a_cost(row=days + day + 1) for day in range(days)]


def ask_to_enter(world, costs):
    with CaptureQueriesContext(connection) as asked:
        services.enter_costs(programme=world.programme, costs=costs, **world.money)
    return len(asked)


def test_many_costs_ask_as_often_as_few_and_each_is_in_the_trail(world):
    few = ask_to_enter(world, days_of_work(1))

    assert ask_to_enter(world, days_of_work(10)) == few


def test_each_of_many_costs_is_in_the_trail(world):
    made = services.enter_costs(programme=world.programme, costs=days_of_work(2), **world.money)

    told = [one for one in list_entries(world.programme.trail_name) if one.act == "cost_entered"]
    assert [(one.subject, one.facts["line"], one.facts["ore"]) for one in told] == [
        (one.trail_name, one.line_id, one.amount_ore) for one in made
    ]
    assert find_broken_link(world.programme.trail_name) is None


def test_only_the_day_without_a_rate_is_refused(world):
    late = rule("late_rate", 40_000, "ore", **{"from": FIRST})
    services.import_rules(package={"rules": [late]}, by=a_service_user(), at=JANUARY)
    BudgetLine.objects.create(
        programme=world.programme, code="9", name="Ny", kind="unit_cost", rate_code="late_rate"
    )
    days = [FIRST, FIRST - timedelta(days=1)]
    costs = [some_hours(60, line_code="9", on=on, row=row) for row, on in enumerate(days, start=2)]

    with pytest.raises(services.ImproperCostError) as refused:
        services.enter_costs(programme=world.programme, costs=costs, **world.money)

    (problem,) = refused.value.problems
    assert str(problem) == "Rad 3: Regeln late_rate har inget värde den 2026-01-14."


@pytest.mark.parametrize(
    ("cost", "rule"),
    [
        (a_cost(on=date(2025, 12, 31)), "utanför stödets tid"),
        (a_cost(on=ENDS), "när den finns"),
        (a_cost(line_code="9"), "finns inte"),
        (a_cost(evidence=" "), "underlag"),
        (a_cost(amount_ore=0), "mer än noll"),
        (a_cost(minutes=60, staff="1", amount_ore=5), "bara en enhetskostnad"),
        (some_hours(601), "högst 600"),
        (some_hours(60, staff=""), "anställningsnummer"),
        (some_hours(60, amount_ore=5), "räknas av timmarna"),
    ],
)
def test_a_cost_against_a_rule_is_refused_with_row_and_rule(world, cost, rule):
    with pytest.raises(services.ImproperCostError) as refused:
        services.enter_costs(programme=world.programme, costs=[a_cost(row=1), cost], **world.money)

    assert rule in str(refused.value)
    assert not CostEntry.objects.exists()


def test_hours_of_one_day_are_counted_together_with_those_entered_before(world):
    world.cost(some_hours(400))

    with pytest.raises(services.ImproperCostError, match="601 minuter samma dag"):
        world.cost(some_hours(201))


def test_a_line_takes_no_cost_after_it_is_closed(world):
    services.close_line(line=world.lines[1], on=date(2026, 2, 1), **world.money)

    with pytest.raises(services.ImproperCostError, match="stängd"):
        world.cost(a_cost(on=date(2026, 2, 2)))
    assert world.cost().pk


def test_a_month_that_a_sent_claim_covers_takes_no_cost(world):
    world.cost()
    world.send(world.claim())

    with pytest.raises(services.ImproperCostError, match="månaden är låst"):
        world.cost()
    entry = CostEntry.objects.get()
    entry.pk = None
    with pytest.raises(DatabaseError, match="claimed"), transaction.atomic():
        entry.save(force_insert=True)


def test_a_file_is_taken_in_whole(world):
    rows = [
        ["2", "2026-01-15", "Lokal", "Faktura 7", "1 234,56", "", ""],
        ["1", "2026-01-15", "Ledning", "Tidrapport", "", "417", "7,5"],
    ]
    content = write_workbook([Sheet("Kostnader", HEADER, rows)], created=JANUARY)

    made = services.import_costs(
        programme=world.programme, file_name="k.xlsx", content=content, **world.money
    )

    assert [one.amount_ore for one in made] == [123_456, 450 * 44_901 // 60]


def test_a_file_with_one_row_against_a_rule_saves_nothing_and_names_the_row(world):
    lines = [";".join(HEADER), "2;2026-01-15;Lokal;Faktura;100;;", "2;15/1;Lokal;Faktura;1;;"]

    with pytest.raises(services.ImproperCostError, match="Rad 3: datumet 15/1"):
        services.import_costs(
            programme=world.programme,
            file_name="k.csv",
            content="\n".join(lines).encode(),
            **world.money,
        )

    assert not CostEntry.objects.exists()


def test_a_correction_is_a_row_of_its_own_with_a_reason(world):
    entry = world.cost()
    wrong = services.Correction(FIRST, -34_56, "Moms", "Faktura 7")

    made = services.correct_cost(entry=entry, correction=wrong, **world.money)

    assert (made.corrects, made.line) == (entry, entry.line)
    more = services.Correction(FIRST, -1_200_01, "Moms", "Faktura 7")
    with pytest.raises(services.ImproperCostError, match="mindre än noll"):
        services.correct_cost(entry=entry, correction=more, **world.money)


def test_a_cost_is_never_changed(world):
    entry = world.cost()

    with pytest.raises(DatabaseError, match="append-only"):
        CostEntry.objects.filter(pk=entry.pk).update(amount_ore=1)


def test_a_budget_stays_within_its_grant_and_is_set_once(world):
    with pytest.raises(services.ImproperBudgetError, match="redan en budget"):
        services.set_budget(grant=world.grant, lines=LINES, **world.money)


def test_the_forecast_is_spent_promised_and_a_straight_line(world):
    promise = services.Promise(FIRST, "Utvärdering", 10_000_00, "Avtal 3")
    made = services.commit_money(line=world.lines[1], promise=promise, **world.money)
    world.cost(a_cost(amount_ore=4_000_00, commitment=made))
    world.cost(a_cost(amount_ore=1_000_01))

    budget = get_budget(world.programme, on=date(2026, 3, 31))

    row = budget.rows[1]
    assert (budget.months_behind, budget.months_ahead) == (3, 27)
    assert (row.budgeted, row.spent, row.committed) == (40_000_00, 5_000_01, 6_000_00)
    assert row.forecast == 5_000_01 + 6_000_00 + 1_000_01 * 27 // 3
