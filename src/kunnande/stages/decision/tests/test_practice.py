"""What practice adds to a decision, where a product asks for it and where it does not."""

import pytest

from kunnande.stages.decision import services
from kunnande.stages.decision.queries import (
    AreaOutcome,
    list_grounds,
    list_ready_for_decision,
    list_tested_by,
)
from kunnande.stages.decision.tests.builders import a_talked_through_case, an_examiner
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import TODAY
from kunnande.stages.practice.tests.builders import (
    GOOD,
    HALF,
    a_locked_assessment,
    a_talked_through_assessment,
    let_practice_be_tried,
)
from kunnande.stages.testing.tests.builders import minutes

pytestmark = pytest.mark.django_db


def outcomes(case):
    return {g.area.code: g.outcome for g in list_grounds(case, on=TODAY)}


def test_an_area_assessed_in_practice_is_met_or_remains():
    practice = a_talked_through_assessment(HALF)

    assert outcomes(practice.case) == {"IT07": AreaOutcome.MET, "IT08": AreaOutcome.REMAINING}


def test_a_decision_rests_on_the_practical_statement():
    practice = a_talked_through_assessment(GOOD)

    decision = services.decide(case=practice.case, by=an_examiner(), at=minutes(90))

    kinds = {area.statement.kind for area in decision.areas.all()}
    assert kinds == {"practically_assessed"}


def test_whoever_assessed_may_not_decide():
    practice = a_talked_through_assessment()

    assert practice.assessors[0].pk in list_tested_by(practice.case.pk)


def test_a_case_does_not_wait_for_a_decision_before_the_practical_talk():
    practice = a_locked_assessment()
    examiner = an_examiner()

    assert list_ready_for_decision(get_viewer(examiner, on=TODAY)) == []
    with pytest.raises(services.WrongStateError):
        services.decide(case=practice.case, by=examiner, at=minutes(90))


@pytest.mark.parametrize(
    ("required", "outcome"), [(True, AreaOutcome.REMAINING), (False, AreaOutcome.MET)]
)
def test_theory_alone_meets_an_area_only_where_practice_is_not_asked_for(required, outcome):
    planned = a_talked_through_case()

    let_practice_be_tried(planned.case.product_version, required=required)

    assert set(outcomes(planned.case).values()) == {outcome}
