from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema
from ninja.pagination import paginate

from kunnande.stages.disclosure import services
from kunnande.stages.disclosure.queries import (
    Agreement,
    Answer,
    find_answer,
    get_agreement_in_force,
    list_agreements as list_rows,
)
from kunnande.stages.parties.queries import (
    Person,
    Role,
    SignedInRequest,
    get_person,
    is_employed_by,
)

router = Router(tags=["Sharing"])


class AgreementOut(Schema):
    id: int
    version: int
    extent: str
    from_on: date


class AnswerIn(Schema):
    accepted: bool


class AnswerOut(Schema):
    agreement_id: int
    accepted: bool
    answered_at: datetime


class OwnAgreement(Schema):
    agreement: AgreementOut
    answer: AnswerOut | None


@router.get(
    "/organisations/{int:organisation_id}/agreement",
    response=OwnAgreement,
    summary="Read what my employer will see, and what I answered",
)
def get_agreement(request: SignedInRequest, organisation_id: int) -> dict[str, object]:
    today = timezone.localdate()
    person = _employee(request, organisation_id, today)
    return {
        "agreement": get_agreement_in_force(organisation_id, on=today),
        "answer": find_answer(person.pk, organisation_id, on=today),
    }


@router.put(
    "/organisations/{int:organisation_id}/agreement/answer",
    response=AnswerOut,
    summary="Say yes or no to what my employer will see",
)
def answer_agreement(request: SignedInRequest, organisation_id: int, answer: AnswerIn) -> Answer:
    now = timezone.localtime()
    person = _employee(request, organisation_id, now.date())
    return services.answer_agreement(
        agreement=get_agreement_in_force(organisation_id, on=now.date()),
        person=person,
        accepted=answer.accepted,
        by=request.user,
        at=now,
    )


@router.get(
    "/organisations/{int:organisation_id}/agreements",
    response=list[AgreementOut],
    summary="List what my company has agreed to see, latest first",
)
@paginate
def list_agreements(request: SignedInRequest, organisation_id: int) -> list[Agreement]:
    if organisation_id not in request.viewer.organisations(Role.EMPLOYER):
        raise PermissionDenied
    return list_rows(organisation_id)


def _employee(request: SignedInRequest, organisation_id: int, on: date) -> Person:
    person_id = request.viewer.person_id
    if person_id is None or not is_employed_by(
        person_id=person_id, organisation_id=organisation_id, on=on
    ):
        raise Http404
    return get_person(person_id)
