from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from ninja import Router, Schema
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.stages.cases.queries import list_cases_of
from kunnande.stages.development import services
from kunnande.stages.development.queries import Gap, list_gaps
from kunnande.stages.development.queries.plans import (
    Plan,
    SaidYes,
    StepInWords,
    find_own_plan,
    get_own_plan,
    get_own_step,
    get_shown_plan,
    list_plans_shown_to,
    list_yeses,
    steps_in_words,
)
from kunnande.stages.parties.queries import (
    SignedInRequest,
    get_organisation,
    get_person,
    list_employers_of,
)

router = Router(tags=["Development plans"])

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Recipient = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class GapOut(Schema):
    area_id: int
    name: str
    required_level: int
    shown_level: int
    accepted_kinds: list[str]
    why: str


class StepOut(Schema):
    step_id: int
    area: str
    shown_level: int
    required_level: int
    means: str
    course: str
    by_on: date | None
    whose_time: str
    words: str


class YesOut(Schema):
    party: str
    name: str
    at: datetime | None


class PlanOut(Schema):
    id: int
    person_id: int
    company_id: int | None
    version: int
    state: str
    steps: list[StepOut]
    agreements: list[YesOut]


class PlanRow(Schema):
    id: int
    person_id: int
    person_name: str
    company_id: int | None
    version: int
    state: str
    changed_at: datetime


class StepIn(Schema):
    means: str
    whose_time: str = "work"
    course_id: int | None = None
    by_on: date | None = None
    words: Words = ""


class HandOverIn(Schema):
    recipient: Recipient
    company_id: int | None = None


class ProvenOut(Schema):
    area: str
    level: int
    kind: str
    shown_on: date
    place: str
    valid_until: date | None


class HandOverOut(Schema):
    recipient: str
    made_on: date
    company: str
    proven: list[ProvenOut]
    remaining: list[GapOut]
    sha256: str


@router.get(
    "/me/employers/{int:organisation_id}/gaps",
    response=list[GapOut],
    summary="List what my roles ask for and I have not shown",
)
def list_own_gaps(request: SignedInRequest, organisation_id: int) -> list[Gap]:
    on = timezone.localdate()
    employer = _own_employer(request, organisation_id)
    return list_gaps(request.viewer.person_id or 0, employer, on=on)


@router.get(
    "/me/employers/{int:organisation_id}/plan",
    response={200: PlanOut, 404: None},
    summary="Read my plan with an employer",
)
def show_own_plan(request: SignedInRequest, organisation_id: int) -> PlanOut:
    found = find_own_plan(request.viewer.person_id or 0, organisation_id)
    if found is None:
        raise Plan.DoesNotExist
    return _told(request, found)


@router.post(
    "/me/employers/{int:organisation_id}/plan",
    response={201: PlanOut},
    summary="Draft a plan of what remains; it replaces the one before",
)
def draft_plan(request: SignedInRequest, organisation_id: int) -> PlanOut:
    person_id = request.viewer.person_id or 0
    company = get_organisation(_own_employer(request, organisation_id))
    cases = [case for case in list_cases_of(person_id) if case.employer_id == company.pk]
    made = services.draft_plan(
        person=get_person(person_id),
        company=company,
        case=max(cases, key=lambda case: case.opened_at, default=None),
        by=request.user,
        at=timezone.now(),
    )
    return _told(request, made)


@router.put(
    "/me/plan-steps/{int:step_id}", response=StepOut, summary="Say what closes the gap in one area"
)
def change_plan_step(request: SignedInRequest, step_id: int, choice: StepIn) -> StepInWords:
    changed = services.change_step(
        step=get_own_step(step_id, request.viewer),
        choice=services.StepChoice(**choice.dict()),
        by=request.user,
        at=timezone.now(),
    )
    (words,) = steps_in_words([changed])
    return words


