from datetime import timedelta

import pytest

from kunnande.site.demo import email_of
from kunnande.site.simulation.development import Wish
from kunnande.site.simulation.pooling import pool_demand
from kunnande.site.simulation.providers import Provider
from kunnande.site.simulation.world import Company
from kunnande.stages.development.queries import courses_offered
from kunnande.stages.development.queries.numbers import get_union_numbers
from kunnande.stages.development.queries.pooling import list_joint_groups, list_proposals_of_node
from kunnande.stages.development.tests.test_numbers import Shop
from kunnande.stages.parties.models import Membership
from kunnande.stages.parties.queries import (
    OrganisationKind,
    Role,
    find_user_by_email,
    get_viewer,
)
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def a_coordinator():
    node = an_organisation("Noden", kind=OrganisationKind.NODE)
    coordinator = a_member(node, Role.NODE_COORDINATOR)
    coordinator.email = email_of("node-coordinator")
    coordinator.save(update_fields=["email"])
    return coordinator


def pool(*, shown, lacking):
    shop = Shop(shown=shown, lacking=lacking)
    course = courses_offered().get()
    trainer = Membership.objects.get(role=Role.TRAINING_PROVIDER).user
    company = Company(shop.company, shop.employer, ())
    since = NOON - timedelta(days=9)
    wishes = [Wish(course.pk, person, company, since) for person in shop.staff[shown:]]
    pool_demand([Provider(course.provider, trainer)], wishes, now=NOON)


def test_a_node_gathers_a_group_that_enough_have_accepted():
    coordinator = a_coordinator()

    pool(shown=6, lacking=7)

    (own,) = list_proposals_of_node(get_viewer(coordinator, on=TODAY))
    assert (own.state, own.accepted, own.has_enough) == ("offered", 5, True)
    assert [one.proposal_id for one in list_joint_groups(on=TODAY)] == [own.proposal_id]


def test_nothing_is_proposed_where_no_number_is_told():
    coordinator = a_coordinator()

    pool(shown=6, lacking=4)

    assert list_proposals_of_node(get_viewer(coordinator, on=TODAY)) == []


def test_the_union_of_the_demonstration_reads_numbers():
    pool(shown=6, lacking=7)

    representative = find_user_by_email(email_of("union-representative"))
    (company,) = get_union_numbers(get_viewer(representative, on=TODAY)).companies
    assert [(one.shown, one.remaining) for one in company.areas] == [(5, 5)]
