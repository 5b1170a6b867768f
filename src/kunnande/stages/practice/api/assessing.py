from django.db.models import QuerySet
from django.utils import timezone
from ninja import Router
from ninja.pagination import paginate

from kunnande.stages.parties.queries import SignedInRequest
from kunnande.stages.practice import queries, services
from kunnande.stages.practice.api.schemas import (
    AssessmentOut,
    EntriesIn,
    EntryOut,
    PracticalResultOut,
    PracticalTalkIn,
    PracticalTalkOut,
    ProtocolPageOut,
    ReasonIn,
    UnlockingOut,
)
from kunnande.stages.practice.queries import Assessment

router = Router(tags=["Practical assessments"])


@router.get("/assessments", response=list[AssessmentOut], summary="List what I assess")
@paginate
def list_assessments_to_make(request: SignedInRequest) -> QuerySet[Assessment]:
    return queries.list_assessments_to_make(request.viewer)


@router.post("/assessments/{int:assessment_id}/start", response=AssessmentOut, summary="Begin")
def start_assessment(request: SignedInRequest, assessment_id: int) -> Assessment:
    found = queries.get_assessment_to_make(assessment_id, request.viewer)
    return services.start_assessment(assessment=found, by=request.user, at=timezone.now())


@router.get(
    "/assessments/{int:assessment_id}/protocol",
    response=ProtocolPageOut,
    summary="Read a protocol with what I have entered",
)
def show_protocol(request: SignedInRequest, assessment_id: int) -> queries.ProtocolPage:
    found = queries.get_assessment_to_make(assessment_id, request.viewer)
    return services.show_protocol(assessment=found, by=request.user, at=timezone.now())


@router.post(
    "/assessments/{int:assessment_id}/entries",
    response=list[EntryOut],
    summary="Append entries; each is kept once",
)
def note_entries(
    request: SignedInRequest, assessment_id: int, noted: EntriesIn
) -> list[queries.Operation]:
    found = queries.get_assessment_to_make(assessment_id, request.viewer)
    entries = [services.Entry(**entry.dict()) for entry in noted.entries]
    return services.note_entries(
        assessment=found, entries=entries, by=request.user, at=timezone.now()
    )


@router.post("/assessments/{int:assessment_id}/signature", response=AssessmentOut, summary="Sign")
def sign_assessment(request: SignedInRequest, assessment_id: int) -> Assessment:
    found = queries.get_assessment_to_make(assessment_id, request.viewer)
    return services.sign_assessment(assessment=found, by=request.user, at=timezone.now())


@router.post(
    "/assessments/{int:assessment_id}/unsigned",
    response=AssessmentOut,
    summary="Lock a protocol that the candidate will not sign, with the reason",
)
def close_unsigned_assessment(
    request: SignedInRequest, assessment_id: int, unsigned: ReasonIn
) -> Assessment:
    found = queries.get_assessment_to_make(assessment_id, request.viewer)
    return services.close_unsigned_assessment(
        assessment=found, reason=unsigned.reason, by=request.user, at=timezone.now()
    )


@router.get("/me/assessments", response=list[AssessmentOut], summary="List my assessments")
@paginate
def list_own_assessments(request: SignedInRequest) -> list[Assessment]:
    person_id = request.viewer.person_id
    return queries.list_assessments_of_person(person_id) if person_id else []


@router.post(
    "/me/assessments/{int:assessment_id}/signature",
    response=AssessmentOut,
    summary="Sign my own protocol, which locks it",
)
def sign_own_assessment(request: SignedInRequest, assessment_id: int) -> Assessment:
    found = queries.get_own_assessment(assessment_id, request.viewer)
    return services.sign_own_assessment(assessment=found, by=request.user, at=timezone.now())


@router.get(
    "/assessments/{int:assessment_id}/result",
    response=PracticalResultOut,
    summary="Read what a practical assessment showed",
)
def show_practical_result(
    request: SignedInRequest, assessment_id: int
) -> services.PracticalResultPage:
    found = queries.get_assessment(assessment_id, request.viewer)
    return services.show_practical_result(assessment=found, by=request.user, at=timezone.now())


@router.post(
    "/assessments/{int:assessment_id}/talks",
    response={201: PracticalTalkOut},
    summary="Note the talk about a result; it may then be shown as agreed",
)
def hold_practical_talk(
    request: SignedInRequest, assessment_id: int, talk: PracticalTalkIn
) -> queries.PracticalTalk:
    return services.hold_practical_talk(
        assessment=queries.get_assessment(assessment_id, request.viewer),
        summary=talk.summary,
        proposals={row.area_version_id: row.text for row in talk.proposals},
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/assessments-locked", response=list[AssessmentOut], summary="List what may be unlocked"
)
@paginate
def list_assessments_locked(request: SignedInRequest) -> QuerySet[Assessment]:
    return queries.list_assessments_locked(request.viewer)


@router.post(
    "/assessments/{int:assessment_id}/unlockings",
    response={201: UnlockingOut},
    summary="Unlock a protocol, with a reason",
)
def unlock_assessment(
    request: SignedInRequest, assessment_id: int, unlocking: ReasonIn
) -> queries.Unlocking:
    return services.unlock_assessment(
        assessment=queries.get_assessment(assessment_id, request.viewer),
        reason=unlocking.reason,
        by=request.user,
        at=timezone.now(),
    )
