"""What a coach reads first: the companies that let them in, and what their plans have left."""

from datetime import timedelta

import pytest

from kunnande.site.home.coach_work import get_coach_section
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import NOON, TODAY
from kunnande.stages.supply.services import coaching, plans
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.supply.tests.test_plans import a_coach, a_draft, adopt, let_in

pytestmark = pytest.mark.django_db


def section(coach):
    return get_coach_section(get_viewer(coach, on=TODAY), TODAY)


def an_adopted_measure(company, due_on):
    plan = a_draft(company)
    measure = plan.measures.filter(role__isnull=False)[0]
    choice = plans.MeasureChoice("recruit", 3, due_on=due_on)
    plans.change_measure(measure=measure, choice=choice, by=company.chief, at=NOON)
    adopt(plan, company)
    return measure


def test_a_coach_nobody_let_in_is_told_how_it_is_done():
    found = section(a_coach())

    assert found.step.heading == "Inget företag har släppt in dig än"
    assert [number.value for number in found.numbers] == [0, 0, 0]


def test_a_coach_is_led_to_the_meeting_that_comes_first():
    company = a_company()
    coach = let_in(company)
    coaching.write_coach_note(
        company=company.organisation,
        words="Gick igenom rollerna.",
        next_step="Bestäm målen.",
        next_on=TODAY + timedelta(days=3),
        by=coach,
        at=NOON,
    )

    step = section(coach).step

    assert (company.organisation.name in step.heading, step.text) == (True, "Bestäm målen.")


def test_a_coach_reads_which_measures_are_past_their_last_day_and_no_number_in_them():
    company = a_company()
    coach = let_in(company)
    late = an_adopted_measure(company, TODAY - timedelta(days=1))

    found = section(coach)

    _companies, measures = found.lists
    assert [(row.name, row.state, row.on) for row in measures.rows] == [
        (late.role.name, "Passerad", TODAY - timedelta(days=1))
    ]
    assert [number.value for number in found.numbers] == [1, 1, 1]


def test_what_is_done_or_only_drafted_is_not_due():
    company = a_company()
    coach = let_in(company)
    done = an_adopted_measure(company, TODAY)
    plans.follow_up_measure(measure=done, done_on=TODAY, effect="Klart.", by=company.chief, at=NOON)
    a_draft(company)

    assert section(coach).lists[1].rows == ()
