from datetime import date
from typing import Literal

from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema

from kunnande.stages.parties import services
from kunnande.stages.parties.models import StatedGender
from kunnande.stages.parties.queries import SignedInRequest
from kunnande.stages.parties.queries.genders import find_stated_gender

router = Router(tags=["Organisations and people"])


class GenderIn(Schema):
    gender: Literal["woman", "man", "other"]


class GenderOut(Schema):
    gender: str
    stated_on: date


@router.get(
    "/me/gender",
    response=GenderOut | None,
    summary="Read what I have said of my gender, or nothing",
)
def show_own_gender(request: SignedInRequest) -> StatedGender | None:
    if request.viewer.person_id is None:
        raise Http404
    return find_stated_gender(request.viewer.person_id)


@router.put("/me/gender", response=GenderOut, summary="Say which gender I am counted as")
def state_gender(request: SignedInRequest, stated: GenderIn) -> StatedGender:
    return services.state_gender(gender=stated.gender, by=request.user, at=timezone.now())


@router.delete("/me/gender", response={204: None}, summary="Take back what I said of my gender")
def take_back_gender(request: SignedInRequest) -> None:
    services.take_back_gender(by=request.user, at=timezone.now())
