from datetime import timedelta

import pytest
from django.urls import reverse

from kunnande.stages.centres.models import Accreditation, Authorisation
from kunnande.stages.centres.services import (
    NotAccreditedError,
    NotAuthorisedError,
    end_authorisation,
    suspend_accreditation,
)
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user
from kunnande.stages.practice import services
from kunnande.stages.practice.tests.builders import a_planned_assessment, plan
from kunnande.stages.testing.tests.builders import signed_in

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


def suspend(practice, on):
    suspend_accreditation(
        accreditation=Accreditation.objects.get(centre=practice.centre),
        from_on=on,
        reason="other",
        by=a_service_user(),
        at=NOON,
    )


def end_assessing(practice, on):
    end_authorisation(
        authorisation=Authorisation.objects.get(user=practice.assessors[-1]),
        on=on,
        reason="other",
        by=a_service_user(),
        at=NOON,
    )


STOPS = pytest.mark.parametrize(
    ("stop", "error"), [(suspend, NotAccreditedError), (end_assessing, NotAuthorisedError)]
)


@STOPS
def test_an_assessment_does_not_begin_after_the_stop(stop, error):
    practice = a_planned_assessment(assessors=2)
    stop(practice, TODAY)

    with pytest.raises(error):
        services.start_assessment(assessment=practice.assessment, by=practice.assessors[0], at=NOON)


@STOPS
def test_an_assessment_is_not_planned_for_a_day_after_the_stop(stop, error):
    practice = a_planned_assessment()
    services.cancel_assessment(
        assessment=practice.assessment, reason="Sjuk", by=practice.leader, at=NOON
    )
    practice.case.refresh_from_db()
    stop(practice, TOMORROW)

    with pytest.raises(error):
        plan(practice, starts_on=TOMORROW)


def test_the_page_says_why_it_can_not_begin(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    practice = a_planned_assessment()
    end_assessing(practice, TODAY)

    page = signed_in(practice.assessors[0]).post(
        reverse("practice:start", args=[practice.assessment.pk]), follow=True
    )

    assert "saknar behörighet" in page.content.decode()
