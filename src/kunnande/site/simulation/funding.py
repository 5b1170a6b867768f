"""The simulated programme: who owns it, what was decided, then changed, and who carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.site.content.programmes import publish_programme_terms
from kunnande.site.simulation.names import PARTNERS, PROGRAMME, PROGRAMME_OWNER
from kunnande.site.simulation.parties import Acting, account, organisation
from kunnande.site.simulation.timetable import MONTHS
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.services import give_membership
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Part, Programme, SizeClass, list_grants
from kunnande.stages.programme.queries.indicators import list_indicator_sets
from kunnande.stages.programme.queries.months import last_of, months_later
from kunnande.stages.programme.queries.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kunnande.site.simulation.parties import Node
    from kunnande.stages.parties.queries import Organisation, User

_FIRST_ACCOUNT = 6
_OWNER_SERIAL, _PARTNER_SERIAL = 2, 3
# The months ahead of the last day: a programme of today is still going on.
_MONTHS_LEFT = 2
_CHANGED_AFTER = 10
_INDICATORS = "esf_plus"
_DECIDED = "Påhittat beslut: 1 000 anställda, 11,5 miljoner kronor"
_CHANGED = "Påhittat ändringsbeslut: 600 anställda, 10 637 799 kronor"
# Of a hundred people: through other nodes than the first, and by size of company.
_OTHER_NODES = 40
_BY_SIZE = {SizeClass.MICRO: 2, SizeClass.SMALL: 28, SizeClass.MEDIUM: 50, SizeClass.LARGE: 20}
# What somebody has written, in the language they wrote it in.
DECISIONS = (_DECIDED, _CHANGED)


@dataclass(frozen=True)
class Funded:
    """The programme and who acts for it."""

    programme: Programme
    owner: User
    economist: User
    nodes: tuple[Node, ...]

    def node_of(self, municipality_code: str) -> Node:
        """Return the node of the county that a municipality lies in."""
        same_county = [n for n in self.nodes if n.municipality_code[:2] == municipality_code[:2]]
        return (same_county or list(self.nodes))[0]


def build_programme(nodes: Sequence[Node], *, acting: Acting) -> Funded:
    """Register the owner and the programme with both decisions, its nodes and its partners."""
    first_on = localdate(acting["at"])
    name, municipality = PROGRAMME_OWNER
    owner = organisation(
        OrganisationKind.PROGRAMME_OWNER, name, municipality, _OWNER_SERIAL, **acting
    )
    leader, economist, _evaluator = _members(owner, acting)
    by_leader = Acting(by=leader, at=acting["at"])
    publish_programme_terms(**acting)
    programme = services.register_programme(
        code="EXEMPEL-1",
        name=PROGRAMME,
        owner=owner,
        from_on=first_on,
        to_on=last_of(months_later(first_on, MONTHS + _MONTHS_LEFT)),
        diary_number="EX 2026/1",
        **by_leader,
    )
    _decide(programme, first_on, by_leader)
    for node in nodes:
        _add(programme, node.organisation, Part.NODE, by_leader)
    _divide(programme, nodes, by_leader)
    for number, (partner, code) in enumerate(PARTNERS):
        serial = _PARTNER_SERIAL + number
        made = organisation(OrganisationKind.PROGRAMME_OWNER, partner, code, serial, **acting)
        _add(programme, made, Part.PARTNER, by_leader)
    return Funded(programme, leader, economist, tuple(nodes))


def _members(owner: Organisation, acting: Acting) -> list[User]:
    users = []
    for number, (login, name, role) in enumerate(
        (
            ("programme-owner", "Petra Projektlund", Role.PROGRAMME_OWNER),
            ("economist", "Edvin Kontoplan", Role.ECONOMIST),
            ("evaluator", "Ester Metrik", Role.EVALUATOR),
        )
    ):
        user = account(login, name, _FIRST_ACCOUNT + number, **acting)
        give_membership(user=user, organisation=owner, role=role, **acting)
        users.append(user)
    return users


def _decide(programme: Programme, first_on: date, by_leader: Acting) -> None:
    """Enter what was granted, and what the funder later changed it to."""
    changed_on = months_later(first_on, _CHANGED_AFTER)
    first = services.Grant(first_on, 1000, 1_150_000_000, _DECIDED, women=300, men=700)
    granted = services.enter_grant(programme=programme, grant=first, **by_leader)
    (asked,) = (one for one in list_indicator_sets() if one.code == _INDICATORS)
    services.choose_indicator_set(grant=granted, indicator_set=asked, **by_leader)
    changed = services.Grant(changed_on, 600, 1_063_779_900, _CHANGED, women=180, men=420)
    later = Acting(by=by_leader["by"], at=by_leader["at"] + (changed_on - first_on))
    services.enter_grant(programme=programme, grant=changed, **later)


def _divide(programme: Programme, nodes: Sequence[Node], by_leader: Acting) -> None:
    """Divide each decision's people among nodes and sizes of company, the day it is entered."""
    for grant in list_grants(programme):
        first, *others = nodes
        of_others = grant.people * _OTHER_NODES // 100
        through = {one.organisation.pk: of_others // len(others) for one in others}
        through[first.organisation.pk] = grant.people - sum(through.values())
        targets = Targets(
            nodes=through,
            sizes={size: grant.people * percent // 100 for size, percent in _BY_SIZE.items()},
        )
        services.set_targets(grant=grant, targets=targets, by=by_leader["by"], at=grant.entered_at)


def _add(programme: Programme, organisation: Organisation, part: str, by_leader: Acting) -> None:
    services.add_partner(
        programme=programme,
        organisation=organisation,
        part=part,
        from_on=localdate(by_leader["at"]),
        **by_leader,
    )
