import pytest
from django.db import Error, connection, transaction

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import WrongStateError, move_case
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_organisation,
)
from kunnande.stages.practice import services
from kunnande.stages.practice.models import PracticalAreaResult, Unlocking
from kunnande.stages.practice.queries import AssessmentState, Stage
from kunnande.stages.practice.tests.builders import (
    GOOD,
    HALF,
    a_locked_assessment,
    a_talked_through_assessment,
    score,
    sign,
    sign_as_candidate,
)

pytestmark = pytest.mark.django_db


def an_examiner():
    return a_member(an_organisation("Prövningsnämnden"), Role.EXAMINER)


def unlock(practice, by=None, reason="Fel moment poängsatt."):
    return services.unlock_assessment(
        assessment=practice.assessment, reason=reason, by=by or an_examiner(), at=NOON
    )


def practised(practice):
    current = list_current([practice.case.person_id], on=TODAY)
    return [s for s in current if s.kind == "practically_assessed"]


def test_unlocking_withdraws_what_was_shown_and_clears_the_signatures():
    practice = a_talked_through_assessment()

    unlock(practice)

    assert practised(practice) == []
    assert practice.standing.stage == Stage.SCORING
    assert [part.signed_at for part in practice.standing.parts] == [None]


def test_the_scheme_owner_may_unlock():
    practice = a_locked_assessment()
    owner = practice.case.product_version.product.scheme.owner

    unlock(practice, by=a_member(owner, Role.SCHEME_OWNER))

    assert practice.standing.assessment.state == AssessmentState.RUNNING


@pytest.mark.parametrize("who", ["leader", "candidate"])
def test_nobody_else_unlocks(who):
    practice = a_locked_assessment()

    with pytest.raises(services.MayNotUnlockError):
        unlock(practice, by=getattr(practice, who))


def test_another_scheme_owner_does_not_unlock():
    practice = a_locked_assessment()
    other = a_member(an_organisation("Annan modellägare"), Role.SCHEME_OWNER)

    with pytest.raises(services.MayNotUnlockError):
        unlock(practice, by=other)


def test_unlocking_has_a_reason():
    practice = a_locked_assessment()

    with pytest.raises(services.UnlockReasonMissingError):
        unlock(practice, reason="  ")


def test_nothing_is_unlocked_after_the_decision():
    practice = a_talked_through_assessment()
    move_case(case=practice.case, to=CaseState.DECIDED, by=a_service_user(), at=NOON)

    with pytest.raises(WrongStateError, match="överklagande"):
        unlock(practice)


def test_what_is_locked_again_waits_for_a_talk_of_its_own():
    practice = a_talked_through_assessment(HALF)
    unlock(practice)
    score(practice, GOOD)
    sign(practice)

    sign_as_candidate(practice)

    assert [s.is_released for s in practised(practice)] == [False, False]
    assert PracticalAreaResult.objects.filter(locking=1).count() == 2


def test_the_database_refuses_to_change_an_unlocking():
    practice = a_locked_assessment()
    unlock(practice)

    with pytest.raises(Error, match="append-only"), transaction.atomic():
        connection.cursor().execute("UPDATE practice_unlocking SET reason = 'Nytt'")
    assert Unlocking.objects.get().reason == "Fel moment poängsatt."
