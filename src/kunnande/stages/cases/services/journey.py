from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.cases.models import Case, CaseState
from kunnande.stages.cases.queries import must_answer_first
from kunnande.stages.disclosure.services import ensure_agreement
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, Person, User

# From each state, the states a case may move to. A retake goes back to being mapped.
MOVES = MappingProxyType(
    {
        CaseState.REGISTERED: {CaseState.ADMITTED, CaseState.CLOSED},
        CaseState.ADMITTED: {CaseState.MAPPED, CaseState.CLOSED},
        CaseState.MAPPED: {CaseState.TEST_PLANNED, CaseState.CLOSED},
        CaseState.TEST_PLANNED: {CaseState.TESTING, CaseState.MAPPED, CaseState.CLOSED},
        # A test that ended without a result lets the case wait for another.
        CaseState.TESTING: {CaseState.TESTED, CaseState.MAPPED},
        CaseState.TESTED: {CaseState.FEEDBACK_GIVEN},
        CaseState.FEEDBACK_GIVEN: {CaseState.DECIDED},
        CaseState.DECIDED: {CaseState.MAPPED, CaseState.CLOSED},
        CaseState.CLOSED: set(),
    }
)


class CaseAlreadyOpenError(ValueError):
    """The person already has an open case for this product version."""


class DisclosureUnansweredError(ValueError):
    """The person has not said yes or no to what the employer will see."""


class WrongStateError(ValueError):
    """The case is not where this act can be done."""


@transaction.atomic
def open_case(
    *,
    person: Person,
    product_version_id: int,
    employer: Organisation | None = None,
    by: User,
    at: datetime,
) -> Case:
    """Register somebody for a validation. Raises CaseAlreadyOpenError.

    An employer without an agreement gets the usual one: it stands before any test.
    """
    if employer:
        ensure_agreement(organisation=employer, by=by, at=at)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                person=person,
                product_version_id=product_version_id,
                employer=employer,
                opened_at=at,
                changed_at=at,
            )
    except IntegrityError as error:
        raise CaseAlreadyOpenError(_("Det finns redan ett öppet ärende för provet.")) from error
    record(
        chain=case.trail_name,
        act="case_opened",
        subject=f"person:{person.pk}",
        by=by,
        at=at,
        facts={
            "product_version": product_version_id,
            "employer": employer.pk if employer else None,
        },
    )
    return case


@transaction.atomic
def admit(*, case: Case, by: User, at: datetime) -> Case:
    """Let the person go on to the mapping. Raises DisclosureUnansweredError, WrongStateError."""
    if must_answer_first(case, on=localdate(at)):
        raise DisclosureUnansweredError(
            _("Läs först vad arbetsgivaren får se, och svara ja eller nej.")
        )
    return move_case(case=case, to=CaseState.ADMITTED, by=by, at=at)


@transaction.atomic
def move_case(*, case: Case, to: str, by: User, at: datetime) -> Case:
    """Move a case one step. The guard of each step lives in the room that asks for it.

    Raises WrongStateError.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if to not in MOVES[CaseState(locked.state)]:
        raise WrongStateError(
            _("Ärendet är %(now)s och kan inte bli %(then)s.")
            % {
                "now": CaseState(locked.state).label.lower(),
                "then": CaseState(to).label.lower(),
            }
        )
    record(
        chain=locked.trail_name,
        act="case_moved",
        subject=f"person:{locked.person_id}",
        by=by,
        at=at,
        facts={"from": locked.state, "to": str(to)},
    )
    if locked.state == CaseState.DECIDED and to == CaseState.MAPPED:
        locked.round += 1
    locked.state = to
    locked.changed_at = at
    locked.save(update_fields=["state", "round", "changed_at"])
    case.state, case.round, case.changed_at = locked.state, locked.round, at
    return case
