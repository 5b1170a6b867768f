from datetime import timedelta

import pytest

from kunnande.stages.development.queries import gaps
from kunnande.stages.development.tests.builders import Workplace
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user
from kunnande.stages.requirements.services import Spell, exempt_from_area, suspend_in_area

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def workplace():
    return Workplace()


def deviate(workplace, act, to_on=None):
    act(
        organisation=workplace.company,
        person=workplace.person,
        area_id=find_area_version("IT07").area_id,
        spell=Spell("Arbetar inte vid maskinen", TODAY, to_on),
        by=a_service_user(),
        at=NOON,
    )


def test_what_the_company_exempts_from_is_no_gap(workplace):
    deviate(workplace, exempt_from_area)

    assert [gap.name for gap in workplace.gaps()] == ["Område IT08"]


def test_what_is_withdrawn_for_a_while_is_shown_again(workplace):
    workplace.show("IT07", 2)
    deviate(workplace, suspend_in_area, to_on=TOMORROW)

    (first, _second) = gaps.suggest(workplace.gaps())

    assert (first.gap.why, first.means) == ("withdrawn", "test")
