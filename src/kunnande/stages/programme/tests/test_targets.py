from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kunnande.stages.parties.queries import OrganisationKind
from kunnande.stages.parties.tests.builders import TODAY, an_organisation
from kunnande.stages.programme import services
from kunnande.stages.programme.models import SizeClass, Target
from kunnande.stages.programme.queries.board import get_board
from kunnande.stages.programme.queries.kept import get_kept_about
from kunnande.stages.programme.queries.node_board import get_node_board
from kunnande.stages.programme.queries.reports import get_version, list_chapters
from kunnande.stages.programme.queries.targets import Targets, get_targets, list_nodes
from kunnande.stages.programme.tests.builders import BEGINS, FEMALE, MALE, Funded
from kunnande.stages.programme.tests.test_api import ask
from kunnande.stages.programme.tests.test_web import page, post
from kunnande.stages.trail.models import Entry

pytestmark = pytest.mark.django_db

# Node by node and size by size: who has begun, and of how many.
REACHED = """
SELECT coalesce(t.node_id::text, t.size), count(DISTINCT p.person_id), t.people
FROM programme_target t
JOIN programme_grantversion g ON g.id = t.grant_id
LEFT JOIN programme_engagement e ON e.programme_id = g.programme_id
 AND (e.node_id = t.node_id OR e.size = t.size)
LEFT JOIN programme_participation p ON p.programme_id = g.programme_id
 AND p.company_id = e.company_id AND p.entered_on <= %(on)s
WHERE g.id = %(grant)s GROUP BY t.id ORDER BY t.id
"""


class Divided(Funded):
    """A decision of ten people, another node with a company, and three who take part."""

    def __init__(self) -> None:
        super().__init__()
        told = services.Grant(BEGINS, people=10, amount_ore=1, source="Beslut 1")
        self.grant = services.enter_grant(programme=self.programme, grant=told, **self.acting)
        self.other = an_organisation("Södra noden", OrganisationKind.NODE)
        services.add_partner(
            programme=self.programme,
            organisation=self.other,
            part="node",
            from_on=BEGINS,
            **self.acting,
        )
        for number in (FEMALE, MALE):
            self.enter(self.employee(number))

    def divide(self, nodes=None, sizes=None, **changed):
        acting = {"grant": self.grant, **self.acting, **changed}
        return services.set_targets(targets=Targets(nodes or {}, sizes or {}), **acting)

    def rows(self, number):
        board = get_board(self.programme, on=TODAY)
        return {row.words: (row.people, row.target) for row in board.tables[number].rows}

    def address(self):
        return f"/programmes/{self.programme.pk}/grants/1/targets"


@pytest.fixture
def divided():
    return Divided()


def test_every_node_and_size_is_held_against_its_own_target(divided):
    divided.divide({divided.node.pk: 6, divided.other.pk: 4}, {"small": 8})

    assert divided.rows(1) == {"Noden": (2, 6), "Södra noden": (0, 4)}
    assert divided.rows(2)[str(SizeClass.SMALL.label)] == (2, 8)
    assert divided.rows(2)[str(SizeClass.LARGE.label)] == (0, None)


def test_targets_by_node_and_size_come_to_the_same_in_sql(divided):
    made = divided.divide({divided.node.pk: 6, divided.other.pk: 4}, {"small": 8, "large": 2})
    board = get_board(divided.programme, on=TODAY)
    rows = [row for table in board.tables[1:] for row in table.rows if row.target]

    with connection.cursor() as cursor:
        cursor.execute(REACHED, {"grant": divided.grant.pk, "on": TODAY})
        told = cursor.fetchall()

    assert len(told) == len(made) == len(rows)
    assert sorted(one[1:] for one in told) == sorted((row.people, row.target) for row in rows)


def test_what_was_divided_before_is_replaced_and_the_trail_tells_of_both(divided):
    divided.divide({divided.node.pk: 6}, {"small": 8})
    divided.divide({divided.node.pk: 7})

    assert get_targets(divided.grant) == Targets({divided.node.pk: 7}, {})
    told = Entry.objects.filter(act="targets_set").order_by("pk").values_list("facts", flat=True)
    assert [facts.get("size_small") for facts in told] == [8, None]


