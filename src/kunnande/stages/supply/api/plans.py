from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja.pagination import paginate

from kunnande.stages.parties.queries import Organisation, Role, SignedInRequest, organisations_of
from kunnande.stages.supply.api.acts import router
from kunnande.stages.supply.api.plan_schemas import (
    CoachedOut,
    CoachIn,
    CoachingOut,
    EvidenceOut,
    FollowUpIn,
    MeasureIn,
    NewMeasureIn,
    NoteIn,
    NoteOut,
    Number,
    PlanOut,
    PlanWordsIn,
)
from kunnande.stages.supply.models import CoachNote, CompetencePlan
from kunnande.stages.supply.queries.changes import tell_changes
from kunnande.stages.supply.queries.plans import (
    PlanPage,
    find_plan,
    get_measure,
    get_plan,
    list_coach_notes,
    list_coached_companies,
    list_own_coachings,
    list_planning_companies,
    read_plan,
)
from kunnande.stages.supply.services import coaching, plans
from kunnande.stages.supply.services.evidence import Evidence, export_evidence

__all__ = ["router"]


@router.get(
    "/organisations/{int:organisation_id}/competence-plan",
    response={200: PlanOut, 404: None},
    summary="Read a company's plan: the draft, the one in force, or the version asked for",
)
def show_competence_plan(
    request: SignedInRequest,
    organisation_id: int,
    year: Number | None = None,
    version: Number | None = None,
) -> PlanOut:
    found = find_plan(_company(request, organisation_id).pk, year, version)
    if found is None:
        raise CompetencePlan.DoesNotExist
    return _told(request, found)


@router.post(
    "/organisations/{int:organisation_id}/competence-plan",
    response={201: PlanOut},
    summary="Draft the next version of this year's plan from the company's numbers",
)
def draft_competence_plan(request: SignedInRequest, organisation_id: int) -> PlanOut:
    now = timezone.localtime()
    made = plans.draft_competence_plan(
        company=_company(request, organisation_id), year=now.year, by=request.user, at=now
    )
    return _told(request, made)


@router.put(
    "/competence-plans/{int:supply_plan_id}/words",
    response=PlanOut,
    summary="Replace the goals and the year's wheel of a draft",
)
def change_plan_words(request: SignedInRequest, supply_plan_id: int, sent: PlanWordsIn) -> PlanOut:
    changed = plans.change_plan_words(
        plan=get_plan(supply_plan_id, request.viewer),
        goals=sent.goals,
        wheel={step.month: step.words for step in sent.wheel},
        by=request.user,
        at=timezone.now(),
    )
    return _told(request, changed)


@router.post(
    "/competence-plans/{int:supply_plan_id}/measures",
    response={201: PlanOut},
    summary="Add a measure about an area or a role; what is present is counted",
)
def add_measure(request: SignedInRequest, supply_plan_id: int, sent: NewMeasureIn) -> PlanOut:
    plan = get_plan(supply_plan_id, request.viewer)
    plans.add_measure(
        plan=plan,
        area_id=sent.area_id,
        role_id=sent.role_id,
        choice=sent.read(),
        by=request.user,
        at=timezone.now(),
    )
    return _told(request, plan)


@router.put("/measures/{int:measure_id}", response=PlanOut, summary="Change a measure of a draft")
def change_measure(request: SignedInRequest, measure_id: int, sent: MeasureIn) -> PlanOut:
    found = get_measure(measure_id, request.viewer)
    plans.change_measure(measure=found, choice=sent.read(), by=request.user, at=timezone.now())
    return _told(request, found.plan)


@router.delete(
    "/measures/{int:measure_id}", response={204: None}, summary="Take a measure out of a draft"
)
def remove_measure(request: SignedInRequest, measure_id: int) -> None:
    found = get_measure(measure_id, request.viewer)
    plans.remove_measure(measure=found, by=request.user, at=timezone.now())


