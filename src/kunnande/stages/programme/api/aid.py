from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.stages.parties.queries import Role, SignedInRequest
from kunnande.stages.programme import services
from kunnande.stages.programme.api.money_schemas import Ore
from kunnande.stages.programme.api.schemas import Day, Filled
from kunnande.stages.programme.models import AidBasis, AidDeclaration, AidGrant, Engagement
from kunnande.stages.programme.queries import engagements_visible_to
from kunnande.stages.programme.queries.aid import get_headroom, list_aid
from kunnande.stages.programme.queries.grants import owns

router = Router(tags=["State aid"])

_KEEPS = (Role.PROGRAMME_OWNER, Role.ECONOMIST)
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]


class EarlierIn(Schema):
    """Aid that a company has had: from when it had the right to it, of whom, how much."""

    granted_on: Day
    giver: _Name
    euro_cents: Annotated[Ore, Field(ge=1)]

    def read(self) -> services.Earlier:
        return services.Earlier(self.granted_on, self.giver, self.euro_cents)


class DeclarationIn(Schema):
    """What a company signed: its linked companies, its earlier aid, and where the paper is."""

    signed_on: Day
    signatory: _Name
    evidence: Filled
    linked: Annotated[list[_Number], Field(max_length=200, default_factory=list)]
    earlier: Annotated[list[EarlierIn], Field(max_length=200, default_factory=list)]

    def read(self) -> services.Declaration:
        earlier = [one.read() for one in self.earlier]
        return services.Declaration(
            self.signed_on, self.signatory, self.evidence, self.linked, earlier
        )


class DeclarationOut(Schema):
    id: int
    company_id: int
    signed_on: date
    signatory: str
    evidence: str


class BenefitIn(Schema):
    """What a company is given the right to; training aid says what it is a share of."""

    basis: AidBasis
    words: _Words
    granted_on: Day
    value_ore: Ore
    eligible_ore: Ore | None = None
    disadvantaged: bool = False

    def read(self) -> services.Benefit:
        return services.Benefit(**self.dict())


class AidOut(Schema):
    id: int
    basis: AidBasis
    words: str
    granted_on: date
    size: str
    value_ore: int
    euro_cents: int
    eligible_ore: int | None
    percent: int | None
    disadvantaged: bool
    declaration_id: int | None


class HeadroomOut(Schema):
    """What an undertaking may still be given today in euro cents, and what that rests on."""

    on: date
    window_from: date
    group: list[str]
    declaration_id: int | None
    ceiling_cents: int
    ceiling_source: str
    declared_cents: int
    granted_cents: int
    left_cents: int


@router.get(
    "/engagements/{int:engagement_id}/aid",
    response=list[AidOut],
    summary="List the state aid that a company was given in a programme, the latest first",
)
@paginate
def list_company_aid(request: SignedInRequest, engagement_id: int) -> QuerySet[AidGrant]:
    return list_aid(_own(request, engagement_id))


@router.post(
    "/engagements/{int:engagement_id}/aid",
    response={201: AidOut},
    summary="Give a company the right to a benefit, on a ground that holds",
)
def grant_aid(request: SignedInRequest, engagement_id: int, sent: BenefitIn) -> AidGrant:
    return services.grant_aid(
        engagement=_own(request, engagement_id),
        benefit=sent.read(),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/engagements/{int:engagement_id}/aid-headroom",
    response=HeadroomOut,
    summary="Read what is left under the ceiling of a company and those linked with it",
)
def show_headroom(request: SignedInRequest, engagement_id: int) -> HeadroomOut:
    found = get_headroom(_own(request, engagement_id).company, on=timezone.localdate())
    names = ("on", "window_from", "declared_cents", "granted_cents", "left_cents")
    return HeadroomOut(
        **{name: getattr(found, name) for name in names},
        group=list(found.group),
        declaration_id=found.declaration.pk if found.declaration else None,
        ceiling_cents=found.ceiling.amount,
        ceiling_source=found.ceiling.source,
    )


@router.post(
    "/engagements/{int:engagement_id}/aid-declarations",
    response={201: DeclarationOut},
    summary="Note what a company has declared of linked companies and earlier aid",
)
def declare_aid(
    request: SignedInRequest, engagement_id: int, sent: DeclarationIn
) -> AidDeclaration:
    return services.declare_aid(
        company=_own(request, engagement_id).company,
        declaration=sent.read(),
        by=request.user,
        at=timezone.now(),
    )


def _own(request: SignedInRequest, engagement_id: int) -> Engagement:
    found = get_object_or_404(engagements_visible_to(request.viewer), pk=engagement_id)
    if not owns(request.viewer, found.programme, *_KEEPS):
        raise Http404
    return found
