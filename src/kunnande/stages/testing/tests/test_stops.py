from datetime import timedelta

import pytest
from django.urls import reverse

from kunnande.stages.centres.models import Accreditation, Authorisation
from kunnande.stages.centres.services import (
    Mandate,
    NotAccreditedError,
    NotAuthorisedError,
    authorise_staff,
    end_authorisation,
    lift_suspension,
    suspend_accreditation,
)
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    a_service_user,
    an_account,
)
from kunnande.stages.testing import services
from kunnande.stages.testing.models import Sitting, SittingState
from kunnande.stages.testing.queries import list_area_results
from kunnande.stages.testing.tests.builders import (
    a_checked_in_sitting,
    a_finished_sitting,
    a_mapped_case,
    a_planned_sitting,
    a_running_sitting,
    address,
    hand_in,
    minutes,
    signed_in,
)

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)
NEXT_NOON = NOON + timedelta(days=1)


def suspend(planned, on=TODAY):
    held = Accreditation.objects.get(centre=planned.centre)
    acting = {"accreditation": held, "by": a_service_user(), "at": NOON}
    suspend_accreditation(from_on=on, reason="other", **acting)
    return acting


def end_leading(planned, on=TODAY):
    authorisation = Authorisation.objects.get(user=planned.leader)
    acting = {"by": a_service_user(), "at": NOON}
    end_authorisation(authorisation=authorisation, on=on, reason="other", **acting)


def another_leader(planned):
    leader = a_member(planned.centre, Role.TEST_LEADER)
    mandate = Mandate(
        product=planned.case.product_version.product,
        kind="test_leader",
        centre=planned.centre,
        from_on=TODAY,
        to_on=TOMORROW,
        grounds="Utbildad.",
    )
    authorise_staff(user=leader, mandate=mandate, by=a_service_user(), at=NOON)
    return leader


def start(planned, at=NOON):
    return services.start_sitting(sitting=planned.sitting, by=planned.candidate, at=at)


def test_a_planned_test_does_not_start_on_a_day_of_suspension_and_does_when_it_is_lifted():
    planned = a_planned_sitting()
    acting = suspend(planned)
    with pytest.raises(NotAccreditedError):
        start(planned)

    lift_suspension(to_on=TODAY, **acting)
    services.replan_sitting(
        sitting=planned.sitting, takes_place_on=TOMORROW, by=planned.leader, at=NOON
    )

    assert start(planned, NEXT_NOON).state == SittingState.RUNNING


def test_whoever_is_checked_in_is_not_let_in_when_the_centre_has_been_suspended():
    planned, _code = a_checked_in_sitting()
    suspend(planned)

    with pytest.raises(NotAccreditedError):
        services.open_start(sittings=[planned.sitting], by=planned.leader, at=NOON)


def test_a_test_waits_for_another_leader_when_its_own_is_no_longer_authorised():
    planned = a_planned_sitting()
    end_leading(planned)
    with pytest.raises(NotAuthorisedError):
        start(planned)

    leader = another_leader(planned)
    services.replan_sitting(sitting=planned.sitting, takes_place_on=TODAY, by=leader, at=NOON)

    assert start(planned).test_leader == leader


@pytest.mark.parametrize(
    ("stop", "error"), [(suspend, NotAccreditedError), (end_leading, NotAuthorisedError)]
)
def test_no_test_is_planned_or_moved_to_a_day_after_the_stop(stop, error):
    planned = a_planned_sitting()
    stop(planned, TOMORROW)
    case, _user = a_mapped_case(an_account(a_person("Bo", "Svarv")))
    to_a_stopped_day = {"takes_place_on": TOMORROW, "by": planned.leader, "at": NOON}

    with pytest.raises(error):
        services.replan_sitting(sitting=planned.sitting, **to_a_stopped_day)
    with pytest.raises(error):
        services.plan_sitting(
            case=case, blueprint=planned.blueprint, centre=planned.centre, **to_a_stopped_day
        )


def test_who_has_begun_goes_on_and_hands_in():
    running = a_running_sitting()
    suspend(running)

    hand_in(running)

    assert Sitting.objects.get().state == SittingState.FINISHED


def test_earlier_results_stand():
    planned = a_finished_sitting()

    suspend(planned)

    assert [row.is_met for row in list_area_results(planned.case.pk)] == [True, True]


def test_the_page_of_the_test_says_why_it_can_not_begin(clock):
    clock.now = minutes(1)
    planned = a_planned_sitting()
    suspend(planned)

    page = signed_in(planned.candidate).post(address("start", planned), {"language": "sv"})

    assert page.status_code == 422
    assert "inte ackrediterat" in page.content.decode()


def test_the_page_of_the_plan_says_why_there_can_be_none(clock):
    clock.now = minutes(1)
    planned = a_planned_sitting()
    end_leading(planned)
    case, _user = a_mapped_case(an_account(a_person("Bo", "Svarv")))
    form = {"blueprint": planned.blueprint.pk, "centre": planned.centre.pk, "language": "sv"}

    page = signed_in(planned.leader).post(
        reverse("testing:plan", args=[case.pk]), {**form, "takes_place_on": TODAY}
    )

    assert page.status_code == 422
    assert "saknar behörighet" in page.content.decode()
