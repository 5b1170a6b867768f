from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.centres.queries import Accreditation
from kunnande.stages.centres.services import (
    CentreStoppedError,
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from kunnande.stages.credentials import queries, services
from kunnande.stages.credentials.models import Certificate
from kunnande.stages.credentials.tests.builders import AWARDED_AT, a_certificate, a_demo
from kunnande.stages.decision.tests.builders import a_decided_case
from kunnande.stages.parties.tests.builders import TODAY, a_service_user
from kunnande.stages.testing.tests.builders import minutes, signed_in

pytestmark = pytest.mark.django_db


def suspend(decided, on=TODAY):
    """Let the accreditation of the centre that tried the person rest from a day."""
    held = Accreditation.objects.get(centre=decided.planned.centre)
    acting = {"accreditation": held, "by": a_service_user(), "at": minutes(100)}
    suspend_accreditation(from_on=on, reason="other", **acting)
    return acting


def test_an_award_waits_while_the_centre_of_the_newest_proof_is_suspended():
    a_demo()
    decided = a_decided_case()
    acting = suspend(decided)
    award = {"decision": decided.decision, "by": decided.examiner}
    with pytest.raises(CentreStoppedError):
        services.award_certificate(at=AWARDED_AT, **award)

    lift_suspension(to_on=TODAY, **acting)

    assert services.award_certificate(at=AWARDED_AT + timedelta(days=1), **award)


def test_an_award_waits_when_the_accreditation_has_been_withdrawn():
    a_demo()
    decided = a_decided_case()
    withdraw_accreditation(
        accreditation=Accreditation.objects.get(centre=decided.planned.centre),
        on=TODAY,
        reason="other",
        by=a_service_user(),
        at=minutes(100),
    )

    with pytest.raises(CentreStoppedError):
        services.award_certificate(decision=decided.decision, by=decided.examiner, at=AWARDED_AT)


def test_a_certificate_stands_when_its_centre_is_suspended_later():
    awarded = a_certificate()
    suspend(awarded.decided)

    checked = queries.get_public_certificate(awarded.certificate.public_id, at=minutes(200))
    again = services.award_certificate(
        decision=awarded.decided.decision, by=awarded.decided.examiner, at=minutes(200)
    )

    assert again == awarded.certificate
    assert checked.claims is not None
    assert checked.revoked_at is None


def test_the_page_says_why_an_award_waits(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AWARDED_AT)
    a_demo()
    decided = a_decided_case()
    suspend(decided)

    page = signed_in(decided.examiner).post(
        reverse("credentials:award", args=[decided.decision.pk]), follow=True
    )

    assert "vilande" in page.content.decode()
    assert not Certificate.objects.exists()
