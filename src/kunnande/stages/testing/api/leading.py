from collections.abc import Set as AbstractSet
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router
from ninja.errors import ValidationError
from ninja.pagination import paginate

from kunnande.stages.cases.queries import Case, CaseState, FeedbackTalk, list_cases_in
from kunnande.stages.cases.services import hold_feedback_talk as hold_talk
from kunnande.stages.framework.queries import localised
from kunnande.stages.itembank.queries import get_blueprint
from kunnande.stages.parties.queries import Role, SignedInRequest, get_organisation
from kunnande.stages.testing import services
from kunnande.stages.testing.api.schemas import (
    CaseToTest,
    DayIn,
    FormOut,
    ResultOut,
    RetakeOut,
    RetakesOut,
    SittingIn,
    SittingOut,
    TalkIn,
    TalkOut,
)
from kunnande.stages.testing.queries import (
    Sitting,
    SittingState,
    get_case_to_plan,
    get_sitting,
    list_cases_to_talk_about,
    list_form_choices,
    list_sittings_at_centres,
    sittings_visible_to,
)

router = Router(tags=["Theory tests"])


@router.get("/cases-to-plan", response=list[CaseToTest], summary="List who waits for a test")
@paginate
def list_cases_to_plan(request: SignedInRequest) -> list[CaseToTest]:
    return [_waiting(case) for case in list_cases_in(CaseState.MAPPED, request.viewer)]


@router.get("/cases-to-talk-about", response=list[CaseToTest], summary="List who waits for a talk")
@paginate
def list_cases_to_talk(request: SignedInRequest) -> list[CaseToTest]:
    return [_waiting(case) for case in list_cases_to_talk_about(request.viewer)]


@router.get(
    "/cases-to-retake",
    response=RetakesOut,
    summary="List who may try again; each who is listed can see that they were",
)
def show_retakes(
    request: SignedInRequest,
    limit: Annotated[int, Query(ge=1, le=500)] = 25,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> RetakesOut:
    shown = services.show_retakes(first=offset, most=limit, by=request.user, at=timezone.now())
    items = [
        RetakeOut(**_waiting(row.case).dict(), earliest_on=row.earliest_on) for row in shown.rows
    ]
    return RetakesOut(items=items, count=shown.total)


@router.get("/cases/{int:case_id}/forms", response=list[FormOut], summary="List forms to plan")
@paginate
def list_forms(request: SignedInRequest, case_id: int) -> list[FormOut]:
    case = get_case_to_plan(case_id, request.viewer)
    return [
        FormOut(
            blueprint_id=choice.blueprint.pk,
            name=choice.name,
            items=choice.items,
            can_be_planned=choice.can_be_planned,
            areas_short_of_items=[area.code for area in choice.shortages],
        )
        for choice in list_form_choices(case, on=timezone.localdate())
    ]


@router.get("/sittings", response=list[SittingOut], summary="List the tests at my centres")
@paginate
def list_sittings(request: SignedInRequest) -> list[Sitting]:
    return list_sittings_at_centres(request.viewer, since=timezone.localdate())


@router.post("/cases/{int:case_id}/sittings", response={201: SittingOut}, summary="Plan a test")
def plan_sitting(request: SignedInRequest, case_id: int, sitting: SittingIn) -> Sitting:
    now = timezone.localtime()
    case = get_case_to_plan(case_id, request.viewer)
    offered = {choice.blueprint.pk for choice in list_form_choices(case, on=now.date())}
    own = request.viewer.organisations(Role.TEST_LEADER)
    if sitting.blueprint_id not in offered or sitting.centre_id not in own:
        raise Http404
    return services.plan_sitting(
        case=case,
        blueprint=get_blueprint(sitting.blueprint_id),
        centre=get_organisation(sitting.centre_id),
        takes_place_on=sitting.takes_place_on,
        language=sitting.language,
        by=request.user,
        at=now,
    )


@router.put("/sittings/{int:sitting_id}/day", response=SittingOut, summary="Move a test")
def replan_sitting(request: SignedInRequest, sitting_id: int, day: DayIn) -> Sitting:
    services.replan_sitting(
        sitting=get_sitting(sitting_id, request.viewer),
        takes_place_on=day.takes_place_on,
        by=request.user,
        at=timezone.now(),
    )
    return get_sitting(sitting_id, request.viewer)


@router.get(
    "/sittings/{int:sitting_id}/result", response=ResultOut, summary="Read what a test showed"
)
def show_result(request: SignedInRequest, sitting_id: int) -> services.ResultPage:
    sitting = get_sitting(sitting_id, request.viewer)
    return services.show_result(sitting=sitting, by=request.user, at=timezone.now())


@router.post(
    "/cases/{int:case_id}/feedback-talks",
    response={201: TalkOut},
    summary="Note the talk about a result; it may then be shown as agreed",
)
def hold_feedback_talk(request: SignedInRequest, case_id: int, talk: TalkIn) -> FeedbackTalk:
    now = timezone.now()
    sitting = _latest_finished(request, case_id)
    page = services.show_result(sitting=sitting, by=request.user, at=now)
    proposals = {proposal.area_version_id: proposal.text for proposal in talk.proposals}
    _refuse_unproposed(page, proposals.keys())
    return hold_talk(
        case=sitting.case, summary=talk.summary, proposals=proposals, by=request.user, at=now
    )


def _waiting(case: Case) -> CaseToTest:
    return CaseToTest(
        case_id=case.pk,
        person_name=case.person.name,
        product=localised(case.product_version.product, "name"),
        waiting_since=case.changed_at,
    )


def _latest_finished(request: SignedInRequest, case_id: int) -> Sitting:
    finished = sittings_visible_to(request.viewer).filter(
        case_id=case_id, state=SittingState.FINISHED
    )
    sitting = finished.order_by("finished_at").last()
    if sitting is None or sitting.case.person_id == request.user.person_id:
        raise Http404
    return sitting


def _refuse_unproposed(page: services.ResultPage, proposed: AbstractSet[int]) -> None:
    missing = [row.area_version_id for row in page.remaining if row.area_version_id not in proposed]
    if missing:
        raise ValidationError(
            [{"type": "missing", "loc": ("body", "talk", "proposals", area)} for area in missing]
        )
