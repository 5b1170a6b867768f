import pytest

from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.decision import queries, services
from kunnande.stages.decision.models import AreaOutcome, Outcome
from kunnande.stages.decision.tests.builders import (
    a_decided_case,
    a_talked_through_case,
    an_examiner,
)
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.ledger.services import Proof, state_competence
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import TODAY, a_service_user, an_organisation
from kunnande.stages.testing.tests.builders import a_finished_sitting, minutes
from kunnande.stages.trail.queries import list_entries, list_looks_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("right", "outcome"),
    [
        (("IT07", "IT08"), Outcome.CERTIFICATE),
        (("IT07",), Outcome.ATTESTATION_OF_PARTS),
        ((), Outcome.MAPPING_STATEMENT),
    ],
)
def test_the_outcome_follows_from_the_areas(right, outcome):
    planned = a_talked_through_case(right)

    decision = services.decide(case=planned.case, by=an_examiner(), at=minutes(90))

    assert decision.outcome == outcome


def test_a_met_area_rests_on_the_statement_that_shows_it():
    decided = a_decided_case(("IT07",))

    areas = {a.area_version.area.code: a for a in queries.list_decided_areas(decided.decision.pk)}

    assert areas["IT07"].statement.source == decided.planned.sitting.trail_name
    assert (areas["IT08"].outcome, areas["IT08"].statement) == (AreaOutcome.REMAINING, None)


def test_a_decision_ends_the_wait_and_is_in_the_trail():
    decided = a_decided_case()

    acts = [e.act for e in list_entries(decided.planned.case.trail_name)]

    assert decided.planned.case.state == CaseState.DECIDED
    assert acts[-1] == "decided"


def test_the_candidate_does_not_decide():
    planned = a_talked_through_case()

    with pytest.raises(services.NotIndependentError, match="själv"):
        services.decide(case=planned.case, by=planned.candidate, at=minutes(90))


def test_whoever_led_the_test_does_not_decide():
    planned = a_talked_through_case()

    with pytest.raises(services.NotIndependentError, match="lett provet"):
        services.decide(case=planned.case, by=planned.leader, at=minutes(90))


def test_whoever_held_the_talk_does_not_decide():
    planned, examiner = a_finished_sitting(), an_examiner()
    cases.hold_feedback_talk(
        case=planned.case, summary="", proposals={}, by=examiner, at=minutes(60)
    )

    with pytest.raises(services.NotIndependentError, match="återkopplingen"):
        services.decide(case=planned.case, by=examiner, at=minutes(90))


def test_a_colleague_does_not_decide():
    planned, examiner, company = a_talked_through_case(), an_examiner(), an_organisation()
    for person in (planned.candidate.person, examiner.person):
        parties.employ(
            person=person, organisation=company, from_on=TODAY, by=a_service_user(), at=minutes(1)
        )

    with pytest.raises(services.NotIndependentError, match="arbetsgivare"):
        services.decide(case=planned.case, by=examiner, at=minutes(90))


def test_whoever_acts_for_the_candidates_employer_does_not_decide():
    planned, examiner, company = a_talked_through_case(), an_examiner(), an_organisation()
    by, at = a_service_user(), minutes(1)
    parties.employ(
        person=planned.candidate.person, organisation=company, from_on=TODAY, by=by, at=at
    )
    parties.give_membership(user=examiner, organisation=company, role=Role.EMPLOYER, by=by, at=at)

    with pytest.raises(services.NotIndependentError, match="arbetsgivare"):
        services.decide(case=planned.case, by=examiner, at=minutes(90))


def test_a_case_waits_for_its_feedback_talk():
    planned = a_finished_sitting()

    with pytest.raises(services.WrongStateError):
        services.decide(case=planned.case, by=an_examiner(), at=minutes(90))


def test_a_case_is_decided_once():
    decided = a_decided_case()

    with pytest.raises(services.WrongStateError):
        services.decide(case=decided.planned.case, by=decided.examiner, at=minutes(91))


def test_a_decision_on_what_has_changed_since_is_refused():
    planned = a_talked_through_case(("IT07",))

    with pytest.raises(services.GroundsChangedError):
        services.decide(
            case=planned.case,
            shown_outcome=Outcome.CERTIFICATE,
            by=an_examiner(),
            at=minutes(90),
        )

    planned.case.refresh_from_db()
    assert planned.case.state == CaseState.FEEDBACK_GIVEN


@pytest.mark.parametrize(
    ("kind", "level", "outcome"),
    [
        (ProofKind.THEORY_TESTED, 2, Outcome.CERTIFICATE),
        (ProofKind.THEORY_TESTED, 1, Outcome.ATTESTATION_OF_PARTS),
        (ProofKind.EMPLOYER_ATTESTED, 4, Outcome.ATTESTATION_OF_PARTS),
    ],
)
def test_an_area_proved_earlier_counts_when_it_was_tested_at_the_level(kind, level, outcome):
    planned = a_talked_through_case(("IT07",))
    state_competence(
        person=planned.candidate.person,
        area_version_id=find_area_version("IT08").pk,
        level=level,
        proof=Proof(kind=kind, source="earlier:1"),
        by=a_service_user(),
        at=minutes(0),
    )

    decision = services.decide(case=planned.case, by=an_examiner(), at=minutes(90))

    assert decision.outcome == outcome


def test_after_a_retake_the_new_decision_replaces_the_old():
    decided = a_decided_case(("IT07",))
    case, by = decided.planned.case, a_service_user()
    for state in ("mapped", "test_planned", "testing", "tested", "feedback_given"):
        cases.move_case(case=case, to=state, by=by, at=minutes(100))

    again = services.decide(case=case, by=decided.examiner, at=minutes(200))

    assert again.replaces == decided.decision
    assert queries.find_decision_in_force(case.pk) == again


def test_reading_a_case_is_seen_by_the_candidate():
    planned, examiner = a_talked_through_case(), an_examiner()

    services.show_case_for_decision(case=planned.case, by=examiner, at=minutes(80))

    looks = list_looks_at(planned.candidate.person_id)
    assert [(look.viewer, look.page) for look in looks] == [(examiner.trail_name, "decision:case")]


def test_whoever_may_not_decide_sees_no_results():
    planned = a_talked_through_case()

    page = services.show_case_for_decision(case=planned.case, by=planned.leader, at=minutes(80))

    assert page.obstacle
    assert (page.areas, page.outcome) == ((), None)
    assert list_looks_at(planned.candidate.person_id) == []


def test_a_self_rating_is_shown_apart_from_the_proofs():
    planned = a_talked_through_case(("IT07",))

    page = services.show_case_for_decision(case=planned.case, by=an_examiner(), at=minutes(80))

    shown, rated = page.areas
    assert [proof.kind for proof in shown.proofs] == ["Teoriprov"]
    assert (rated.proofs, rated.self_rated_level) == ((), 2)


def test_reading_ones_own_decision_is_nobodys_look():
    decided = a_decided_case(("IT07",))

    page = services.show_decision(
        decision=decided.decision, by=decided.planned.candidate, at=minutes(95)
    )

    assert ([a.name for a in page.met], [a.name for a in page.remaining]) == (
        ["Område IT07"],
        ["Område IT08"],
    )
    assert list_looks_at(decided.planned.candidate.person_id) == []


def test_reading_anothers_decision_is_a_look():
    decided = a_decided_case()

    services.show_decision(decision=decided.decision, by=decided.examiner, at=minutes(95))

    looks = list_looks_at(decided.planned.candidate.person_id)
    assert [look.page for look in looks] == ["decision:show"]
