"""A candidate who will not sign does not stop the result; that they did not, and why, stands."""

import pytest
from django.urls import reverse

from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON, a_member
from kunnande.stages.practice import services
from kunnande.stages.practice.models import AssessmentState
from kunnande.stages.practice.tests.builders import (
    GOOD,
    a_running_assessment,
    score,
    sign,
)
from kunnande.stages.testing.tests.builders import signed_in

pytestmark = pytest.mark.django_db

WHY = "Tycker att tiden var för kort."


def a_scored_assessment():
    practice = a_running_assessment()
    score(practice, GOOD)
    sign(practice)
    return practice


def close(practice, reason=WHY, by=None):
    return services.close_unsigned_assessment(
        assessment=practice.assessment, reason=reason, by=by or practice.assessors[0], at=NOON
    )


def test_a_protocol_the_candidate_will_not_sign_is_locked_with_the_reason():
    closed = close(a_scored_assessment())

    assert (closed.state, closed.unsigned_because) == (AssessmentState.LOCKED, WHY)
    assert closed.candidate_signed_at is None
    assert closed.results.filter(is_met=True).count() == 2


def test_closing_unsigned_states_why():
    with pytest.raises(services.UnsignedReasonMissingError):
        close(a_scored_assessment(), " ")


def test_the_assessors_sign_first():
    with pytest.raises(services.NotYourTurnToSignError):
        close(a_running_assessment())


def test_only_who_assesses_closes_unsigned():
    practice = a_scored_assessment()

    with pytest.raises(services.NotYourAssessmentError):
        close(practice, by=practice.leader)


def test_an_unlocked_protocol_may_be_signed_after_all():
    practice = a_scored_assessment()
    close(practice)
    examiner = a_member(practice.case.product_version.product.scheme.owner, Role.EXAMINER)
    unlock = {"assessment": practice.assessment, "reason": "Fel moment.", "at": NOON}

    services.unlock_assessment(**unlock, by=examiner)

    practice.assessment.refresh_from_db()
    assert practice.assessment.unsigned_because == ""


def test_the_assessor_closes_from_the_page_and_the_person_reads_why():
    practice = a_scored_assessment()
    address = reverse("practice:unsigned", args=[practice.assessment.pk])

    response = signed_in(practice.assessors[0]).post(address, {"reason": WHY})

    assert response.status_code == 302
    mine = reverse("practice:mine", args=[practice.assessment.pk])
    assert WHY in signed_in(practice.candidate).get(mine).content.decode()
