"""The company's plan: drafted from its numbers, changed by people, adopted version by version."""

from dataclasses import replace

import pytest

from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_member, an_organisation
from kunnande.stages.supply.models import Measure, MeasureKind, SupplyPlanState
from kunnande.stages.supply.queries.changes import tell_changes
from kunnande.stages.supply.queries.plans import find_next_step, find_plan, read_plan
from kunnande.stages.supply.services import coaching, plans
from kunnande.stages.supply.tests.builders import a_company

pytestmark = pytest.mark.django_db

YEAR = TODAY.year


@pytest.fixture
def company():
    made = a_company()
    made.role.people_needed = 2
    made.role.save()
    return made


def a_coach(email="coach@exempel.se"):
    node = an_organisation("Noden", kind=OrganisationKind.NODE)
    coach = a_member(node, Role.COACH)
    coach.email = email
    coach.save()
    return coach


def a_draft(company, by=None):
    return plans.draft_competence_plan(
        company=company.organisation, year=YEAR, by=by or company.chief, at=NOON
    )


def adopt(plan, company):
    return plans.adopt_competence_plan(plan=plan, by=company.chief, at=NOON)


def let_in(company):
    coach = a_coach()
    coaching.let_coach_in(
        company=company.organisation, email=coach.email, by=company.chief, at=NOON
    )
    return coach


def page_of(plan, *, tells_few=True):
    return read_plan(plan, tells_few=tells_few)


def test_a_draft_holds_a_measure_for_everything_short(company):
    a_statement(company.operator(), level=3)

    page = page_of(a_draft(company))

    first, *_others = [one for one in page.measures if not one.is_role]
    assert (first.needed, first.present, first.gap) == (2, 1, 1)
    assert next(one.present for one in page.measures if one.is_role) == 1


def test_a_draft_recruits_where_too_few_are_there_and_develops_where_enough_are(company):
    company.operator()
    few = {one.kind for one in page_of(a_draft(company)).measures}

    Measure.objects.all().delete()
    find_plan(company.organisation.pk).delete()
    company.operator("Vera", "Kopplin")
    enough = {one.kind for one in page_of(a_draft(company)).measures}

    assert (few, enough) == ({MeasureKind.RECRUIT}, {MeasureKind.DEVELOP})


def test_a_number_of_few_people_is_told_to_the_employer_and_not_to_a_coach(company):
    a_statement(company.operator(), level=3)
    plan = a_draft(company)

    told = [one.present for one in page_of(plan, tells_few=False).measures if not one.is_role]

    assert set(told) == {None}


def test_two_versions_can_not_be_subtracted_to_find_one_person(company):
    people = [company.operator("Vera", f"Kopplin{n}") for n in range(6)]
    company.role.people_needed = 9
    company.role.save()
    for person in people[:2]:
        a_statement(person, level=3)
    first = adopt(a_draft(company), company)
    a_statement(people[2], level=3)

    second = adopt(a_draft(company), company)

    outside = [presence_of(page_of(plan, tells_few=False)) for plan in (first, second)]
    assert outside == [[2, 0], [2, 0]]
    assert presence_of(page_of(second)) == [3, 0]


def presence_of(page):
    return [one.present for one in page.measures if not one.is_role]


def test_a_new_version_keeps_what_people_decided_and_counts_anew(company):
    person = company.operator()
    plan = a_draft(company)
    measure = plan.measures.filter(area__isnull=False)[0]
    choice = plans.MeasureChoice(MeasureKind.REDEPLOY, 2, "Från lagret", "Rut", cost_sek=5000)
    plans.change_measure(measure=measure, choice=choice, by=company.chief, at=NOON)
    adopt(plan, company)
    a_statement(person, level=3)

    newer = a_draft(company)

    kept = newer.measures.get(number=measure.number)
    assert (newer.version, kept.kind, kept.words, kept.cost_sek) == (
        2, MeasureKind.REDEPLOY, "Från lagret", 5000,
    )  # fmt: skip
    assert (measure.present, kept.present) == (0, 1)


def test_an_adopted_version_replaces_the_one_before_which_stays(company):
    first = adopt(a_draft(company), company)

    second = adopt(a_draft(company), company)

    first.refresh_from_db()
    assert (first.state, second.state) == (SupplyPlanState.REPLACED, SupplyPlanState.ADOPTED)
    assert find_plan(company.organisation.pk, YEAR, 1) == first


