"""Every krona of a programme a second time, in plain SQL from the rows that were entered."""

from datetime import date

import pytest
from django.db import connection

from kunnande.stages.programme import services
from kunnande.stages.programme.queries.aid import get_headroom
from kunnande.stages.programme.queries.budget import get_budget
from kunnande.stages.programme.queries.claims import get_contents
from kunnande.stages.programme.tests.builders import JANUARY, MALE
from kunnande.stages.programme.tests.funded import FIRST, LATER, Budgeted, a_cost, some_hours

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 1)

# Code, budgeted, spent, claimed, promised and not used, and spent without a promise.
LINES = """
SELECT l.code,
  (SELECT coalesce(sum(a.amount_ore), 0) FROM programme_budgetamount a WHERE a.line_id = l.id
   AND a.grant_id = (SELECT g.id FROM programme_grantversion g
     WHERE g.programme_id = l.programme_id AND g.from_on <= %(on)s
     ORDER BY g.from_on DESC, g.number DESC LIMIT 1)),
  (SELECT coalesce(sum(e.amount_ore), 0) FROM programme_costentry e
   WHERE e.line_id = l.id AND e."on" <= %(on)s),
  (SELECT coalesce(sum(e.amount_ore), 0) FROM programme_costentry e
   JOIN programme_claimedcost c ON c.entry_id = e.id WHERE e.line_id = l.id),
  (SELECT coalesce(sum(greatest(p.amount_ore - (
     SELECT coalesce(sum(e.amount_ore), 0) FROM programme_costentry e
     WHERE e.commitment_id = p.id AND e."on" <= %(on)s), 0)), 0)
   FROM programme_commitment p WHERE p.line_id = l.id AND p."on" <= %(on)s),
  (SELECT coalesce(sum(e.amount_ore), 0) FROM programme_costentry e
   WHERE e.line_id = l.id AND e."on" <= %(on)s AND e.commitment_id IS NULL)
FROM programme_budgetline l WHERE l.programme_id = %(programme)s ORDER BY l.code
"""
# Months begun by the day, and those of the whole programme.
MONTHS = """
SELECT (SELECT count(*) FROM generate_series(date_trunc('month', p.from_on::timestamp),
          least(%(on)s::date, p.to_on)::timestamp, interval '1 month')),
       (SELECT count(*) FROM generate_series(date_trunc('month', p.from_on::timestamp),
          p.to_on::timestamp, interval '1 month'))
FROM programme_programme p WHERE p.id = %(programme)s
"""
HOURS = """
SELECT e.amount_ore, floor(e.minutes * r.amount / 60.0)::bigint FROM programme_costentry e
JOIN programme_datedrule r ON r.code = 'unit_cost_staff' AND r.from_on <= e."on"
 AND (r.to_on IS NULL OR r.to_on >= e."on")
WHERE e.minutes IS NOT NULL
"""
# Costs and corrections of the days between two.
CLAIM = """
SELECT coalesce(sum(e.amount_ore), 0) FROM programme_costentry e
JOIN programme_budgetline l ON l.id = e.line_id
WHERE l.programme_id = %(programme)s AND e."on" BETWEEN %(from_on)s AND %(to_on)s
"""
# Whole hours by person and month of occasions that a company released time for, and their worth.
COFINANCING = """
SELECT coalesce(sum(whole * rate), 0), coalesce(sum(whole), 0) FROM (
  SELECT sum(t.minutes) / 60 AS whole, min(r.amount) AS rate
  FROM development_attendedoccasion t
  JOIN development_enrolment e ON e.id = t.enrolment_id
  JOIN development_occasion o ON o.id = t.occasion_id
  JOIN programme_participation p ON p.person_id = e.person_id AND p.company_id = e.company_id
  JOIN programme_datedrule r ON r.code = 'cofinancing_an_hour'
   AND r.from_on <= o.starts_at::date AND (r.to_on IS NULL OR r.to_on >= o.starts_at::date)
  WHERE p.programme_id = %(programme)s
  GROUP BY p.id, date_trunc('month', o.starts_at AT TIME ZONE 'Europe/Stockholm')
) months
"""
AID = """
SELECT (SELECT coalesce(sum(ceil(a.value_ore * 10000.0 / r.amount)), 0)::bigint
        FROM programme_aidgrant a JOIN programme_engagement e ON e.id = a.engagement_id
        JOIN programme_datedrule r ON r.code = 'ore_for_100_euro'
         AND r.from_on <= a.granted_on AND (r.to_on IS NULL OR r.to_on >= a.granted_on)
        WHERE a.basis = 'de_minimis' AND e.company_id = %(company)s
        AND a.granted_on > %(on)s::date - interval '3 years'),
       (SELECT coalesce(sum(x.euro_cents), 0) FROM programme_earlieraid x
        JOIN programme_aiddeclaration d ON d.id = x.declaration_id
        WHERE d.company_id = %(company)s AND x.granted_on > %(on)s::date - interval '3 years')
"""


