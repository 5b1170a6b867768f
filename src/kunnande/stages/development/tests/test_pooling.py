from datetime import timedelta

import pytest

from kunnande.stages.development import services
from kunnande.stages.development.models import Enrolment
from kunnande.stages.development.queries import list_open_groups
from kunnande.stages.development.queries.pooling import list_joint_groups, list_proposals_of_node
from kunnande.stages.development.services import Period, Terms
from kunnande.stages.development.tests.builders import a_course, a_provider
from kunnande.stages.framework.tests.builders import an_imported_scheme
from kunnande.stages.parties.queries import OrganisationKind, Role, get_viewer
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db
TOO_LATE = NOON + timedelta(days=8)


@pytest.fixture
def provider():
    an_imported_scheme()
    return a_provider()


@pytest.fixture
def node():
    organisation = an_organisation("Noden", kind=OrganisationKind.NODE)
    return organisation, a_member(organisation, Role.NODE_COORDINATOR)


@pytest.fixture
def proposal(provider, node):
    return propose(a_course(*provider, NOON), node)


@pytest.fixture
def offered(proposal, provider):
    return services.offer_proposal(proposal=proposal, by=provider[1], at=NOON)


def propose(course, node, **changed):
    first = (NOON + timedelta(days=14)).replace(hour=8)
    terms = {
        "municipality_code": "0680",
        "seats": 8,
        "periods": [Period(first, first + timedelta(hours=7))],
        "answer_by_on": TODAY + timedelta(days=7),
    }
    return services.propose_group(
        course=course, node=node[0], terms=Terms(**{**terms, **changed}), by=node[1], at=NOON
    )


def a_company(name, staff):
    company = an_organisation(name)
    return company, a_member(company), [an_employee(company) for _ in range(staff)]


def accept(proposal, company, people):
    organisation, employer, _ = company
    return services.accept_seats(
        proposal=proposal, company=organisation, people=people, by=employer, at=NOON
    )


def test_a_proposed_group_is_open_to_nobody_until_its_provider_offers_it(proposal):
    assert proposal.state == "proposed"
    assert list_joint_groups(on=TODAY) == []
    assert list_open_groups(since=TODAY) == []


def test_several_companies_fill_a_group_that_then_takes_place(offered, provider):
    ours, theirs = a_company("Vår verkstad", 3), a_company("Deras verkstad", 3)
    accept(offered, ours, ours[2])
    accept(offered, theirs, theirs[2])

    settled = services.settle_proposal(proposal=offered, by=provider[1], at=NOON)

    assert settled.state == "confirmed"
    assert [(row.taken, row.left) for row in list_open_groups(since=TODAY)] == [(6, 2)]


def test_too_few_by_the_last_day_call_the_group_off_and_give_the_seats_back(offered):
    company = a_company("Vår verkstad", 4)
    accept(offered, company, company[2])

    (settled,) = services.settle_overdue_proposals(by=a_service_user(), at=TOO_LATE)

    assert settled.state == "lapsed"
    assert settled.group.state == "cancelled"
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_group_is_not_called_off_while_more_can_accept(offered, provider):
    with pytest.raises(services.ProposalSettledError, match="sista svarsdagen"):
        services.settle_proposal(proposal=offered, by=provider[1], at=NOON)


@pytest.mark.usefixtures("proposal")
def test_a_proposal_nobody_offers_lapses():
    (settled,) = services.settle_overdue_proposals(by=a_service_user(), at=TOO_LATE)

    assert settled.state == "lapsed"


def test_a_declined_group_can_not_be_offered(proposal, provider):
    services.decline_proposal(proposal=proposal, by=provider[1], at=NOON)

    with pytest.raises(services.ProposalSettledError):
        services.offer_proposal(proposal=proposal, by=provider[1], at=NOON)


@pytest.mark.parametrize(("staff", "shown"), [(4, 0), (5, 5), (8, 5)])
def test_the_node_reads_in_fives_how_many_have_accepted(offered, node, staff, shown):
    company = a_company("Vår verkstad", staff)
    accept(offered, company, company[2])

    (row,) = list_proposals_of_node(get_viewer(node[1], on=TODAY))

    assert row.accepted == shown


def test_a_company_accepts_for_its_own_staff_only(offered):
    ours, theirs = a_company("Vår verkstad", 1), a_company("Deras verkstad", 1)

    with pytest.raises(services.NotYourStaffError):
        accept(offered, ours, [*ours[2], *theirs[2]])


def test_nobody_gets_two_seats_and_no_seat_is_given_twice(offered):
    company = a_company("Vår verkstad", 9)
    accept(offered, company, company[2][:1])

    with pytest.raises(services.AlreadyEnrolledError):
        accept(offered, company, company[2][:2])
    with pytest.raises(services.GroupFullError):
        accept(offered, company, company[2][1:])


def test_whoever_was_given_a_seat_can_leave_it(offered):
    company = a_company("Vår verkstad", 1)
    (seat,) = accept(offered, company, company[2])

    left = services.cancel_enrolment(enrolment=seat, by=an_account(company[2][0]), at=NOON)

    assert left.state == "cancelled"


@pytest.mark.parametrize(
    "changed", [{"seats": 4}, {"answer_by_on": TODAY + timedelta(days=14)}], ids=["seats", "day"]
)
def test_a_group_has_room_for_five_and_is_answered_before_it_begins(provider, node, changed):
    with pytest.raises(services.ImproperProposalError):
        propose(a_course(*provider, NOON), node, **changed)


def test_a_proposed_group_meets_within_a_day(provider, node):
    with pytest.raises(services.ImproperOccasionError):
        propose(a_course(*provider, NOON), node, periods=[])


def test_only_a_node_proposes(provider, node):
    with pytest.raises(services.NotYourNodeError):
        propose(a_course(*provider, NOON), (node[0], provider[1]))
