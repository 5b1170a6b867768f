from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import WrongStateError, hold_feedback_talk
from kunnande.stages.framework.queries import localised
from kunnande.stages.ledger.services import release_results
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.practice import queries
from kunnande.stages.practice.models import Assessment, AssessmentState, PracticalTalk
from kunnande.stages.practice.queries import get_standing
from kunnande.stages.trail.services import record, record_looks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import User
    from kunnande.stages.practice.queries import PracticalResultRow, ProtocolPage

_DECIDED = frozenset({CaseState.DECIDED, CaseState.CLOSED})


class PracticeNotShownError(PermissionError):
    """The result is not for this reader, or not yet; the message says when it will be."""


class ProposalMissingError(ValueError):
    """Every area that remains gets a proposal: a result always ends in a plan."""


@dataclass(frozen=True)
class PracticalResultPage:
    """What one assessment came to, complete before the page is written."""

    assessment: Assessment
    protocol_name: str
    product_name: str
    areas: tuple[PracticalResultRow, ...]
    stopped_because: str
    talk: PracticalTalk | None
    is_own: bool

    @property
    def met(self) -> tuple[PracticalResultRow, ...]:
        """The areas that are met."""
        return tuple(area for area in self.areas if area.is_met)

    @property
    def remaining(self) -> tuple[PracticalResultRow, ...]:
        """The areas that remain."""
        return tuple(area for area in self.areas if not area.is_met)


@transaction.atomic
def show_protocol(*, assessment: Assessment, by: User, at: datetime) -> ProtocolPage:
    """Return what an assessor may read so far, and note the look. Raises PracticeNotShownError."""
    if not assessment.parts.filter(assessor=by).exists():
        raise PracticeNotShownError(_("Protokollet visas för bedömarna."))
    if assessment.case.state in _DECIDED:
        raise PracticeNotShownError(_("Beslutet är fattat. Resultatet är nu bara personens eget."))
    record_looks(
        people=[assessment.case.person_id],
        page="practice:protocol",
        organisation_id=assessment.centre_id,
        by=by,
        at=at,
    )
    return queries.make_protocol_page(get_standing(assessment), by.pk)


@transaction.atomic
def show_cases_to_reassess(*, by: User, at: datetime) -> list[Case]:
    """Return whom a test leader may plan another attempt for, and note whose outcome that told."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    cases = list(queries.list_cases_to_reassess(viewer))
    record_looks(
        people=[case.person_id for case in cases],
        page="practice:planning",
        organisation_id=min(viewer.organisations(Role.TEST_LEADER), default=None),
        by=by,
        at=at,
    )
    return cases


@transaction.atomic
def show_practical_result(*, assessment: Assessment, by: User, at: datetime) -> PracticalResultPage:
    """Return what an assessment came to, and note who looked when it was not the person.

    Raises PracticeNotShownError: assessors and test leaders of the centre see it from when it is
    locked until the decision, the person and examiners from the talk on.
    """
    talk = assessment.talks.filter(locking=assessment.lockings).first()
    is_own = by.person_id is not None and by.person_id == assessment.case.person_id
    if assessment.state != AssessmentState.LOCKED:
        raise PracticeNotShownError(_("Protokollet är inte låst än."))
    if is_own and talk is None:
        raise PracticeNotShownError(
            _("Du ser resultatet när din bedömare har gått igenom det med dig.")
        )
    if not is_own:
        record_looks(
            people=[assessment.case.person_id],
            page="practice:result",
            organisation_id=_acting_for(assessment, talk, by, at),
            by=by,
            at=at,
        )
    stop = get_standing(assessment).stop
    return PracticalResultPage(
        assessment=assessment,
        protocol_name=localised(assessment.protocol_version, "name"),
        product_name=localised(assessment.case.product_version.product, "name"),
        areas=_areas_for(assessment, is_own=is_own),
        stopped_because=localised(stop.stop, "text") if stop else "",
        talk=talk,
        is_own=is_own,
    )


@transaction.atomic
def hold_practical_talk(
    *,
    assessment: Assessment,
    summary: str,
    proposals: Mapping[int, str],
    by: User,
    at: datetime,
) -> PracticalTalk:
    """Record the talk and what was proposed; the result may now be shown as agreed.

    Where the assessment is all its round tried, this is also the feedback talk of the case.
    Raises PracticeNotShownError, ProposalMissingError, WrongStateError.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__product_version", "centre")
        .get(pk=assessment.pk)
    )
    case = locked.case
    if locked.state != AssessmentState.LOCKED or queries.is_practice_talked_about(locked):
        raise WrongStateError(_("Det finns inget resultat att gå igenom."))
    if by.person_id == case.person_id:
        raise PracticeNotShownError(_("Samtalet hålls av någon annan än den som gjort provet."))
    _acting_for(locked, None, by, at)
    given = _keep_proposals(locked, proposals)
    talk = PracticalTalk.objects.create(
        assessment=locked, locking=locked.lockings, held_by=by, held_at=at, summary=summary.strip()
    )
    release_results(release_key=locked.source, person=case.person, by=by, at=at)
    if locked.carries_case and case.state == CaseState.TESTED:
        hold_feedback_talk(case=case, summary=summary, proposals=given, by=by, at=at)
    record(
        chain=case.trail_name,
        act="practice_talked_about",
        subject=locked.trail_name,
        by=by,
        at=at,
        facts={"proposals": len(given)},
    )
    return talk


def _areas_for(assessment: Assessment, *, is_own: bool) -> tuple[PracticalResultRow, ...]:
    """Return the results; what was proposed is between the person and who held the talk."""
    rows = queries.list_results_of_assessment(assessment)
    return rows if is_own else tuple(replace(row, proposal="") for row in rows)


def _keep_proposals(assessment: Assessment, proposals: Mapping[int, str]) -> dict[int, str]:
    remaining = assessment.results.filter(locking=assessment.lockings, is_met=False)
    given = {}
    for result in remaining:
        text = proposals.get(result.area_version_id, "").strip()
        if not text:
            raise ProposalMissingError(_("Skriv ett förslag för varje område som återstår."))
        given[result.area_version_id] = result.proposal = text
        result.save(update_fields=["proposal"])
    return given


def _acting_for(
    assessment: Assessment, talk: PracticalTalk | None, by: User, at: datetime
) -> int | None:
    """Return for whom somebody else looks. Raises PracticeNotShownError."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    examines = viewer.organisations(Role.EXAMINER)
    if talk and examines:
        return min(examines)
    is_theirs = assessment.parts.filter(assessor=by).exists() and (
        assessment.centre_id in viewer.organisations(Role.ASSESSOR)
    )
    if not is_theirs and assessment.centre_id not in viewer.organisations(Role.TEST_LEADER):
        raise PracticeNotShownError(_("Resultatet visas för bedömarna och testcentret."))
    if assessment.case.state in _DECIDED:
        raise PracticeNotShownError(_("Beslutet är fattat. Resultatet är nu bara personens eget."))
    return assessment.centre_id
