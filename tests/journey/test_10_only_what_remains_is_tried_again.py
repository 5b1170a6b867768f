import pytest

from kunnande.stages.credentials.services import award_certificate
from kunnande.stages.decision.services import decide
from kunnande.stages.itembank.services import BankExhaustedError
from kunnande.stages.testing import services as testing

from .acts import plan, questions_of, sit_through, talk

pytestmark = pytest.mark.django_db

EVERYTHING = frozenset({"IT07", "IT08"})


@pytest.fixture(scope="module")
def again(declined, case, clock):
    """Amina's decided case, some days later."""
    clock.go_to(day=16)
    case.refresh_from_db()
    return case


@pytest.fixture(scope="module")
def second_sitting(again, around, amina, clock):
    sitting = plan(again, around, on_day=24, clock=clock)
    return sit_through(sitting, masters=EVERYTHING, by=amina, at=clock.go_to(day=24))


@pytest.fixture(scope="module")
def second_decision(second_sitting, again, around, clock):
    case = talk(again, around, day=25, clock=clock)
    return decide(case=case, by=around.enok, at=clock.go_to(day=26))


@pytest.fixture(scope="module")
def olle_tries_twice(second_decision, declined, around, olle, clock):
    """Olle's case after two sittings that showed neither area."""
    decide(case=declined, by=around.enok, at=clock.go_to(day=27))
    sitting = plan(declined, around, on_day=28, clock=clock)
    sit_through(sitting, by=olle, at=clock.go_to(day=28))
    talk(declined, around, day=29, clock=clock)
    decide(case=declined, by=around.enok, at=clock.go_to(day=30))
    return declined


def test_another_attempt_waits_as_many_days_as_the_rule_says(again, around, clock):
    with pytest.raises(testing.RetakeTooSoonError, match="1 oktober 2026"):
        plan(again, around, on_day=23, clock=clock)


def test_only_the_area_that_remains_is_tested(second_sitting):
    codes = [placed.area_version.area.code for placed in questions_of(second_sitting)]

    assert codes == ["IT08"] * 5


def test_no_item_is_given_twice(second_sitting, handed_in):
    first, second = (
        {placed.item_version.item_id for placed in questions_of(sitting)}
        for sitting in (handed_in, second_sitting)
    )

    assert not first & second


def test_with_both_areas_met_the_decision_is_a_certificate(second_decision, decision):
    assert second_decision.outcome == "certificate"
    assert second_decision.replaces == decision


def test_the_certificate_is_awarded(second_decision, around, clock):
    certificate = award_certificate(decision=second_decision, by=around.enok, at=clock.moment)

    assert certificate.kind == "certificate"


def test_whoever_plans_is_told_by_name_that_the_person_has_seen_the_bank(
    olle_tries_twice, around, clock
):
    with pytest.raises(BankExhaustedError, match="IT07 har 4 av 5"):
        plan(olle_tries_twice, around, on_day=42, clock=clock)
