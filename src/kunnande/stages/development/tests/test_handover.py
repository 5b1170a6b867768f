import pytest

from kunnande.stages.development import services
from kunnande.stages.development.models import HandOver
from kunnande.stages.development.services import NotYourHandOverError, UnnamedRecipientError
from kunnande.stages.development.tests.builders import Workplace
from kunnande.stages.parties.tests.builders import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def workplace():
    return Workplace()


def hand_over(workplace, **changed):
    told = {"person": workplace.person, "recipient": "TSL", "by": workplace.user, "at": NOON}
    return services.make_hand_over(**{**told, "company": workplace.company, **changed})


def test_what_is_proven_and_what_remains_go_along(workplace):
    workplace.show("IT07", 2)

    package = hand_over(workplace)

    assert [(one.area, one.level) for one in package.proven] == [("Område IT07", 2)]
    assert [one.gap.name for one in package.remaining] == ["Område IT08"]


def test_own_ratings_never_go_along(workplace):
    workplace.show("IT07", 3, "self_rated")

    assert hand_over(workplace).proven == ()


def test_without_a_company_only_what_is_proven_goes_along(workplace):
    assert hand_over(workplace, company=None).remaining == ()


def test_nobody_asks_for_somebody_elses(workplace):
    with pytest.raises(NotYourHandOverError):
        hand_over(workplace, by=workplace.employer)
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("recipient", ["", "   ", "x" * 201])
def test_a_hand_over_says_for_whom(workplace, recipient):
    with pytest.raises(UnnamedRecipientError):
        hand_over(workplace, recipient=recipient)
