"""How the companies that a node coordinates stand: how many, never who, five or more at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, current_on
from kunnande.stages.programme.models import (
    Engagement,
    NodeMeasure,
    NodeNumber,
    Part,
    Participation,
    Partner,
    Programme,
    Step,
)
from kunnande.stages.programme.queries.companies import engagements_visible_to
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.node_cells import find_node_release
from kunnande.stages.programme.queries.targets import get_targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.parties.queries import Viewer
    from kunnande.stages.programme.models import GrantVersion, NodeRelease

    Numbers = Mapping[str, int]


@dataclass(frozen=True)
class NodeRow:
    """The participants of a company or of a node; what is None is not told."""

    words: str
    step_words: str
    people: int
    women: int | None
    men: int | None
    left: int | None
    validated: int | None
    certified: int | None
    engagement_id: int | None = None
    target: int | None = None

    @property
    def percent(self) -> int | None:
        """Return how much of the target is reached, in whole percent rounded down."""
        return 100 * self.people // self.target if self.target else None


@dataclass(frozen=True)
class StepCount:
    words: str
    companies: int


@dataclass(frozen=True)
class NodeBoard:
    """The companies of a viewer's nodes in one programme, with the decision that applies."""

    programme: Programme
    on: date
    applies: GrantVersion | None
    released: NodeRelease | None
    nodes: tuple[NodeRow, ...]
    steps: tuple[StepCount, ...]
    companies: int

    @property
    def people(self) -> int:
        return sum(row.people for row in self.nodes)

    @property
    def percent(self) -> int | None:
        """Return how much of the whole programme's target the nodes stand for, rounded down."""
        return 100 * self.people // self.applies.people if self.applies else None


def list_coordinated(viewer: Viewer, *, on: date) -> list[Programme]:
    """Return the programmes that a viewer acts in for a node on a day."""
    nodes = Partner.objects.filter(
        current_on(on),
        part=Part.NODE,
        organisation_id__in=viewer.organisations(Role.NODE_COORDINATOR),
    )
    return list(
        Programme.objects.filter(pk__in=nodes.values("programme_id")).order_by("-from_on", "pk")
    )


def list_nodes_of(viewer: Viewer, programme: Programme, *, on: date) -> list[Partner]:
    """Return the programme's nodes on a day that a viewer acts for."""
    nodes = Partner.objects.filter(
        current_on(on),
        programme=programme,
        part=Part.NODE,
        organisation_id__in=viewer.organisations(Role.NODE_COORDINATOR),
    )
    return list(nodes.select_related("organisation").order_by("organisation__name", "pk"))


def get_node_board(programme: Programme, nodes: Sequence[Partner], *, on: date) -> NodeBoard:
    """Return how nodes stand, in as many questions however many companies they have."""
    ids = [one.organisation_id for one in nodes]
    grants = [grant for grant in list_grants(programme) if grant.from_on <= on]
    applies = grants[-1] if grants else None
    targets = get_targets(applies).nodes
    numbers = _map_numbers(programme, "node_id", ids)
    engaged = Engagement.objects.filter(programme=programme, node_id__in=ids)
    of_node = dict(engaged.values_list("company_id", "node_id"))
    people: dict[int, int] = defaultdict(int)
    for company_id, count in _count_people(programme, of_node, on).items():
        people[of_node[company_id] or 0] += count
    steps = dict(engaged.values_list("step").annotate(Count("pk")).order_by("step"))
    return NodeBoard(
        programme=programme,
        on=on,
        applies=applies,
        released=find_node_release(),
        nodes=tuple(
            replace(_row(one.organisation.name, people[pk], numbers[pk]), target=targets.get(pk))
            for one in nodes
            for pk in [one.organisation_id]
        ),
        steps=tuple(
            StepCount(str(step.label), steps[step.value]) for step in Step if step.value in steps
        ),
        companies=sum(steps.values()),
    )


def engagements_of_nodes(
    viewer: Viewer, programme: Programme, nodes: Iterable[Partner]
) -> list[Engagement]:
    """Return the companies of nodes, in order of their names."""
    ids = [one.organisation_id for one in nodes]
    return list(engagements_visible_to(viewer).filter(programme=programme, node_id__in=ids))


def list_company_rows(
    programme: Programme, engagements: Sequence[Engagement], *, on: date
) -> list[NodeRow]:
    """Return each company's row, in the order given."""
    ids = [one.company_id for one in engagements]
    numbers = _map_numbers(programme, "company_id", ids)
    people = _count_people(programme, ids, on)
    return [
        _row(
            one.company.name,
            people.get(one.company_id, 0),
            numbers[one.company_id],
            engagement=one,
        )
        for one in engagements
    ]


def _row(
    words: str, people: int, numbers: Numbers, *, engagement: Engagement | None = None
) -> NodeRow:
    return NodeRow(
        words=words,
        step_words=engagement.get_step_display() if engagement else _("Alla företag"),
        people=people,
        women=numbers.get(NodeMeasure.WOMEN),
        men=numbers.get(NodeMeasure.MEN),
        left=numbers.get(NodeMeasure.LEFT),
        validated=numbers.get(NodeMeasure.VALIDATED),
        certified=numbers.get(NodeMeasure.CERTIFIED),
        engagement_id=engagement.pk if engagement else None,
    )


def _map_numbers(programme: Programme, part: str, ids: Iterable[int]) -> Mapping[int, Numbers]:
    """Return, part by part, what the latest release tells of each measure."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    told = NodeNumber.objects.filter(
        release=find_node_release(), programme=programme, **{f"{part}__in": ids}
    )
    for one, measure, at_least in told.values_list(part, "measure", "at_least").order_by("pk"):
        found[one][measure] = at_least
    return found


def _count_people(programme: Programme, companies: Iterable[int], on: date) -> Mapping[int, int]:
    """Return how many have entered through each company: the company's own number, told live."""
    entered = Participation.objects.filter(
        programme=programme, company_id__in=list(companies), entered_on__lte=on
    )
    counted = entered.values("company_id").annotate(people=Count("person", distinct=True))
    return dict(counted.values_list("company_id", "people").order_by("company_id"))
