"""What has versions, links or ceilings a second time, in plain SQL from rows as entered."""

from datetime import date, timedelta

import pytest
from django.db import connection

from kunnande.stages.parties.tests.builders import an_organisation
from kunnande.stages.programme import services
from kunnande.stages.programme.models import Attestation
from kunnande.stages.programme.queries import Step
from kunnande.stages.programme.queries.aid import get_headroom, highest_percent
from kunnande.stages.programme.queries.board import get_board
from kunnande.stages.programme.queries.cofinancing import get_cofinancing
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.money import get_money
from kunnande.stages.programme.tests.builders import BEGINS, JANUARY, MALE, MONTH, rule
from kunnande.stages.programme.tests.funded import FIRST, LATER, Budgeted, a_cost

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 1)
CHANGED = date(2026, 4, 1)

# Decision by decision: costs of the days from it until the next, and those of sent claims.
GRANTS = """
SELECT g.number, coalesce(sum(e.amount_ore), 0),
       coalesce(sum(e.amount_ore) FILTER (WHERE k.id IS NOT NULL), 0)
FROM programme_grantversion g
LEFT JOIN programme_budgetline l ON l.programme_id = g.programme_id
LEFT JOIN programme_costentry e ON e.line_id = l.id AND e."on" >= g.from_on AND e."on" <= %(on)s
 AND NOT EXISTS (SELECT 1 FROM programme_grantversion n WHERE n.programme_id = g.programme_id
                 AND n.from_on > g.from_on AND n.from_on <= e."on")
LEFT JOIN programme_claimedcost k ON k.entry_id = e.id
WHERE g.programme_id = %(programme)s AND g.from_on <= %(on)s GROUP BY g.number ORDER BY g.number
"""
# How many people of how many, by the decision that applies.
REACHED = """
SELECT count(DISTINCT p.person_id), g.people, 100 * count(DISTINCT p.person_id) / g.people
FROM programme_grantversion g
LEFT JOIN programme_participation p ON p.programme_id = g.programme_id AND p.entered_on <= %(on)s
WHERE g.programme_id = %(programme)s AND g.from_on = (
  SELECT max(n.from_on) FROM programme_grantversion n
  WHERE n.programme_id = g.programme_id AND n.from_on <= %(on)s) GROUP BY g.people
"""
# A month's minutes as attendance is now, its whole hours, and their worth.
NOW = """
SELECT sum(t.minutes), sum(t.minutes) / 60, sum(t.minutes) / 60 * min(r.amount)
FROM programme_participation p
JOIN development_enrolment e ON e.person_id = p.person_id AND e.company_id = p.company_id
JOIN development_attendedoccasion t ON t.enrolment_id = e.id
JOIN development_occasion o ON o.id = t.occasion_id
JOIN programme_datedrule r ON r.code = 'cofinancing_an_hour' AND r.from_on <= %(month)s
 AND (r.to_on IS NULL OR r.to_on >= %(month)s)
WHERE p.id = %(participation)s
 AND date_trunc('month', o.starts_at AT TIME ZONE 'Europe/Stockholm')::date = %(month)s
"""
# Whom a company belongs with through links of latest declarations, and what all of them have had.
GROUP = """
WITH RECURSIVE latest AS (
  SELECT DISTINCT ON (d.company_id) d.id, c.organisation_number AS own
  FROM programme_aiddeclaration d JOIN parties_organisation c ON c.id = d.company_id
  WHERE d.signed_on <= %(on)s ORDER BY d.company_id, d.signed_on DESC, d.id DESC
), link AS (
  SELECT l.own AS one, k.organisation_number AS other
  FROM latest l JOIN programme_linkedcompany k ON k.declaration_id = l.id
), member AS (
  SELECT c.organisation_number::text AS number FROM parties_organisation c WHERE c.id = %(company)s
  UNION
  SELECT CASE WHEN k.one = m.number THEN k.other ELSE k.one END::text
  FROM member m JOIN link k ON m.number IN (k.one, k.other)
)
SELECT array_agg(DISTINCT m.number ORDER BY m.number),
  (SELECT coalesce(sum(ceil(a.value_ore * 10000.0 / r.amount)), 0)::bigint
   FROM programme_aidgrant a JOIN programme_engagement e ON e.id = a.engagement_id
   JOIN parties_organisation c ON c.id = e.company_id
   JOIN programme_datedrule r ON r.code = 'ore_for_100_euro' AND r.from_on <= a.granted_on
    AND (r.to_on IS NULL OR r.to_on >= a.granted_on)
   WHERE a.basis = 'de_minimis' AND c.organisation_number IN (SELECT number FROM member)
   AND a.granted_on > %(on)s::date - interval '3 years')
FROM member m
"""
# Of each benefit of training: the highest share by the day's rules, and the most it may be worth.
TRAINING = """
WITH rules AS (
  SELECT a.id, r.code, r.amount, row_number() OVER (PARTITION BY a.id, r.code
                                                    ORDER BY r.from_on DESC) AS place
  FROM programme_aidgrant a JOIN programme_datedrule r ON r.from_on <= a.granted_on
   AND (r.to_on IS NULL OR r.to_on >= a.granted_on) WHERE a.basis = 'gber31'
), share AS (
  SELECT a.id, a.eligible_ore, least(
    sum(r.amount) FILTER (WHERE r.code = 'training_aid'
      OR r.code = 'training_aid_disadvantaged' AND a.disadvantaged
      OR r.code = 'training_aid_medium' AND e.employees BETWEEN 50 AND 249
      OR r.code = 'training_aid_small' AND e.employees < 50),
    min(r.amount) FILTER (WHERE r.code = 'training_aid_most')) AS percent
  FROM programme_aidgrant a JOIN programme_engagement e ON e.id = a.engagement_id
  JOIN rules r ON r.id = a.id AND r.place = 1 GROUP BY a.id, a.eligible_ore
)
SELECT a.percent, s.percent::int, a.value_ore, s.eligible_ore * s.percent::int / 100
FROM programme_aidgrant a JOIN share s ON s.id = a.id ORDER BY a.id
"""


