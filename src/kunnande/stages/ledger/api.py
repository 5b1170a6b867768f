from datetime import date, datetime

from django.utils import timezone
from ninja import Field, Router, Schema

from kunnande.stages.ledger import services
from kunnande.stages.ledger.models import Ending
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Competence"])


class StatementOut(Schema):
    id: int
    person_name: str
    area_name: str
    level: int
    kind: str
    stated_on: date
    has_ended: bool


class WithdrawalIn(Schema):
    reason: str = Field(max_length=500)


class WithdrawalOut(Schema):
    statement_id: int
    reason: str
    ended_at: datetime


@router.get(
    "/statements/{int:statement_id}",
    response=StatementOut,
    summary="Read a statement that is mine to withdraw; who looked is recorded",
)
def show_statement(request: SignedInRequest, statement_id: int) -> services.ToWithdraw:
    return services.show_statement_to_withdraw(
        statement_id=statement_id, by=request.user, at=timezone.now()
    )


@router.post(
    "/statements/{int:statement_id}/withdrawal",
    response={201: WithdrawalOut},
    summary="Withdraw what is stated of somebody, for a reason they will read",
)
def withdraw_statement(
    request: SignedInRequest, statement_id: int, withdrawal: WithdrawalIn
) -> Ending:
    return services.withdraw_statement(
        statement_id=statement_id, reason=withdrawal.reason, by=request.user, at=timezone.now()
    )
