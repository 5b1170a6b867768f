from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.models import Authorisation, StaffKind
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_role_at,
    an_accreditation,
    an_authorisation,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 4)


@pytest.fixture
def centre():
    return an_accreditation(a_published_version().product)


@pytest.fixture
def leader(centre):
    return a_role_at(centre.organisation, Role.TEST_LEADER)


def test_whoever_is_not_at_the_centre_is_not_authorised_there(centre, leader):
    mandate = services.Mandate(
        product=centre.accreditation.product,
        kind=StaffKind.ASSESSOR,
        centre=centre.organisation,
        from_on=FIRST_DAY,
        to_on=MAY,
        grounds="Kurs.",
    )

    with pytest.raises(services.NotAtCentreError):
        services.authorise_staff(
            user=leader, mandate=mandate, by=centre.decider, at=noon(FIRST_DAY)
        )
    with pytest.raises(services.AuthorisesSelfError):
        services.authorise_staff(user=leader, mandate=mandate, by=leader, at=noon(FIRST_DAY))


def test_two_authorisations_for_the_same_thing_never_overlap(centre, leader):
    held = an_authorisation(leader, centre, StaffKind.TEST_LEADER)

    with pytest.raises(services.AlreadyAuthorisedError):
        an_authorisation(leader, centre, StaffKind.TEST_LEADER, on=MAY)
    held.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save(force_insert=True)


def test_somebody_may_both_lead_and_assess(centre, leader):
    an_authorisation(leader, centre, StaffKind.TEST_LEADER)
    an_authorisation(leader, centre, StaffKind.ASSESSOR)

    kinds = Authorisation.objects.filter(user=leader).values_list("kind", flat=True)

    assert set(kinds) == {StaffKind.TEST_LEADER, StaffKind.ASSESSOR}


def test_an_ended_authorisation_can_be_followed_by_another(centre, leader):
    held = an_authorisation(leader, centre, StaffKind.TEST_LEADER)
    services.end_authorisation(
        authorisation=held, on=MAY, reason="own_request", by=centre.manager, at=noon(MAY)
    )

    an_authorisation(leader, centre, StaffKind.TEST_LEADER, on=MAY + timedelta(days=30))

    days = (MAY - timedelta(days=1), MAY, MAY + timedelta(days=30))
    assert [
        queries.is_authorised(
            leader.pk,
            centre.accreditation.product_id,
            kind=StaffKind.TEST_LEADER,
            centre_id=centre.organisation.pk,
            on=day,
        )
        for day in days
    ] == [True, False, True]


def test_an_authorisation_is_ended_once_and_never_backdated(centre, leader):
    held = an_authorisation(leader, centre, StaffKind.TEST_LEADER)
    end = {"authorisation": held, "reason": "other", "by": centre.decider, "at": noon(MAY)}
    with pytest.raises(services.BackdatedError):
        services.end_authorisation(on=MAY - timedelta(days=1), **end)
    services.end_authorisation(on=MAY, **end)

    with pytest.raises(services.AuthorisationEndedError):
        services.end_authorisation(on=MAY, **end)


def test_the_end_of_an_authorisation_is_told_with_ids_only(centre, leader):
    held = an_authorisation(leader, centre, StaffKind.TEST_LEADER)

    services.end_authorisation(
        authorisation=held, on=MAY, reason="other", by=centre.decider, at=noon(MAY)
    )

    entry = list_entries(centre.organisation.trail_name)[-1]
    assert entry.act == "authorisation_ended"
    assert entry.facts == {
        "product": centre.accreditation.product_id,
        "user": leader.trail_name,
        "on": "2026-05-04",
        "reason": "other",
    }


def test_a_manager_sees_and_ends_those_of_the_own_centre_only(centre, leader):
    held = an_authorisation(leader, centre, StaffKind.TEST_LEADER)
    other = an_accreditation(centre.accreditation.product, name="Annat")

    ours = queries.authorisations_visible_to(get_viewer(centre.manager, on=MAY))
    theirs = queries.authorisations_visible_to(get_viewer(other.manager, on=MAY))

    assert (list(ours), list(theirs)) == ([held], [])
    with pytest.raises(Authorisation.DoesNotExist):
        queries.get_authorisation_to_end(held.pk, get_viewer(leader, on=MAY))