def recount(question, **told):
    with connection.cursor() as cursor:
        cursor.execute(question, told)
        return cursor.fetchall()


@pytest.fixture
def world():
    return Budgeted()


def change_the_grant(world):
    grant = services.Grant(CHANGED, people=6, amount_ore=90_000_00, source="Beslut 2")
    return services.enter_grant(programme=world.programme, grant=grant, **world.acting)


def test_each_decision_has_the_costs_of_its_own_days(world):
    world.cost()
    world.cost(a_cost(on=CHANGED - timedelta(days=1), amount_ore=55_55))
    world.send(world.claim())
    change_the_grant(world)
    for on in (CHANGED, LATER):
        world.cost(a_cost(on=on, amount_ore=777_77))

    money = get_money(world.programme, on=ON, grants=list_grants(world.programme))

    told = recount(GRANTS, programme=world.programme.pk, on=ON)
    assert told == [(one.grant.number, one.spent, one.claimed) for one in money.grants]
    assert told == [(1, 1_234_56 + 55_55, 1_234_56 + 55_55), (2, 2 * 777_77, 0)]


@pytest.mark.parametrize("on", [BEGINS, CHANGED])
def test_people_are_held_against_the_decision_of_the_day(world, on):
    change_the_grant(world)
    for _number in range(4):
        world.enter(world.employee(""))

    board = get_board(world.programme, on=on)

    ((people, target, percent),) = recount(REACHED, programme=world.programme.pk, on=on)
    assert (board.whole.people, board.whole.target, board.whole.percent) == (
        people,
        target,
        percent,
    )
    assert percent == (40 if on == BEGINS else 66)


