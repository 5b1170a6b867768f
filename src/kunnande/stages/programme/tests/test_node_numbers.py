from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kunnande.stages.parties.queries import OrganisationKind, Role, get_viewer
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_organisation,
)
from kunnande.stages.programme import services
from kunnande.stages.programme.jobs import release_node_numbers
from kunnande.stages.programme.models import NodeNumber, NodeRelease
from kunnande.stages.programme.queries import Part
from kunnande.stages.programme.queries.node_board import (
    engagements_of_nodes,
    get_node_board,
    list_company_rows,
    list_nodes_of,
)
from kunnande.stages.programme.tests.builders import BEGINS, Funded
from kunnande.stages.programme.tests.test_api import ask
from kunnande.stages.programme.tests.test_web import page

pytestmark = pytest.mark.django_db

NEXT_MONTH = NOON + timedelta(days=31)


class Node(Funded):
    """A node with a company of seven women and six men, two of whom have left."""

    def __init__(self) -> None:
        super().__init__()
        self.people = [self.one(gender) for gender in ["woman"] * 7 + ["man"] * 6]
        for participation in self.people[:2]:
            services.leave_programme(
                participation=participation, on=TODAY, reason="own_wish", **self.acting
            )

    def one(self, gender, company=None):
        company = company or self.company
        return self.enter(self.employee("", company), gender=gender, company=company)

    def release(self, at=NOON):
        return services.release_node_numbers(by=a_service_user(), at=at)

    def board(self, coordinator=None, on=TODAY):
        viewer = get_viewer(coordinator or self.coordinator, on=on)
        nodes = list_nodes_of(viewer, self.programme, on=on)
        rows = list_company_rows(
            self.programme, engagements_of_nodes(viewer, self.programme, nodes), on=on
        )
        return get_node_board(self.programme, nodes, on=on), rows


@pytest.fixture
def node():
    return Node()


def test_a_node_reads_five_or_more_in_fives_and_nothing_of_fewer(node):
    node.release()

    board, (company,) = node.board()

    assert (company.people, company.women, company.men) == (13, 5, 5)
    assert company.left is None
    assert (board.people, board.nodes[0].women, board.nodes[0].left) == (13, 5, None)


def test_a_few_are_not_found_by_taking_one_company_from_all(node):
    small = an_organisation("Liten AB")
    node.engage(small)
    node.one("woman", small)

    node.release()

    board, rows = node.board()
    assert board.nodes[0].women == 5
    assert [row.women for row in rows] == [None, None]


def test_whoever_enters_changes_no_number_before_the_next_month(node):
    node.release()
    for _number in range(3):
        node.one("woman")

    node.release()
    node.release(NEXT_MONTH)

    assert NodeRelease.objects.count() == 2
    women = NodeNumber.objects.filter(measure="women", company=node.company).order_by("release_id")
    assert [(one.count, one.at_least) for one in women] == [(7, 5), (7, 5)]


def test_a_number_that_was_told_is_never_changed(node):
    node.release()

    with pytest.raises(DatabaseError), transaction.atomic():
        NodeNumber.objects.update(at_least=5)


def test_another_node_reads_nothing_of_these_companies(node):
    other = an_organisation("Grannoden", OrganisationKind.NODE)
    services.add_partner(
        programme=node.programme,
        organisation=other,
        part=Part.NODE,
        from_on=BEGINS,
        **node.acting,
    )
    node.release()

    board, rows = node.board(a_member(other, Role.NODE_COORDINATOR))

    assert (board.people, board.companies, rows) == (0, 0, [])


def test_a_node_outside_the_programme_finds_no_page(node):
    outside = an_organisation("Fjärrnoden", OrganisationKind.NODE)

    stranger = a_member(outside, Role.NODE_COORDINATOR)

    assert page(stranger, "node_steering", node.programme.pk).status_code == 404
    assert page(node.leader, "node_steering", node.programme.pk).status_code == 403


def test_the_page_says_the_target_and_how_far_companies_have_come(node):
    grant = services.Grant(BEGINS, people=26, amount_ore=1, source="B1", women=8, men=18)
    services.enter_grant(programme=node.programme, grant=grant, **node.acting)
    release_node_numbers(timestamp=0)

    told = page(node.coordinator, "node_steering", node.programme.pk).content.decode()

    assert "har 13 börjat, 50 procent av målet" in told
    assert "Avtal, efter samtal med facket" in told
    assert "minst 5" in told
    assert not any(number in told for number in ("minst 7", "minst 6"))


def test_many_companies_are_asked_of_in_as_many_questions(node):
    node.release()
    few = _count_questions(node)
    for number in range(6):
        node.engage(an_organisation(f"Bolag {number}"))

    assert _count_questions(node) == few


def _count_questions(node):
    with CaptureQueriesContext(connection) as asked:
        page(node.coordinator, "node_steering", node.programme.pk)
    return len(asked)


def test_a_program_of_a_node_reads_the_same_numbers_and_nobody_elses_does(node):
    node.release()
    address = f"/programmes/{node.programme.pk}/node-numbers"

    (told,) = ask(node.coordinator, "get", address).json()["items"]
    refused = ask(node.leader, "get", address)

    assert (told["people"], told["women"], told["left"]) == (13, 5, None)
    assert refused.status_code == 403


def test_a_node_reads_no_gender_on_the_page_of_its_programmes(node):
    told = page(node.coordinator, "overview").content.decode()

    assert "Nodens företag mot målen" in told
    assert "Kvinnor" not in told


def test_numbers_are_of_the_day_they_are_made(node):
    node.release(NOON.replace(day=1))

    (release,) = NodeRelease.objects.all()

    assert release.month == date(NOON.year, NOON.month, 1)
