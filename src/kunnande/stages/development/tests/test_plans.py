from datetime import timedelta

import pytest

from kunnande.stages.development import services
from kunnande.stages.development.models import Party
from kunnande.stages.development.queries import gaps
from kunnande.stages.development.services import (
    ImproperStepError,
    NothingRemainsError,
    NotYourPlanError,
    PlanSettledError,
    StepChoice,
)
from kunnande.stages.development.tests.builders import Workplace, a_course, a_provider
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.services import end_employment
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    an_organisation,
)
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db
TESTED = ("theory_tested",)


@pytest.fixture
def workplace():
    return Workplace()


def test_what_is_shown_enough_is_no_gap(workplace):
    workplace.show("IT07", 2)

    assert [(gap.name, gap.why) for gap in workplace.gaps()] == [("Område IT08", "nothing")]


@pytest.mark.parametrize(
    ("level", "kind", "why"),
    [(1, "theory_tested", "level"), (2, "course_completed", "kind"), (3, "self_rated", "nothing")],
)
def test_a_gap_says_why_it_remains(workplace, level, kind, why):
    workplace.show("IT07", level, kind)

    assert workplace.gaps()[0].why == why


def test_what_is_shown_in_another_way_needs_a_test_only(workplace):
    workplace.show("IT07", 2, "course_completed")

    (first, _second) = gaps.suggest(workplace.gaps())

    assert (first.means, first.course_id) == ("test", None)


def test_a_course_that_leads_on_is_suggested_and_else_practice(workplace):
    provider, user = a_provider()
    course = a_course(provider, user, NOON)

    first, second = gaps.suggest(workplace.gaps())

    assert (first.means, first.course_id) == ("course", course.pk)
    assert second.means == "practice"


def test_a_plan_has_a_step_for_each_gap(workplace):
    plan = workplace.draft()

    steps = services.show_plan(plan=plan, by=workplace.user, at=NOON)

    assert [(step.shown_level, step.required_level) for step in steps] == [(0, 2), (0, 2)]


def test_a_new_draft_replaces_the_one_before(workplace):
    first, second = workplace.draft(), workplace.draft()

    first.refresh_from_db()
    assert (first.state, second.version) == ("replaced", 2)


def test_whoever_lacks_nothing_needs_no_plan(workplace):
    workplace.show("IT07", 2)
    workplace.show("IT08", 2)

    with pytest.raises(NothingRemainsError):
        workplace.draft()


def test_an_employer_sees_nothing_before_it_is_shown(workplace):
    plan = workplace.draft()

    with pytest.raises(NotYourPlanError):
        services.show_plan(plan=plan, by=workplace.employer, at=NOON)


def test_person_and_employer_agree_and_each_look_is_on_record(workplace):
    plan = services.propose_plan(plan=workplace.draft(), by=workplace.user, at=NOON)
    services.show_plan(plan=plan, by=workplace.employer, at=NOON)

    agreed = services.agree_plan(plan=plan, by=workplace.employer, at=NOON)

    assert agreed.state == "agreed"
    assert set(plan.agreements.values_list("party", flat=True)) == {Party.PERSON, Party.EMPLOYER}
    assert [look.page for look in list_looks_at(workplace.person.pk)] == ["development:plan"]


def test_another_employer_has_no_say(workplace):
    plan = services.propose_plan(plan=workplace.draft(), by=workplace.user, at=NOON)
    stranger = a_member(an_organisation("Andra AB"), Role.EMPLOYER)

    with pytest.raises(NotYourPlanError):
        services.agree_plan(plan=plan, by=stranger, at=NOON)


def test_an_employer_that_one_has_left_sees_nothing_more(workplace):
    plan = services.propose_plan(plan=workplace.draft(), by=workplace.user, at=NOON)
    employment = workplace.person.employments.get()
    end_employment(employment=employment, to_on=TODAY, by=workplace.employer, at=NOON)

    with pytest.raises(NotYourPlanError):
        services.show_plan(plan=plan, by=workplace.employer, at=NOON + timedelta(days=1))


def test_a_plan_that_is_shown_changes_only_when_taken_back(workplace):
    plan = services.propose_plan(plan=workplace.draft(), by=workplace.user, at=NOON)
    step, choice = plan.steps.first(), StepChoice("practice", words=" Öva med Bo. ")
    with pytest.raises(PlanSettledError):
        services.change_step(step=step, choice=choice, by=workplace.user, at=NOON)

    services.take_back_plan(plan=plan, by=workplace.user, at=NOON)

    changed = services.change_step(step=step, choice=choice, by=workplace.user, at=NOON)
    assert changed.words == "Öva med Bo."
    with pytest.raises(NotYourPlanError):
        services.show_plan(plan=plan, by=workplace.employer, at=NOON)


@pytest.mark.parametrize(
    "choice",
    [
        StepChoice("magic"),
        StepChoice("course"),
        StepChoice("practice", whose_time="nobody"),
        StepChoice("practice", words="x" * 501),
        StepChoice("practice", by_on=TODAY - timedelta(days=1)),
    ],
)
def test_an_improper_step_is_refused(workplace, choice):
    step = workplace.draft().steps.first()

    with pytest.raises(ImproperStepError):
        services.change_step(step=step, choice=choice, by=workplace.user, at=NOON)


def test_nobody_else_makes_a_persons_plan(workplace):
    with pytest.raises(NotYourPlanError):
        services.draft_plan(
            person=workplace.person, company=workplace.company, by=workplace.employer, at=NOON
        )
