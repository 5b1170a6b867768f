from typing import Annotated, Self

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from kunnande.stages.parties.queries import Role, SignedInRequest
from kunnande.stages.programme import services
from kunnande.stages.programme.api.finding import programme_of
from kunnande.stages.programme.models import GrantVersion, SizeClass
from kunnande.stages.programme.queries.grants import AT_THE_OWNER, grants_of
from kunnande.stages.programme.queries.targets import Targets, get_targets

router = Router(tags=["Programmes"])

_MOST_NODES, _MOST_ID = 200, 2**63 - 1
_Some = Annotated[int, Field(ge=1, le=1_000_000, examples=[600])]


class NodeTarget(Schema):
    """The organisation that is the node, and how many are to take part through it."""

    node_id: Annotated[int, Field(ge=1, le=_MOST_ID)]
    people: _Some


class SizeTarget(Schema):
    size: SizeClass
    people: _Some


class TargetsTold(Schema):
    """How a decision's people are divided; what is left out has no target."""

    nodes: Annotated[list[NodeTarget], Field(max_length=_MOST_NODES)]
    sizes: Annotated[list[SizeTarget], Field(max_length=len(SizeClass))]

    def read(self) -> Targets:
        """Return what is told. Raises ImproperTargetsError where something is told twice."""
        nodes = {one.node_id: one.people for one in self.nodes}
        sizes = {one.size.value: one.people for one in self.sizes}
        if len(nodes) < len(self.nodes) or len(sizes) < len(self.sizes):
            raise services.ImproperTargetsError(_("Samma nod eller storlek står två gånger."))
        return Targets(nodes=nodes, sizes=sizes)

    @classmethod
    def tell(cls, targets: Targets) -> Self:
        return cls(
            nodes=[NodeTarget(node_id=pk, people=count) for pk, count in targets.nodes.items()],
            sizes=[
                SizeTarget(size=SizeClass(size), people=count)
                for size, count in targets.sizes.items()
            ],
        )


@router.get(
    "/programmes/{int:programme_id}/grants/{int:grant_number}/targets",
    response=TargetsTold,
    summary="Read how a decision's people are divided among nodes and sizes of company",
)
def show_targets(request: SignedInRequest, programme_id: int, grant_number: int) -> TargetsTold:
    return TargetsTold.tell(get_targets(_grant(request, programme_id, grant_number, *AT_THE_OWNER)))


@router.put(
    "/programmes/{int:programme_id}/grants/{int:grant_number}/targets",
    response=TargetsTold,
    summary="Divide a decision's people among nodes and sizes of company",
)
def set_targets(
    request: SignedInRequest, programme_id: int, grant_number: int, sent: TargetsTold
) -> TargetsTold:
    grant = _grant(request, programme_id, grant_number, Role.PROGRAMME_OWNER)
    services.set_targets(grant=grant, targets=sent.read(), by=request.user, at=timezone.now())
    return TargetsTold.tell(get_targets(grant))


def _grant(
    request: SignedInRequest, programme_id: int, grant_number: int, *roles: str
) -> GrantVersion:
    decisions = grants_of(programme_of(request, programme_id, *roles))
    return get_object_or_404(decisions, number=grant_number)
