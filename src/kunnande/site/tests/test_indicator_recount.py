"""Every indicator of every set a second time, by gender, in plain SQL from the raw rows."""

from datetime import date, timedelta

import pytest
from django.db import connection

from kunnande.site.content.programmes import publish_programme_terms, read_terms
from kunnande.stages.credentials.tests.builders import a_certificate
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.tests.builders import NOON, a_service_user, an_account
from kunnande.stages.programme import services
from kunnande.stages.programme.models import IndicatorSet, Participation
from kunnande.stages.programme.queries.indicators import get_figure, list_figures
from kunnande.stages.programme.tests.builders import BEGINS, JANUARY, Funded
from kunnande.stages.programme.tests.funded import LATER, Budgeted, a_cost

pytestmark = pytest.mark.django_db

ON = date(2026, 12, 1)
SETS = ("esf_2014_2020", "react_eu", "esf_plus")
# What is known of everybody, then code by code whether they count.
RECOUNT = """
WITH known AS (
  SELECT p.id, p.person_id, coalesce(g.gender, p.gender) AS gender, p.education,
         p.left_on, p.entered_on,
         coalesce(p.age_at_entry, -1) AS age,
         coalesce(bool_or(s.status IN ('unemployed', 'long_term_unemployed')), false) AS jobless,
         coalesce(bool_or(s.status = 'long_term_unemployed'), false) AS long_term,
         coalesce(bool_or(s.status = 'outside'), false) AS outside,
         count(s.id) = 0 OR bool_or(s.status IN ('employed', 'short_time', 'laid_off', 'notified',
                                                 'dismissed', 'self_employed')) AS at_work
  FROM programme_participation p
  LEFT JOIN parties_labourspell s ON s.person_id = p.person_id AND s.from_on <= p.entered_on
       AND (s.to_on IS NULL OR s.to_on >= p.entered_on)
  LEFT JOIN parties_statedgender g ON g.person_id = p.person_id AND g.stated_on <= '2026-12-01'
  GROUP BY p.id, g.gender
), asked AS (
  SELECT f.participation_id AS id,
         bool_or(f.moment = 'leaving' AND a.choice = 'job_seeker') AS seeks,
         bool_or(f.moment = 'leaving' AND a.question = 'studies' AND a.choice = 'yes') AS studies,
         bool_or(f.moment = 'leaving' AND a.choice IN ('employed', 'self_employed')) AS works,
         bool_or(f.moment = 'later' AND a.choice IN ('employed', 'self_employed')) AS works_later,
         bool_or(f.moment = 'later' AND a.question = 'same_company' AND a.choice = 'yes') AS stayed,
         bool_or(f.moment = 'later' AND a.choice IN ('stable', 'full_time', 'more_demanding',
                                                     'promoted')) AS better
  FROM programme_followup f JOIN programme_followupanswer a ON a.follow_up_id = f.id
  GROUP BY f.participation_id
), awarded AS (
  SELECT k.id, min((c.awarded_at AT TIME ZONE 'Europe/Stockholm')::date - k.left_on) AS days
  FROM known k JOIN credentials_certificate c ON c.person_id = k.person_id
       AND c.kind = 'certificate'
       AND (c.awarded_at AT TIME ZONE 'Europe/Stockholm')::date >= k.entered_on
  WHERE NOT EXISTS (SELECT 1 FROM credentials_revocation r WHERE r.certificate_id = c.id)
  GROUP BY k.id
)
SELECT one.code, count(DISTINCT k.person_id) FILTER (WHERE k.gender = 'woman'),
       count(DISTINCT k.person_id) FILTER (WHERE k.gender = 'man'),
       count(DISTINCT k.person_id) FILTER (WHERE k.gender = 'other'),
       count(DISTINCT k.person_id) FILTER (WHERE k.gender = 'unknown')
FROM known k LEFT JOIN asked a ON a.id = k.id LEFT JOIN awarded w ON w.id = k.id
CROSS JOIN LATERAL (SELECT k.jobless OR k.outside AS idle) i
CROSS JOIN LATERAL (SELECT k.at_work AND NOT i.idle AS employed) e
CROSS JOIN LATERAL (VALUES
  ('CO01', k.jobless), ('CO02', k.long_term), ('CO03', k.outside), ('CO05', e.employed),
  ('CO06', k.age BETWEEN 0 AND 24), ('CO07', k.age > 54), ('CO08', k.age > 54 AND i.idle),
  ('CO09', k.education = 'isced_0_2'), ('CO10', k.education = 'isced_3_4'),
  ('CO11', k.education = 'isced_5_8'), ('CR01', k.outside AND a.seeks), ('CR02', a.studies),
  ('CR03', w.days <= 30), ('CR04', i.idle AND a.works), ('CR06', i.idle AND a.works_later),
  ('CR07', e.employed AND a.better), ('CR08', k.age > 54 AND i.idle AND a.works_later),
  ('CV31', true), ('CVR1', e.employed AND a.stayed AND a.works_later), ('CVR2', w.days <= 30),
  ('EECO01', true), ('EECO02', k.jobless), ('EECO03', k.long_term), ('EECO04', k.outside),
  ('EECO05', e.employed), ('EECO06', k.age BETWEEN 0 AND 17),
  ('EECO07', k.age BETWEEN 18 AND 29), ('EECO08', k.age >= 55),
  ('EECO09', k.education = 'isced_0_2'), ('EECO10', k.education = 'isced_3_4'),
  ('EECO11', k.education = 'isced_5_8'), ('EECR01', k.outside AND a.seeks),
  ('EECR02', a.studies), ('EECR03', w.days <= 28), ('EECR04', i.idle AND a.works),
  ('EECR05', i.idle AND a.works_later), ('EECR06', e.employed AND a.better)
) AS one (code, met)
WHERE one.met GROUP BY one.code
"""
COMPANIES = """
SELECT count(DISTINCT p.company_id) FROM programme_participation p
JOIN programme_engagement e ON e.company_id = p.company_id AND e.programme_id = p.programme_id
WHERE e.size = ANY(%s)
"""
OF_COMPANIES = {
    "CO23": ["micro", "small", "medium"],
    "CV33": ["micro", "small", "medium", "large"],
    "EECO19": ["micro", "small", "medium"],
}
# The costs of claims that were sent by a day, in öre.
OF_MONEY = "CV30"
MONEY = """
SELECT coalesce(sum(e.amount_ore), 0) FROM programme_claimedcost k
JOIN programme_costentry e ON e.id = k.entry_id JOIN programme_paymentclaim c ON c.id = k.claim_id
WHERE c.programme_id = %s AND c.sent_at IS NOT NULL
AND (c.sent_at AT TIME ZONE 'Europe/Stockholm')::date <= %s
"""
# The lists of the three periods, by hand.
LISTS = {
    "esf_2014_2020": """CO01 CO02 CO03 CO04 CO05 CO06 CO07 CO08 CO09 CO10 CO11 CO15 CO16 CO17 CO18
        CO19 CO20 CO21 CO22 CO23 CR01 CR02 CR03 CR04 CR05 CR06 CR07 CR08 CR09 SE01""",
    "react_eu": "CV30 CV31 CV33 CVR1 CVR2",
    "esf_plus": """EECO01 EECO02 EECO03 EECO04 EECO05 EECO06 EECO07 EECO08 EECO09 EECO10 EECO11
        EECO12 EECO13 EECO14 EECO15 EECO16 EECO17 EECO18 EECO19 EECR01 EECR02 EECR03 EECR04 EECR05
        EECR06""",
}
GENDERS = ("woman", "man", "other", "unknown")
AGES = (17, 18, 24, 25, 29, 30, 54, 55, 56, None)
STATUSES = ("", "unemployed", "long_term_unemployed", "outside", "notified", "employed")
CHANGES = (["stable"], ["higher_pay"], ["promoted", "higher_pay"], ["nothing"], ["full_time"])
SITUATIONS = ("employed", "job_seeker", "self_employed", "other")
EDUCATIONS = ("isced_0_2", "isced_3_4", "isced_5_8", "unknown")


