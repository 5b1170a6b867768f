from datetime import date, timedelta

import pytest

from kunnande.stages.parties.services import begin_labour_spell
from kunnande.stages.parties.tests.builders import NOON
from kunnande.stages.programme import services
from kunnande.stages.programme.queries.indicators import get_figure, list_figures
from kunnande.stages.programme.tests.builders import BEGINS, FEMALE, MALE
from kunnande.stages.programme.tests.measured import SETS, Measured, indicator

pytestmark = pytest.mark.django_db

ON = date(2026, 12, 1)


@pytest.fixture
def measured():
    return Measured()


def figure(measured, code, on=ON):
    found = get_figure(measured.programme, code, on=on)
    return found.women, found.men, found.others, found.total


def test_people_are_counted_by_gender_as_they_were_on_the_first_day(measured):
    measured.enter(measured.employee(FEMALE))
    measured.enter(measured.employee(MALE))
    measured.enter(measured.employee(""), gender="other")

    assert figure(measured, "IN") == (1, 1, 1, 3)


@pytest.mark.parametrize(
    ("age", "young", "old"), [(29, 1, 0), (30, 0, 0), (54, 0, 0), (55, 0, 1), (None, 0, 0)]
)
def test_age_is_that_of_the_first_day_and_bands_include_both_ends(measured, age, young, old):
    entered = measured.enter(measured.employee(""))
    entered.age_at_entry = age
    entered.save()

    assert figure(measured, "YOUNG")[3] == young
    assert figure(measured, "OLD")[3] == old


def test_education_is_what_was_stated_on_entering(measured):
    measured.enter(measured.employee(""), education="isced_3_4")
    measured.enter(measured.employee(""), education="isced_5_8")

    assert figure(measured, "SCHOOL")[3] == 1


def test_a_status_that_began_after_the_first_day_changes_no_figure(measured):
    person = measured.employee(FEMALE)
    begin_labour_spell(
        person=person,
        status="unemployed",
        from_on=BEGINS + timedelta(days=1),
        by=measured.employer,
        at=NOON,
    )

    measured.enter(person)

    assert figure(measured, "EMPLOYED")[3] == 1


def test_a_company_counts_once_however_many_of_its_people_take_part(measured):
    for _number in range(3):
        measured.enter(measured.employee(""))

    assert figure(measured, "SMALL") == (None, None, None, 1)


def test_what_nobody_here_collects_has_no_figure(measured):
    assert figure(measured, "HEALTH") == (None, None, None, None)


@pytest.mark.parametrize(
    ("change", "counts"),
    [(["stable"], 1), (["promoted", "higher_pay"], 1), (["higher_pay"], 0), (["nothing"], 0)],
)
def test_higher_pay_alone_is_no_improvement(measured, change, counts):
    left = measured.left()

    measured.answer(left, "later", NOON, situation=["employed"], change=change)

    assert figure(measured, "IMPROVED")[3] == counts


def test_a_figure_of_answers_says_how_many_have_been_reached(measured):
    left = measured.left()
    measured.left()
    measured.answer(left, "later", NOON, situation=["employed"], change=["stable"])

    found = get_figure(measured.programme, "IMPROVED", on=ON)

    assert (found.reached, found.to_reach) == (1, 2)


def test_nothing_is_counted_before_a_decision_has_chosen(measured):
    assert list_figures(measured.programme, on=BEGINS - timedelta(days=1)) == []


def test_a_later_decision_keeps_the_set_until_it_chooses_another(measured):
    later = services.enter_grant(
        programme=measured.programme,
        grant=services.Grant(date(2026, 6, 1), people=6, amount_ore=1, source="B2"),
        **measured.acting,
    )
    other = {**SETS["sets"][0], "code": "other", "indicators": [indicator("ONLY")]}
    (chosen,) = services.import_indicators(package={"sets": [other]}, **measured.acting)
    before = [one.indicator.code for one in list_figures(measured.programme, on=ON)]

    services.choose_indicator_set(grant=later, indicator_set=chosen, **measured.acting)

    assert before[0] == "IN"
    assert [one.indicator.code for one in list_figures(measured.programme, on=ON)] == ["ONLY"]
    with pytest.raises(services.SetChosenError):
        services.choose_indicator_set(grant=later, indicator_set=chosen, **measured.acting)


def test_a_condition_that_nothing_here_knows_is_refused_by_name(measured):
    odd = {**SETS["sets"][0], "code": "odd", "indicators": [indicator("ODD", shoe_size=44)]}

    with pytest.raises(services.ImproperIndicatorError, match=r"odd ODD.*shoe_size"):
        services.import_indicators(package={"sets": [odd]}, **measured.acting)