def test_an_adopted_plan_is_changed_by_a_new_version_only(company):
    plan = adopt(a_draft(company), company)

    with pytest.raises(plans.PlanAdoptedError):
        plans.change_plan_words(plan=plan, goals=["Nytt"], wheel={}, by=company.chief, at=NOON)


def test_what_an_adopted_measure_gave_is_said_until_a_new_version_replaces_it(company):
    company.operator()
    measure = adopt(a_draft(company), company).measures.all()[0]
    told = {"done_on": TODAY, "effect": "Två klarade provet.", "by": company.chief, "at": NOON}

    plans.follow_up_measure(measure=measure, **told)

    assert Measure.objects.get(pk=measure.pk).effect == "Två klarade provet."
    adopt(a_draft(company), company)
    with pytest.raises(plans.PlanReplacedError):
        plans.follow_up_measure(measure=Measure.objects.get(pk=measure.pk), **told)


def test_there_is_one_draft_at_a_time(company):
    a_draft(company)

    with pytest.raises(plans.DraftUnderWayError):
        a_draft(company)


def test_a_measure_is_about_what_the_roles_ask_for(company):
    plan = a_draft(company)

    with pytest.raises(plans.UnknownNeedError):
        plans.add_measure(
            plan=plan, area_id=10**9, choice=plans.MeasureChoice("develop", 1),
            by=company.chief, at=NOON,
        )  # fmt: skip


def test_a_coach_let_in_drafts_and_the_company_adopts(company):
    coach = let_in(company)

    plan = a_draft(company, by=coach)

    with pytest.raises(plans.NotYourPlanError):
        plans.adopt_competence_plan(plan=plan, by=coach, at=NOON)
    assert adopt(plan, company).state == SupplyPlanState.ADOPTED


def test_a_coach_who_is_let_in_no_longer_neither_drafts_nor_writes(company):
    coach = let_in(company)
    given = company.organisation
    standing = coaching.Coaching.objects.get(company=given)
    coaching.write_coach_note(company=given, words="Möte.", next_step="Roller.", by=coach, at=NOON)

    coaching.end_coaching(coaching=standing, by=company.chief, at=NOON)

    with pytest.raises(plans.NotYourPlanError):
        a_draft(company, by=coach)
    with pytest.raises(plans.NotYourPlanError):
        coaching.write_coach_note(company=given, words="x", next_step="y", by=coach, at=NOON)


def test_a_coach_is_not_let_in_by_a_coach_nor_anybody_as_one(company):
    with pytest.raises(plans.NotYourPlanError):
        coaching.let_coach_in(
            company=company.organisation, email="coach@exempel.se", by=a_coach(), at=NOON
        )
    with pytest.raises(coaching.NotACoachError):
        coaching.let_coach_in(
            company=company.organisation, email=company.chief.email, by=company.chief, at=NOON
        )


def test_the_wheel_of_an_adopted_plan_shows_what_is_next(company):
    plan = a_draft(company)
    plans.change_plan_words(
        plan=plan, goals=[], wheel={2: "Roller", 9: "Kurser"}, by=company.chief, at=NOON
    )
    before = find_next_step(page_of(plan), TODAY.replace(month=3))

    page = page_of(adopt(plan, company))

    assert before is None
    assert find_next_step(page, TODAY.replace(month=3, day=1)) == (9, "Kurser")
    assert find_next_step(page, TODAY.replace(month=10, day=1)) == (2, "Roller")


def test_two_versions_differ_in_words(company):
    company.operator()
    first = page_of(a_draft(company))
    line = replace(first.measures[0], responsible="Rut", cost_sek=900)
    second = replace(
        first, goals=("Flera kan svetsa.",), measures=(line, *first.measures[2:]), wheel=()
    )

    told = tell_changes(first, second)

    assert "Nytt mål: Flera kan svetsa." in told
    assert f"{line.name}: ansvarig var inte satt, är Rut." in told
    assert any(words.startswith("Åtgärden är borta: ") for words in told)
    assert any(words.endswith("är ingenting.") for words in told)
    assert tell_changes(first, first) == []
