from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kunnande.stages.itembank.models import ItemParameters, ParametersStatus
from kunnande.stages.measurement import jobs, services
from kunnande.stages.measurement.models import CalibratedArea, Calibration
from kunnande.stages.measurement.tests.builders import many_sittings
from kunnande.stages.measurement.translate import FEWEST_ANSWERS
from kunnande.stages.parties.queries import OrganisationKind, Role, list_organisations
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_member,
    a_person,
    a_service_user,
    an_account,
    an_organisation,
)
from kunnande.stages.testing.tests.builders import a_finished_sitting, a_running_sitting
from kunnande.stages.trail.queries import find_broken_link

pytestmark = pytest.mark.django_db


def calibrate(**more):
    return services.calibrate_bank(by=a_service_user(), at=NOON, **more)


def test_each_item_version_gets_dated_parameters_with_a_standard_error():
    many_sittings(FEWEST_ANSWERS + 30)

    calibration = calibrate()

    rows = ItemParameters.objects.filter(source=calibration.trail_name, status="ok")
    assert rows.count() == 10
    assert all(row.standard_errors["b"] > 0 and row.found_at == NOON for row in rows)
    assert CalibratedArea.objects.filter(has_converged=True, found=5).count() == 2


def test_one_sitting_gives_a_status_and_no_number():
    a_finished_sitting()

    calibrate()

    statuses = set(ItemParameters.objects.values_list("status", "b"))
    assert statuses == {(ParametersStatus.TOO_FEW_ANSWERS, None)}


def test_a_sitting_that_goes_on_is_not_counted():
    a_running_sitting()

    assert calibrate() is None
    assert not Calibration.objects.exists()


def test_an_earlier_calibration_stands_when_a_later_one_is_made():
    a_finished_sitting()
    calibrate()
    before = set(ItemParameters.objects.values_list("pk", "status", "found_at"))

    services.calibrate_bank(by=a_service_user(), at=NOON + timedelta(days=7))

    assert before < set(ItemParameters.objects.values_list("pk", "status", "found_at"))


def test_the_weekly_job_calibrates_once_for_the_same_answers():
    a_finished_sitting()

    assert [jobs.calibrate_bank(timestamp=0), jobs.calibrate_bank(timestamp=0)] == [True, False]
    assert find_broken_link("installation") is None


def test_the_items_of_other_owners_are_left_alone():
    a_finished_sitting()
    other = an_organisation("Andra", OrganisationKind.SCHEME_OWNER)

    assert jobs.calibrate_ordered(owner_id=other.pk) is False


def test_an_order_waits_for_the_worker_and_is_placed_once():
    a_finished_sitting()
    (organisation,) = list_organisations(OrganisationKind.SCHEME_OWNER)
    owner = a_member(organisation, Role.SCHEME_OWNER)

    services.order_calibration(by=owner, at=NOON)

    with pytest.raises(services.AlreadyOrderedError):
        services.order_calibration(by=owner, at=NOON)
    job = ProcrastinateJob.objects.get(task_name=jobs.calibrate_ordered.name)
    assert job.args == {"owner_id": organisation.pk}


def test_whoever_owns_no_scheme_can_not_order():
    with pytest.raises(services.NotYourBankError):
        services.order_calibration(by=an_account(a_person()), at=NOON)
