"""The organisations and accounts that the simulated people meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.site.content.publish import publish_sample_scheme
from kunnande.site.simulation.centres import Accreditors, build_centres
from kunnande.site.simulation.funding import build_programme
from kunnande.site.simulation.names import NODES, SCHEME_OWNER
from kunnande.site.simulation.parties import Acting, Node, account, organisation
from kunnande.site.simulation.providers import build_providers
from kunnande.site.simulation.workshop import build_workshop
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.services import give_membership

if TYPE_CHECKING:
    from kunnande.site.simulation.centres import Centre
    from kunnande.site.simulation.funding import Funded
    from kunnande.site.simulation.providers import Provider
    from kunnande.site.simulation.workshop import Workshop
    from kunnande.stages.framework.queries import AreaOfProduct, ProductVersion
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.requirements.queries import OccupationalRole


@dataclass(frozen=True)
class Company:
    """An employer, who acts for it, and the roles it has described."""

    organisation: Organisation
    employer: User
    roles: tuple[OccupationalRole, ...]


@dataclass(frozen=True)
class World:
    """Everything around the people: who owns, tests, decides and employs."""

    scheme_owner: User
    product_version: ProductVersion
    areas: tuple[AreaOfProduct, ...]
    centres: tuple[Centre, ...]
    accreditors: Accreditors
    examiner: User
    providers: tuple[Provider, ...] = ()
    workshop: Workshop | None = None
    funded: Funded | None = None


def build_world(*, acting: Acting) -> World:
    """Register the organisations, publish the sample scheme and open the demo accounts."""
    owner = organisation(OrganisationKind.SCHEME_OWNER, SCHEME_OWNER, "0680", 1, **acting)
    scheme_owner = account("scheme-owner", "Sigrid Skruvgren", 0, **acting)
    examiner = account("examiner", "Enok Mutterdal", 1, **acting)
    auditors = (
        account("auditor", "Gustav Lodlina", 2, **acting),
        account("auditor-2", "Lovisa Vattenpass", 3, **acting),
    )
    give_membership(user=scheme_owner, organisation=owner, role=Role.SCHEME_OWNER, **acting)
    give_membership(user=examiner, organisation=owner, role=Role.EXAMINER, **acting)
    for auditor in auditors:
        give_membership(user=auditor, organisation=owner, role=Role.AUDITOR, **acting)
    nodes = _build_nodes(acting)
    version = publish_sample_scheme(owner=owner, by=scheme_owner, at=acting["at"])
    accreditors = Accreditors(scheme_owner, auditors, version.product)
    centres = build_centres(accreditors, acting=acting)
    return World(
        scheme_owner=scheme_owner,
        product_version=version,
        areas=list_areas_of(version.pk),
        centres=centres,
        accreditors=accreditors,
        examiner=examiner,
        providers=build_providers(scheme_owner, acting),
        workshop=build_workshop(centres[0], accreditors, owner=owner, at=acting["at"]),
        funded=build_programme(nodes, acting=acting),
    )


def _build_nodes(acting: Acting) -> list[Node]:
    nodes = []
    for number, (name, municipality) in enumerate(NODES):
        node = organisation(OrganisationKind.NODE, name, municipality, 30 + number, **acting)
        login = "node-coordinator" if number == 0 else f"node-coordinator-{number + 1}"
        who = ("Nils Knutpunkt", "Nora Samverkan")[number]
        coordinator = account(login, who, 4 + number, **acting)
        give_membership(user=coordinator, organisation=node, role=Role.NODE_COORDINATOR, **acting)
        nodes.append(Node(node, coordinator))
    return nodes
