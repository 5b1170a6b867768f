import pytest

from kunnande.stages.cases.queries import list_proposals
from kunnande.stages.cases.services import WrongStateError
from kunnande.stages.decision.services import decide
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.ledger.queries import list_current, list_disclosed

from .acts import PROPOSAL
from .people import person_of

pytestmark = pytest.mark.django_db


def test_before_the_talk_the_company_sees_nothing_of_the_result(handed_in, company, amina, clock):
    shown = list_disclosed(company.pk, [person_of(amina).pk], on=clock.moment.date())

    assert shown == []


def test_before_the_talk_the_result_is_written_down_but_not_released(handed_in, amina, clock):
    statements = list_current([person_of(amina).pk], on=clock.moment.date())

    (tested,) = [s for s in statements if s.kind == "theory_tested"]
    assert not tested.is_released


def test_before_the_talk_nobody_decides(handed_in, case, around, clock):
    case.refresh_from_db()

    with pytest.raises(WrongStateError):
        decide(case=case, by=around.enok, at=clock.moment)


def test_the_talk_ends_in_a_proposal_for_what_remains(talked):
    (proposal,) = list_proposals(talked.pk)
    codes = {a.area_version_id: a.code for a in list_areas_of(talked.product_version_id)}

    assert (codes[proposal.area_version_id], proposal.text) == ("IT08", PROPOSAL)


def test_after_the_talk_the_company_sees_the_area_that_is_met(talked, company, amina, clock):
    shown = list_disclosed(company.pk, [person_of(amina).pk], on=clock.moment.date())

    assert [(s.kind, s.level) for s in shown] == [("theory_tested", 2)]