def recount(question, **told):
    with connection.cursor() as cursor:
        cursor.execute(question, told)
        return cursor.fetchall()


@pytest.fixture
def world():
    """Costs of two periods, one promised, one corrected, and hours at an uneven rate."""
    world = Budgeted()
    promise = services.Promise(FIRST, "Avtal", 5_000_01, "Avtal 3")
    order = services.commit_money(line=world.lines[1], promise=promise, **world.money)
    wrong = world.cost()
    world.cost(some_hours(437))
    world.cost(a_cost(amount_ore=1_999_99, commitment=order))
    world.sent = world.send(world.claim())
    world.cost(a_cost(on=LATER, amount_ore=77_77))
    correction = services.Correction(LATER, -34_57, "Fel moms", "Faktura 7")
    services.correct_cost(entry=wrong, correction=correction, **world.money)
    return world


def test_each_line_of_the_budget_is_its_raw_rows_to_the_ore(world):
    rows = get_budget(world.programme, on=ON).rows

    told = recount(LINES, on=ON, programme=world.programme.pk)

    assert [row[:5] for row in told] == [
        (row.line.code, row.budgeted, row.spent, row.claimed, row.committed) for row in rows
    ]
    assert told[1][1:5] == (40_000_00, 3_277_75, 3_234_55, 3_000_02)


def test_the_straight_line_is_what_was_spent_without_a_promise_by_months(world):
    budget = get_budget(world.programme, on=ON)

    ((behind, all_months),) = recount(MONTHS, on=ON, programme=world.programme.pk)
    lines = recount(LINES, on=ON, programme=world.programme.pk)

    assert (budget.months_behind, budget.months_ahead) == (behind, all_months - behind)
    assert [row.ahead for row in budget.rows] == [
        line[5] * (all_months - behind) // behind for line in lines
    ]
    assert budget.rows[1].ahead > 0


@pytest.mark.usefixtures("world")
def test_hours_cost_their_minutes_at_the_rate_of_the_day():
    rows = recount(HOURS)

    assert len(rows) == 1
    assert all(kept == counted for kept, counted in rows)


def test_a_sent_and_a_later_claim_ask_for_the_costs_of_their_days(world):
    later = world.claim()
    asked = {"programme": world.programme.pk}

    sums = [
        recount(CLAIM, from_on=one.from_on, to_on=one.to_on, **asked)[0][0]
        for one in (world.sent, later)
    ]

    assert [world.sent.cost_ore, get_contents(later).cost_ore] == sums
    assert sums[1] == 77_77 - 34_57


def test_a_claim_tells_of_the_raw_attendance_in_whole_hours_and_ore(world):
    participation, _user = world.participant(MALE)
    world.attend(participation, 239, 207)
    world.sign(participation)
    world.lock(participation)
    for _quarter in range(3):
        claim = world.send(world.claim())

    ((value, hours),) = recount(COFINANCING, programme=world.programme.pk)

    assert (claim.cofinancing_ore, claim.hours) == (value, hours)
    assert hours == 7


def test_state_aid_is_its_benefits_and_declared_aid_to_the_cent(world):
    earlier = [services.Earlier(date(2025, 2, 3), "Vinnova", 12_345)]
    told = {"signed_on": date(2026, 1, 10), "signatory": "Vera VD", "evidence": "Intyg 4"}
    declaration = services.Declaration(**told, earlier=earlier)
    services.declare_aid(
        company=world.company, declaration=declaration, by=world.economist, at=JANUARY
    )
    for value_ore in (1_000_01, 77_33):
        benefit = services.Benefit("de_minimis", "Validering", ON, value_ore)
        services.grant_aid(engagement=world.engagement, benefit=benefit, **world.money)

    headroom = get_headroom(world.company, on=ON)

    assert recount(AID, company=world.company.pk, on=ON) == [
        (headroom.granted_cents, headroom.declared_cents)
    ]
    assert headroom.granted_cents > 0
