from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.development import services
from kunnande.stages.development.models import Enrolment, Proposal, Representation
from kunnande.stages.development.services import Period, Terms
from kunnande.stages.development.tests.builders import a_course, a_provider
from kunnande.stages.development.tests.test_numbers import Shop
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import a_member, a_service_user, an_organisation

pytestmark = pytest.mark.django_db


class Region:
    """A shop, a node, a provider and a union, and a group that has been proposed."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.now = timezone.localtime()
        self.shop = Shop(shown=6, lacking=12)
        self.node = an_organisation("Noden", kind=OrganisationKind.NODE)
        self.coordinator = a_member(self.node, Role.NODE_COORDINATOR)
        provider, self.trainer = a_provider("Andra kursverkstan")
        self.course = a_course(provider, self.trainer, self.now, id="K9")
        first = (self.now + timedelta(days=14)).replace(hour=8, minute=0)
        self.proposal = services.propose_group(
            course=self.course,
            node=self.node,
            terms=Terms(
                "0680",
                8,
                [Period(first, first + timedelta(hours=7))],
                timezone.localdate(self.now) + timedelta(days=7),
            ),
            by=self.coordinator,
            at=self.now,
        )

    def offer(self) -> None:
        services.offer_proposal(proposal=self.proposal, by=self.trainer, at=self.now)

    def address(self, name, *args):
        return reverse(f"development:{name}", args=args)

    def get(self, user, name, *args):
        self.client.force_login(user)
        return self.client.get(self.address(name, *args))

    def post(self, user, name, *args, **form):
        self.client.force_login(user)
        return self.client.post(reverse(f"development:{name}", args=args), form, follow=True)

    def state(self):
        self.proposal.refresh_from_db()
        return self.proposal.state


@pytest.fixture
def region(client):
    return Region(client)


def test_a_node_reads_numbers_and_no_names(region):
    services.release_numbers(by=a_service_user(), at=region.now)

    page = region.get(region.coordinator, "demand").content.decode()

    assert "minst 10" in page
    assert region.shop.company.name not in page
    assert region.shop.person.family_name not in page


def test_a_node_proposes_what_is_most_needed(region):
    day = timezone.localdate(region.now)

    region.post(
        region.coordinator,
        "propose_group",
        course=region.course.pk,
        municipality_code="0680",
        seats=8,
        first_day=day + timedelta(days=14),
        days=1,
        starts="08:00",
        ends="15:00",
        answer_by_on=day + timedelta(days=7),
    )

    assert Proposal.objects.count() == 2


def test_a_group_too_small_is_said_at_the_form(region):
    day = timezone.localdate(region.now)

    page = region.post(
        region.coordinator,
        "propose_group",
        course=region.course.pk,
        municipality_code="0680",
        seats=2,
        first_day=day + timedelta(days=14),
        days=1,
        starts="08:00",
        ends="15:00",
        answer_by_on=day + timedelta(days=7),
    )

    assert "minst 5 platser" in page.content.decode()


@pytest.mark.parametrize(("act", "state"), [("offer", "offered"), ("decline", "declined")])
def test_a_provider_answers_the_node(region, act, state):
    region.post(region.trainer, act, region.proposal.pk)

    assert region.state() == state


def test_a_provider_is_told_to_wait_for_more(region):
    region.offer()

    page = region.post(region.trainer, "settle", region.proposal.pk)

    assert "Vänta till sista svarsdagen" in page.content.decode()


def test_an_employer_picks_who_goes(region):
    region.offer()
    company, people = region.shop.company, [one.pk for one in region.shop.staff[:3]]

    page = region.post(region.shop.employer, "join", company.pk, region.proposal.pk, people=people)

    assert "3 av era anställda har en plats" in page.content.decode()
    assert set(Enrolment.objects.values_list("person_id", flat=True)) == set(people)


def test_whoever_was_picked_reads_it_among_their_courses(region):
    region.offer()
    group = reverse("development:joint", args=[region.shop.company.pk])

    region.post(
        region.shop.employer,
        "join",
        region.shop.company.pk,
        region.proposal.pk,
        people=[region.shop.person.pk],
    )

    assert "Mäta rätt" in region.get(region.shop.user, "courses").content.decode()
    assert region.client.get(group).status_code == 403


def test_more_than_there_is_room_for_is_said_at_the_form(region):
    region.offer()
    people = [one.pk for one in region.shop.staff[:9]]

    page = region.post(
        region.shop.employer, "join", region.shop.company.pk, region.proposal.pk, people=people
    )

    assert "inte så många platser kvar" in page.content.decode()


def test_a_group_that_is_not_offered_can_not_be_joined(region):
    company = region.shop.company.pk

    assert region.get(region.shop.employer, "join", company, region.proposal.pk).status_code == 404


def test_a_company_lets_a_union_read_its_numbers_and_stops_it(region):
    union = an_organisation("Facket", kind=OrganisationKind.UNION)
    representative = a_member(union, Role.UNION_REPRESENTATIVE)
    services.release_numbers(by=a_service_user(), at=region.now)
    employer, company = region.shop.employer, region.shop.company
    region.post(employer, "unions", company.pk, union=union.pk)

    page = region.get(representative, "union_numbers").content.decode()
    region.post(employer, "end_representation", Representation.objects.get().pk)
    after = region.get(representative, "union_numbers").content.decode()

    assert "minst 10" in page
    assert region.shop.person.family_name not in page
    assert company.name not in after
