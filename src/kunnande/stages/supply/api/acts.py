from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Field, Query, Schema
from pydantic import StringConstraints

from kunnande.stages.parties.queries import SignedInRequest
from kunnande.stages.supply import services
from kunnande.stages.supply.api.matrix import CellPageOut, SelectionIn, own_company, router
from kunnande.stages.supply.queries import (
    BoardRow,
    LevelWords,
    SavedView,
    Signs,
    get_level_words as get_words,
    get_matrix,
    get_saved_view,
    list_board,
    list_saved_views as list_views,
)

__all__ = ["router"]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Sign = Annotated[str, StringConstraints(max_length=2)]
Meaning = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class ViewIn(Schema):
    name: Name
    team: str = Field("", max_length=100)
    shift: str = Field("", max_length=60)
    site: str = Field("", max_length=60)
    role: str = Field("", max_length=18)
    family: str = Field("", max_length=100)
    state: str = Field("", max_length=20)


class ViewOut(Schema):
    id: int
    name: str
    selection: dict[str, str]


class WordsIn(Schema):
    scale: Literal["digits", "iluo", "own"]
    signs: list[Sign] = Field(min_length=5, max_length=5)
    meanings: list[Meaning] = Field(min_length=5, max_length=5)


class WordsOut(Schema):
    scale: str
    signs: list[str]
    meanings: list[str]


class AttestedIn(Schema):
    person_id: int
    area_id: int
    level: int = Field(ge=1, le=4)


class AttestationsIn(Schema):
    attested: list[AttestedIn] = Field(max_length=2000)


class AttestationsOut(Schema):
    stated: int


class TaskOut(Schema):
    kind: str
    area_id: int
    area_name: str
    can_alone: int
    needed: int
    person_id: int
    person_name: str
    held: int
    required: int
    mark: str


class WorkListOut(Schema):
    counts: dict[str, int]
    tasks: list[TaskOut]
    number: int
    pages: int


class BoardRowOut(Schema):
    area_id: int
    name: str
    family: str
    can_alone: int | None
    needed: int


class PastOut(Schema):
    level: int
    kind: str
    stated_at: datetime
    ended_on: date
    why: str


class DeviationOut(Schema):
    kind: str
    reason: str
    from_on: date
    to_on: date | None


class HistoryOut(Schema):
    now: CellPageOut
    past: list[PastOut]
    deviations: list[DeviationOut]


class TaskSelectionIn(SelectionIn):
    """What narrows the list: as for the matrix, and to one kind of task; a page at a time."""

    kind: Literal["", "few", "single", "soon", "missing"] = ""
    page: int = Field(1, ge=1, le=99999)


@router.get(
    "/organisations/{int:organisation_id}/matrix/{int:person_id}/{int:area_id}/history",
    response=HistoryOut,
    summary="Read what one square of the matrix has been through",
)
def show_history(
    request: SignedInRequest, organisation_id: int, person_id: int, area_id: int
) -> services.HistoryPage:
    return services.show_history(
        organisation=own_company(request, organisation_id),
        person_id=person_id,
        area_id=area_id,
        by=request.user,
        at=timezone.localtime(),
    )


@router.get(
    "/organisations/{int:organisation_id}/matrix/tasks",
    response=WorkListOut,
    summary="Read what a selection of the matrix leaves to do",
)
def show_work_list(
    request: SignedInRequest,
    organisation_id: int,
    selection: Query[TaskSelectionIn],
) -> services.WorkList:
    return services.show_work_list(
        organisation=own_company(request, organisation_id),
        selection=selection.read(),
        kind=selection.kind,
        number=selection.page,
        by=request.user,
        at=timezone.localtime(),
    )


@router.get(
    "/organisations/{int:organisation_id}/matrix/board",
    response=list[BoardRowOut],
    summary="Read the matrix as numbers by area, with nobody in them",
)
def show_coverage(
    request: SignedInRequest, organisation_id: int, selection: Query[SelectionIn]
) -> list[BoardRow]:
    organisation = own_company(request, organisation_id)
    return list_board(get_matrix(organisation, selection.read(), on=timezone.localdate()))


@router.post(
    "/organisations/{int:organisation_id}/matrix/attestations",
    response={201: AttestationsOut},
    summary="Attest what an employer has seen its people do, all of it or nothing",
)
def attest_levels(
    request: SignedInRequest, organisation_id: int, attestations: AttestationsIn
) -> dict[str, int]:
    stated = services.attest_levels(
        organisation=own_company(request, organisation_id),
        attested=[services.Attested(**one.dict()) for one in attestations.attested],
        by=request.user,
        at=timezone.localtime(),
    )
    return {"stated": len(stated)}


@router.get(
    "/organisations/{int:organisation_id}/views",
    response=list[ViewOut],
    summary="List the selections my company has saved",
)
def list_saved_views(request: SignedInRequest, organisation_id: int) -> list[SavedView]:
    return list_views(own_company(request, organisation_id).pk)


@router.post(
    "/organisations/{int:organisation_id}/views",
    response={201: ViewOut},
    summary="Save a selection of the matrix under a name",
)
def save_view(request: SignedInRequest, organisation_id: int, view: ViewIn) -> SavedView:
    return services.save_view(
        organisation=own_company(request, organisation_id),
        name=view.name,
        selection=view.dict(exclude={"name"}),
        by=request.user,
        at=timezone.now(),
    )


@router.delete(
    "/organisations/{int:organisation_id}/views/{int:view_id}",
    response={204: None},
    summary="Forget a saved selection",
)
def forget_view(request: SignedInRequest, organisation_id: int, view_id: int) -> None:
    organisation = own_company(request, organisation_id)
    try:
        view = get_saved_view(organisation.pk, view_id)
    except SavedView.DoesNotExist as error:
        raise Http404 from error
    services.forget_view(view=view, by=request.user, at=timezone.now())


@router.get(
    "/organisations/{int:organisation_id}/level-words",
    response=WordsOut,
    summary="Read what my company calls the levels",
)
def get_level_words(request: SignedInRequest, organisation_id: int) -> Signs:
    return get_words(own_company(request, organisation_id).pk)


@router.put(
    "/organisations/{int:organisation_id}/level-words",
    response=WordsOut,
    summary="Say what my company calls the levels; what they require does not change",
)
def set_level_words(request: SignedInRequest, organisation_id: int, words: WordsIn) -> LevelWords:
    return services.set_level_words(
        organisation=own_company(request, organisation_id),
        by=request.user,
        at=timezone.now(),
        **words.dict(),
    )