@router.post(
    "/me/plans/{int:plan_id}/proposal", response=PlanOut, summary="Show my plan to my employer"
)
def propose_plan(request: SignedInRequest, plan_id: int) -> PlanOut:
    own = get_own_plan(plan_id, request.viewer)
    return _told(request, services.propose_plan(plan=own, by=request.user, at=timezone.now()))


@router.delete(
    "/me/plans/{int:plan_id}/proposal",
    response=PlanOut,
    summary="Show my plan to nobody any more, and change it",
)
def take_back_plan(request: SignedInRequest, plan_id: int) -> PlanOut:
    own = get_own_plan(plan_id, request.viewer)
    return _told(request, services.take_back_plan(plan=own, by=request.user, at=timezone.now()))


@router.get("/plans", response=list[PlanRow], summary="List the plans that are shown to me")
@paginate
def list_plans(request: SignedInRequest) -> list[PlanRow]:
    shown = list_plans_shown_to(request.viewer, on=timezone.localdate())
    return [
        PlanRow(
            id=plan.pk,
            person_id=plan.person_id,
            person_name=plan.person.name,
            company_id=plan.company_id,
            version=plan.version,
            state=plan.state,
            changed_at=plan.changed_at,
        )
        for plan in shown
    ]


@router.get("/plans/{int:plan_id}", response=PlanOut, summary="Read a plan that is shown to me")
def show_plan(request: SignedInRequest, plan_id: int) -> PlanOut:
    return _told(request, get_shown_plan(plan_id, request.viewer, on=timezone.localdate()))


@router.post(
    "/plans/{int:plan_id}/agreements", response=PlanOut, summary="Say yes to a plan shown to me"
)
def agree_plan(request: SignedInRequest, plan_id: int) -> PlanOut:
    now = timezone.now()
    shown = get_shown_plan(plan_id, request.viewer, on=timezone.localdate(now))
    return _told(request, services.agree_plan(plan=shown, by=request.user, at=now))


@router.post(
    "/me/hand-overs",
    response={201: HandOverOut},
    summary="Gather what I take to a transition organisation",
)
def make_hand_over(request: SignedInRequest, asked: HandOverIn) -> HandOverOut:
    package = _gather(request, asked)
    return HandOverOut(
        recipient=package.recipient,
        made_on=package.made_on,
        company=package.company,
        proven=[ProvenOut.from_orm(one) for one in package.proven],
        remaining=[_gap(one.gap) for one in package.remaining],
        sha256=package.hand_over.sha256,
    )


def _gather(request: SignedInRequest, asked: HandOverIn) -> services.HandOverPackage:
    company = None
    if asked.company_id is not None:
        company = get_organisation(_own_employer(request, asked.company_id))
    return services.make_hand_over(
        person=get_person(request.viewer.person_id or 0),
        recipient=asked.recipient,
        company=company,
        by=request.user,
        at=timezone.now(),
    )


def _own_employer(request: SignedInRequest, organisation_id: int) -> int:
    on = timezone.localdate()
    employers = {one.pk for one in list_employers_of(request.viewer.person_id or 0, on=on)}
    if organisation_id not in employers:
        raise Plan.DoesNotExist
    return organisation_id


def _told(request: SignedInRequest, plan: Plan) -> PlanOut:
    steps = services.show_plan(plan=plan, by=request.user, at=timezone.now())
    yeses: list[SaidYes] = list_yeses(plan, services.list_parties_missing(plan))
    return PlanOut(
        id=plan.pk,
        person_id=plan.person_id,
        company_id=plan.company_id,
        version=plan.version,
        state=plan.state,
        steps=[StepOut.from_orm(one) for one in steps_in_words(steps)],
        agreements=[YesOut.from_orm(one) for one in yeses],
    )


def _gap(gap: Gap) -> GapOut:
    return GapOut(
        area_id=gap.area_id,
        name=gap.name,
        required_level=gap.required_level,
        shown_level=gap.shown_level,
        accepted_kinds=sorted(gap.accepted_kinds),
        why=gap.why,
    )