def test_a_corrected_month_is_worth_what_attendance_says_now_in_all_claims_together(world):
    participation, _user = world.participant(MALE)
    enrolment = world.attend(participation, 239, 207)
    world.sign(participation)
    world.lock(participation)
    for _quarter in range(4):
        claim = world.send(world.claim())
    world.correct(participation)
    world.enter_minutes(enrolment, 119, 62)
    world.sign(participation)
    corrected = world.lock(participation)

    counted = get_cofinancing(world.programme, first_on=MONTH, last_on=MONTH)
    ((minutes, hours, value),) = recount(NOW, participation=participation.pk, month=MONTH)

    assert (corrected.minutes, counted.hours, counted.value_ore) == (minutes, hours, value)
    assert (minutes, hours) == (181, 3)
    assert claim.hours == 7
    assert Attestation.objects.filter(state="replaced").count() == 1


def test_linked_companies_are_one_undertaking_through_whoever_declared(world):
    sister, cousin, stranger = map(an_organisation, ("Syster", "Kusin", "Främling"))
    links = {sister: [world.company], cousin: [sister], stranger: [], world.company: []}
    engaged = {one: world.engage(one) for one in (sister, cousin, stranger)}
    for company, linked in links.items():
        declare(world, company, linked=[one.organisation_number for one in linked])
    for company, value in ((cousin, 1_000_01), (sister, 77_33), (stranger, 9_000_00)):
        give(world, engaged[company], value_ore=value)

    headroom = get_headroom(world.company, on=ON)

    told = recount(GROUP, company=world.company.pk, on=ON)
    assert told == [(list(headroom.group), headroom.granted_cents)]
    assert len(headroom.group) == 3


def test_a_link_taken_back_in_a_later_declaration_counts_no_more(world):
    sister, own = an_organisation("Syster"), world.company.organisation_number
    engagement = world.engage(sister)
    declare(world, sister, linked=[own])
    declare(world, sister, signed_on=date(2026, 6, 1))
    give(world, engagement, value_ore=1_000_01)

    headroom = get_headroom(world.company, on=ON)

    assert recount(GROUP, company=world.company.pk, on=ON) == [([own], 0)]
    assert (len(headroom.group), headroom.granted_cents) == (1, 0)


def test_training_aid_is_below_the_ceiling_of_size_group_and_day(world):
    later = {"rules": [rule("training_aid", 40, "percent", **{"from": date(2026, 6, 1)})]}
    services.import_rules(package=later, **world.acting)
    companies = [
        engage(world, f"Bolag {employees}", employees) for employees in (9, 49, 50, 249, 250)
    ]
    for engagement in companies:
        for disadvantaged in (False, True):
            for on in (FIRST, ON):
                give_the_most(world, engagement, on=on, disadvantaged=disadvantaged)

    rows = recount(TRAINING)

    assert len(rows) == 20
    assert all((kept, value) == (counted, most) for kept, counted, value, most in rows)
    assert sorted({kept for kept, *_rest in rows}) == [40, 50, 60, 70]


def give_the_most(world, engagement, *, on, disadvantaged):
    """Give the greatest benefit there may be, after one öre more was refused."""
    most = highest_percent(engagement.size, disadvantaged=disadvantaged, on=on) * 100
    share = {"on": on, "eligible_ore": 100_00, "disadvantaged": disadvantaged}
    with pytest.raises(services.NoHeadroomError):
        give(world, engagement, value_ore=most + 1, basis="gber31", **share)
    give(world, engagement, value_ore=most, basis="gber31", **share)


def declare(world, company, signed_on=date(2026, 1, 10), linked=()):
    told = services.Declaration(signed_on, "Vera VD", "Intyg 4", linked=linked)
    services.declare_aid(company=company, declaration=told, by=world.economist, at=JANUARY)


def give(world, engagement, *, value_ore, basis="de_minimis", on=ON, **changed):
    benefit = services.Benefit(basis, "Validering", on, value_ore, **changed)
    return services.grant_aid(engagement=engagement, benefit=benefit, **world.money)


def engage(world, name, employees):
    made = services.engage_company(
        programme=world.programme,
        company=an_organisation(name),
        employees=employees,
        on=BEGINS,
        node=world.node,
        **world.acting,
    )
    return world.step(made, Step.AID_CHECKED)