class Recounted(Funded):
    """Sixty people, every way of standing mixed with every age, gender and answer."""

    def __init__(self) -> None:
        super().__init__()
        publish_programme_terms(by=a_service_user(), at=NOON)
        for number in range(60):
            self.one(number)
        self.certified()

    def one(self, number: int) -> None:
        person = self.employee("")
        status = STATUSES[number % len(STATUSES)]
        if status:
            parties.begin_labour_spell(
                person=person, status=status, from_on=BEGINS, by=self.employer, at=NOON
            )
        gender, education = GENDERS[number % 4], EDUCATIONS[number // 3 % 4]
        entered = self.enter(person, gender=gender, education=education)
        if number % 7 == 3:
            stated = GENDERS[number % 3]
            parties.state_gender(gender=stated, by=an_account(person), at=NOON)
        age = AGES[number * 7 % len(AGES)]
        Participation.objects.filter(pk=entered.pk).update(age_at_entry=age)
        if number % 5 < 3:
            left = services.leave_programme(
                participation=entered, on=date(2026, 4, 30), reason="completed", **self.acting
            )
            self.ask(left, number)

    def ask(self, left: Participation, number: int) -> None:
        situation = [SITUATIONS[number // 5 % 4]]
        yes_or_no = ["yes" if number % 3 else "no"]
        for moment, answers in {
            "leaving": {"situation": situation, "studies": yes_or_no},
            "later": {
                "situation": situation,
                "same_company": yes_or_no,
                "change": CHANGES[number // 2 % len(CHANGES)],
            },
        }.items():
            services.answer_follow_up(
                participation=left, moment=moment, answers=answers, **self.acting
            )

    def certified(self) -> None:
        """Let somebody with a certificate have left so late ago that it counts."""
        person = a_certificate().certificate.person
        parties.employ(person=person, organisation=self.company, from_on=BEGINS, **self.acting)
        entered = self.enter(person, gender="woman")
        services.leave_programme(
            participation=entered,
            on=NOON.date() - timedelta(days=1),
            reason="completed",
            **self.acting,
        )

    def choose(self, code: str) -> None:
        on = BEGINS + timedelta(days=SETS.index(code))
        grant = services.Grant(on, people=60, amount_ore=1, source=f"Beslut {code}")
        version = services.enter_grant(programme=self.programme, grant=grant, **self.acting)
        chosen = IndicatorSet.objects.get(code=code)
        services.choose_indicator_set(grant=version, indicator_set=chosen, **self.acting)


def recount():
    """Return, code by code, how many women, men, others and unknown count; companies as one."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        counted = {code: tuple(counts) for code, *counts in cursor.fetchall()}
        for code, sizes in OF_COMPANIES.items():
            cursor.execute(COMPANIES, [sizes])
            counted[code] = cursor.fetchone()
    return counted


def list_counted(recounted):
    """Return every figure of every set that is counted here at all."""
    for code in SETS:
        recounted.choose(code)
        for one in list_figures(recounted.programme, on=ON):
            if one.total is not None and one.indicator.code in OF_COMPANIES:
                yield one.indicator.code, (one.total,)
            elif one.total is not None:
                yield one.indicator.code, (one.women, one.men, one.others, one.unknown)


def test_every_indicator_is_what_the_raw_rows_say_by_gender():
    recounted = Recounted()

    told = dict(list_counted(recounted))

    expected = recount()
    assert told == {code: expected.get(code, (0, 0, 0, 0)) for code in told}
    assert set(expected) <= set(told)
    assert {"CR03", "CR07", "CVR1", "EECR06", "CO08"} <= set(expected)


def test_everything_a_set_counts_is_recounted_here():
    counted = {
        one["code"]
        for told in read_terms("indicators")["sets"]
        for one in told["indicators"]
        if one["counted"] != "elsewhere"
    }

    assert all(f"('{code}'," in RECOUNT for code in counted - {*OF_COMPANIES, OF_MONEY})


def test_every_indicator_of_the_three_periods_is_there_in_both_languages():
    told = read_terms("indicators")["sets"]

    assert {one["code"]: {i["code"] for i in one["indicators"]} for one in told} == {
        code: set(codes.split()) for code, codes in LISTS.items()
    }
    assert all(
        one[field][language] and one["source"]
        for of_set in told
        for one in of_set["indicators"]
        for field in ("name", "definition")
        for language in ("sv", "en")
    )


def test_the_value_of_actions_is_the_costs_of_sent_claims_to_the_ore():
    world = Budgeted()
    publish_programme_terms(by=a_service_user(), at=NOON)
    on = BEGINS + timedelta(days=1)
    grant = services.Grant(on, people=10, amount_ore=105_000_00, source="Beslut 2")
    version = services.enter_grant(programme=world.programme, grant=grant, **world.acting)
    chosen = IndicatorSet.objects.get(code="react_eu")
    services.choose_indicator_set(grant=version, indicator_set=chosen, **world.acting)
    world.cost()
    wrong = world.cost(a_cost(amount_ore=777_77))
    world.send(world.claim())
    correction = services.Correction(LATER, -34_57, "Fel moms", "Faktura 7")
    services.correct_cost(entry=wrong, correction=correction, **world.money)
    world.cost(a_cost(on=LATER))

    before, sent = (
        get_figure(world.programme, OF_MONEY, on=day).value_ore
        for day in (JANUARY.date() - timedelta(days=1), JANUARY.date())
    )
    world.send(world.claim())
    later = get_figure(world.programme, OF_MONEY, on=JANUARY.date()).value_ore

    assert (before, sent) == (0, 1_234_56 + 777_77)
    assert later == recount_money(world.programme, JANUARY.date()) == sent - 34_57 + 1_234_56


def recount_money(programme, on):
    with connection.cursor() as cursor:
        cursor.execute(MONEY, [programme.pk, on])
        return cursor.fetchone()[0]
