import re

import pytest
from django.urls import reverse

from kunnande.site.home.work import list_sections
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_member
from kunnande.stages.programme.services import make_extract
from kunnande.stages.programme.tests.builders import JANUARY, Funded, Worked
from kunnande.stages.programme.tests.measured import Measured

pytestmark = pytest.mark.django_db


def section_of(user, at=NOON):
    (section,) = list_sections(get_viewer(user, on=TODAY), at=at)
    return section


def test_an_owner_is_told_whom_to_call():
    measured = Measured()
    measured.left()

    section = section_of(measured.leader)

    # On leaving, and six months after: both are due by now.
    assert section.step.heading == "2 samtal väntar"
    assert [row.state for row in section.lists[0].rows] == ["För sent", "I tid"]
    assert [(one.value, one.words) for one in section.numbers][:2] == [
        (1, "har börjat"),
        (10, "är målet"),
    ]


def test_an_economist_is_told_of_months_that_are_not_locked_and_then_of_the_file():
    worked = Worked()
    participation, _user = worked.participant()
    worked.attend(participation, 240)
    worked.sign(participation)

    before = section_of(worked.economist, at=JANUARY).step.heading
    worked.lock(participation)

    assert before == "1 månad väntar på sitt företag"
    assert "december 2026 är inte gjord" in section_of(worked.economist, at=JANUARY).step.heading


def test_an_evaluator_sees_the_extracts_that_were_made():
    measured = Measured()
    evaluator = a_member(measured.owner, Role.EVALUATOR)
    measured.enter(measured.employee())
    make_extract(programme=measured.programme, by=evaluator, at=NOON)

    (made,) = section_of(evaluator).lists

    assert [row.state for row in made.rows] == ["1 deltagare"]


@pytest.mark.parametrize(("name", "words"), [("overview", "Program"), ("companies", "Företag")])
def test_one_entry_of_the_menu_says_where_an_owner_is(client, name, words):
    client.force_login(Funded().leader)

    told = client.get(reverse(f"programme:{name}")).content.decode()

    assert re.findall(r'aria-current="page">([^<]*)', told) == [words]
