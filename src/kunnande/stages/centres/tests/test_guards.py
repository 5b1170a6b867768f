from datetime import date, timedelta

import pytest

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.models import StaffKind, StopReason
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_role_at,
    an_accreditation,
    an_accredited_centre,
    an_authorisation,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version

pytestmark = pytest.mark.django_db

LAST_DAY = date(2028, 12, 31)
MAY = date(2026, 5, 4)


@pytest.fixture
def product():
    return a_published_version().product


@pytest.fixture
def accredited(product):
    return an_accreditation(product)


def refused(centre, on):
    try:
        services.refuse_unaccredited(
            centre_id=centre.organisation.pk, product_id=centre.accreditation.product_id, on=on
        )
    except services.NotAccreditedError:
        return True
    return False


@pytest.mark.parametrize(
    ("on", "stopped"),
    [
        (FIRST_DAY - timedelta(days=1), True),
        (FIRST_DAY, False),
        (LAST_DAY, False),
        (LAST_DAY + timedelta(days=1), True),
    ],
)
def test_a_centre_acts_from_its_first_day_to_its_last(accredited, on, stopped):
    assert refused(accredited, on) is stopped


def test_a_suspended_centre_stops_on_the_day_and_goes_on_after_the_last(accredited):
    acting = {"accreditation": accredited.accreditation, "by": accredited.decider}
    services.suspend_accreditation(
        from_on=MAY, reason=StopReason.PREMISES_UNFIT, at=noon(MAY), **acting
    )
    later = MAY + timedelta(days=10)
    until_lifted = refused(accredited, later)

    services.lift_suspension(to_on=later, at=noon(later), **acting)

    days = (MAY - timedelta(days=1), MAY, later, later + timedelta(days=1))
    assert until_lifted
    assert [refused(accredited, day) for day in days] == [False, True, True, False]


def test_a_withdrawn_accreditation_stops_on_the_day_and_what_was_before_stands(accredited):
    services.withdraw_accreditation(
        accreditation=accredited.accreditation,
        on=MAY,
        reason=StopReason.OWN_REQUEST,
        by=accredited.decider,
        at=noon(MAY),
    )

    assert not refused(accredited, MAY - timedelta(days=1))
    assert refused(accredited, MAY)


def test_an_authorisation_holds_between_its_days_until_it_is_ended(accredited):
    leader = a_role_at(accredited.organisation, StaffKind.TEST_LEADER)
    authorisation = an_authorisation(leader, accredited, StaffKind.TEST_LEADER)
    asked = {
        "user_id": leader.pk,
        "product_id": accredited.accreditation.product_id,
        "kind": StaffKind.TEST_LEADER,
        "centre_id": accredited.organisation.pk,
    }
    services.end_authorisation(
        authorisation=authorisation,
        on=MAY,
        reason="left_the_centre",
        by=accredited.decider,
        at=noon(MAY),
    )

    services.refuse_unauthorised(**asked, on=FIRST_DAY)
    services.refuse_unauthorised(**asked, on=MAY - timedelta(days=1))
    for on in (FIRST_DAY - timedelta(days=1), MAY):
        with pytest.raises(services.NotAuthorisedError):
            services.refuse_unauthorised(**asked, on=on)


def test_an_authorisation_is_for_one_kind_product_and_centre(product):
    leader = a_role_at(an_accredited_centre(product, name="Första"), StaffKind.ASSESSOR)
    centre = an_accredited_centre(product, name="Andra", test_leaders=[leader])
    here = {"centre_id": centre.pk, "on": MAY}

    names = [
        queries.list_authorised(product.pk, kind=kind, **here)
        for kind in (StaffKind.TEST_LEADER, StaffKind.ASSESSOR)
    ]

    assert names == [[leader], []]
    with pytest.raises(services.NotAuthorisedError, match="Bedömaren"):
        services.refuse_unauthorised(
            user_id=leader.pk, product_id=product.pk, kind=StaffKind.ASSESSOR, **here
        )