def test_targets_are_not_more_than_the_decision(divided):
    with pytest.raises(services.ImproperTargetsError, match="tillsammans 11 personer"):
        divided.divide({divided.node.pk: 6, divided.other.pk: 5})
    with pytest.raises(services.ImproperTargetsError, match="tillsammans 12 personer"):
        divided.divide(sizes={"small": 12})

    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("nodes", "sizes", "words"),
    [
        ({0: 5}, {}, "programmets egna noder"),
        ({}, {"huge": 5}, "storleken finns inte"),
        ({}, {"small": 0}, "minst en person"),
    ],
)
def test_a_target_is_of_somebody_in_the_programme(divided, nodes, sizes, words):
    with pytest.raises(services.ImproperTargetsError, match=words):
        divided.divide(nodes, sizes)


def test_a_decision_that_another_has_replaced_keeps_its_targets(divided):
    divided.divide({divided.node.pk: 6})
    later = services.Grant(date(2026, 4, 1), people=5, amount_ore=1, source="Beslut 2")
    services.enter_grant(programme=divided.programme, grant=later, **divided.acting)

    with pytest.raises(services.ImproperTargetsError, match="nyare beslut"):
        divided.divide({divided.node.pk: 3})

    assert get_targets(divided.grant).nodes == {divided.node.pk: 6}
    assert divided.rows(1)["Noden"] == (2, None)


def test_only_the_owner_divides(divided):
    with pytest.raises(services.NotYourProgrammeError):
        divided.divide({divided.node.pk: 6}, by=divided.economist)


def test_the_database_keeps_a_target_to_one_thing(divided):
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(grant=divided.grant, node=divided.node, size="small", people=1)


def test_a_node_sees_its_own_target_on_its_page(divided):
    divided.divide({divided.node.pk: 8, divided.other.pk: 2})
    nodes = [one for one in list_nodes(divided.programme) if one.organisation == divided.node]

    board = get_node_board(divided.programme, nodes, on=TODAY)
    told = page(divided.coordinator, "node_steering", divided.programme.pk).content.decode()

    assert [(row.people, row.target, row.percent) for row in board.nodes] == [(2, 8, 25)]
    assert "2 av 8 (25 procent)" in told


def test_a_report_tells_of_every_target(divided):
    divided.divide({divided.node.pk: 8}, {"small": 4})

    report = services.draft_report(
        programme=divided.programme, kind="progress", from_on=BEGINS, to_on=TODAY, **divided.acting
    )

    goals = next(one for one in list_chapters(get_version(report.report)) if one.key == "goals")
    assert ["Noden", "2 av 8 (25 procent)"] in [list(row) for row in goals.figures]
    assert ["Litet", "2 av 4 (50 procent)"] in [list(row) for row in goals.figures]


def test_an_owner_fills_the_page_in_and_comes_back_to_the_targets(divided):
    there = ("set_targets", divided.programme.pk, 1)
    form = {f"node_{divided.node.pk}": "6", f"node_{divided.other.pk}": "", "size_small": "7"}

    answer = post(divided.leader, *there, **form).content.decode()

    assert "Målen är sparade." in answer
    assert "2 av 6 (33 procent)" in answer
    assert 'value="6"' in page(divided.leader, *there).content.decode()


def test_what_can_not_be_saved_stays_in_the_form(divided):
    form = {f"node_{divided.node.pk}": "6", f"node_{divided.other.pk}": "5"}

    answer = post(divided.leader, "set_targets", divided.programme.pk, 1, **form).content.decode()

    assert "tillsammans 11 personer; beslutet är på 10" in answer
    assert 'value="6"' in answer
    assert not Target.objects.exists()


def test_an_economist_reads_the_targets_and_does_not_set_them(divided):
    divided.divide({divided.node.pk: 6})

    read = ask(divided.economist, "get", divided.address())
    sent = ask(divided.economist, "put", divided.address(), nodes=[], sizes=[])

    assert read.json() == {"nodes": [{"node_id": divided.node.pk, "people": 6}], "sizes": []}
    assert sent.status_code == 403


def test_targets_are_set_by_the_api_and_none_is_told_twice(divided):
    sizes = [{"size": "small", "people": 5}]

    done = ask(divided.leader, "put", divided.address(), nodes=[], sizes=sizes)
    twice = ask(divided.leader, "put", divided.address(), nodes=[], sizes=sizes * 2)

    assert (done.status_code, done.json()["sizes"]) == (200, sizes)
    assert twice.status_code == 422
    assert get_targets(divided.grant).sizes == {"small": 5}


def test_whoever_entered_a_decision_finds_its_targets_in_their_own_file(divided):
    divided.divide({divided.node.pk: 6}, {"small": 4})
    author = divided.grant.entered_by.person_id

    told = list(get_kept_about(author)["targets"])

    assert told == [{"words": "Noden", "version": 1}, {"words": "small", "version": 1}]
