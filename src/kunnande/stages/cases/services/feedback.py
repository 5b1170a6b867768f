from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.cases.models import Case, CaseState, FeedbackTalk, ProposedDevelopment
from kunnande.stages.cases.services.journey import move_case
from kunnande.stages.cases.services.mapping import UnknownAreaError
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.ledger.services import release_results
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kunnande.stages.parties.queries import User


class NotYourOwnResultError(PermissionError):
    """Nobody holds the feedback talk with themselves."""


@transaction.atomic
def hold_feedback_talk(
    *, case: Case, summary: str, proposals: Mapping[int, str], by: User, at: datetime
) -> FeedbackTalk:
    """Record the talk and what was proposed per area; the result may now be shown as agreed.

    Raises NotYourOwnResultError, UnknownAreaError, WrongStateError.
    """
    proposed = {area: text.strip() for area, text in proposals.items() if text.strip()}
    if by.person_id == case.person_id:
        raise NotYourOwnResultError(_("Samtalet hålls av någon annan än den som gjort provet."))
    if not proposed.keys() <= {a.area_version_id for a in list_areas_of(case.product_version_id)}:
        raise UnknownAreaError(_("Området hör inte till det här ärendet."))
    move_case(case=case, to=CaseState.FEEDBACK_GIVEN, by=by, at=at)
    talk = FeedbackTalk.objects.create(
        case=case, round=case.round, held_by=by, held_at=at, summary=summary.strip()
    )
    ProposedDevelopment.objects.bulk_create(
        ProposedDevelopment(feedback_talk=talk, area_version_id=area_version_id, text=text)
        for area_version_id, text in proposed.items()
    )
    release_results(release_key=case.release_key, person=case.person, by=by, at=at)
    record(
        chain=case.trail_name,
        act="feedback_given",
        subject=f"person:{case.person_id}",
        by=by,
        at=at,
        facts={"proposals": len(proposed)},
    )
    return talk