@router.put(
    "/measures/{int:measure_id}/follow-up",
    response=PlanOut,
    summary="Say when a measure was done and what it gave",
)
def follow_up_measure(request: SignedInRequest, measure_id: int, sent: FollowUpIn) -> PlanOut:
    found = get_measure(measure_id, request.viewer)
    plans.follow_up_measure(measure=found, **sent.dict(), by=request.user, at=timezone.now())
    return _told(request, found.plan)


@router.post(
    "/competence-plans/{int:supply_plan_id}/adoption",
    response=PlanOut,
    summary="Adopt a draft; the version before stays readable",
)
def adopt_competence_plan(request: SignedInRequest, supply_plan_id: int) -> PlanOut:
    adopted = plans.adopt_competence_plan(
        plan=get_plan(supply_plan_id, request.viewer), by=request.user, at=timezone.now()
    )
    return _told(request, adopted)


@router.get(
    "/organisations/{int:organisation_id}/iso-9001-evidence",
    response=EvidenceOut,
    summary="Take out the evidence for ISO 9001:2015, 7.2; each person named can see it",
)
def show_evidence(request: SignedInRequest, organisation_id: int) -> Evidence:
    return export_evidence(
        company=_own(request, organisation_id), by=request.user, at=timezone.localtime()
    )


@router.get("/me/coached-companies", response=list[CoachedOut], summary="List whom I coach")
@paginate
def list_my_coached_companies(request: SignedInRequest) -> object:
    return list_coached_companies(request.viewer)


@router.get(
    "/organisations/{int:organisation_id}/coach-notes",
    response=list[NoteOut],
    summary="Read the coach's log, latest first",
)
@paginate
def list_notes(request: SignedInRequest, organisation_id: int) -> list[NoteOut]:
    notes = list_coach_notes(_company(request, organisation_id).pk)
    return [_note(note) for note in notes]


@router.post(
    "/organisations/{int:organisation_id}/coach-notes",
    response={201: NoteOut},
    summary="Write in the log of a company that has let me in",
)
def write_coach_note(request: SignedInRequest, organisation_id: int, sent: NoteIn) -> NoteOut:
    note = coaching.write_coach_note(
        company=_company(request, organisation_id),
        **sent.dict(),
        by=request.user,
        at=timezone.now(),
    )
    return _note(note)


@router.post(
    "/organisations/{int:organisation_id}/coaches",
    response={201: CoachingOut},
    summary="Let a coach read and write the plan",
)
def let_coach_in(request: SignedInRequest, organisation_id: int, sent: CoachIn) -> CoachingOut:
    made = coaching.let_coach_in(
        company=_own(request, organisation_id),
        email=sent.email,
        by=request.user,
        at=timezone.localtime(),
    )
    return CoachingOut(id=made.pk, coach=str(made.coach), from_at=made.from_at)


@router.delete(
    "/coachings/{int:coaching_id}", response={204: None}, summary="Let a coach in no longer"
)
def end_coaching(request: SignedInRequest, coaching_id: int) -> None:
    found = get_object_or_404(list_own_coachings(request.viewer), pk=coaching_id)
    coaching.end_coaching(coaching=found, by=request.user, at=timezone.now())


def _company(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(list_planning_companies(request.viewer), pk=organisation_id)


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)


def _told(request: SignedInRequest, plan: CompetencePlan) -> PlanOut:
    own = plan.company_id in request.viewer.organisations(Role.EMPLOYER)
    page = read_plan(plan, tells_few=own)
    before = find_plan(plan.company_id, plan.year, plan.version - 1)
    changes = tell_changes(read_plan(before, tells_few=own), page) if before else []
    told = {name: getattr(page, name) for name in PlanPage.__dataclass_fields__}
    return PlanOut.model_validate({**told, "changes": changes})


def _note(note: CoachNote) -> NoteOut:
    return NoteOut(
        id=note.pk,
        at=note.at,
        coach=str(note.coach),
        words=note.words,
        next_step=note.next_step,
        next_on=note.next_on,
    )
