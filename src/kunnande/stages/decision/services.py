from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState, find_feedback_talk, has_employer_in_common
from kunnande.stages.cases.services import WrongStateError, move_case
from kunnande.stages.decision import queries
from kunnande.stages.decision.models import AreaOutcome, DecidedArea, Decision, Outcome
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.practice.queries import list_cases_in_practice
from kunnande.stages.trail.services import record, record_looks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.decision.queries import AreaDecided, AreaGround
    from kunnande.stages.parties.queries import User

__all__ = ["WrongStateError"]


class NotIndependentError(PermissionError):
    """Whoever decides is neither the candidate, nor has tested them, nor shares their employer."""


class GroundsChangedError(ValueError):
    """What the examiner was shown is no longer what is known."""


@dataclass(frozen=True)
class CaseForDecision:
    """A case as the examiner sees it; nothing of the result when `obstacle` says why not."""

    case: Case
    product_name: str
    obstacle: str
    tested_by: tuple[str, ...]
    talk_held_by: str
    talk_held_at: datetime | None
    areas: tuple[AreaGround, ...]
    outcome: Outcome | None

    @property
    def met(self) -> list[str]:
        return [a.area.name for a in self.areas if a.outcome == AreaOutcome.MET]

    @property
    def remaining(self) -> list[str]:
        return [a.area.name for a in self.areas if a.outcome != AreaOutcome.MET]


@dataclass(frozen=True)
class DecisionPage:
    """A decision in words: what is met, what remains, and what was proposed for it."""

    decision: Decision
    product_name: str
    is_own: bool
    areas: tuple[AreaDecided, ...]

    @property
    def met(self) -> list[AreaDecided]:
        return [a for a in self.areas if a.outcome == AreaOutcome.MET]

    @property
    def remaining(self) -> list[AreaDecided]:
        return [a for a in self.areas if a.outcome != AreaOutcome.MET]


@transaction.atomic
def show_case_for_decision(*, case: Case, by: User, at: datetime) -> CaseForDecision:
    """Return a case to decide, and record that its results were seen. Raises WrongStateError."""
    if case.state != CaseState.FEEDBACK_GIVEN:
        raise WrongStateError(_("Ärendet väntar inte på beslut."))
    _refuse_unfinished_practice(case)
    on = timezone.localdate(at)
    obstacle = _find_obstacle(case, by, on)
    areas = () if obstacle else queries.list_grounds(case, on=on)
    if areas:
        _record_look(case, "decision:case", by, at)
    talk = find_feedback_talk(case.pk)
    return CaseForDecision(
        case=case,
        product_name=localised(case.product_version.product, "name"),
        obstacle=obstacle,
        tested_by=tuple(queries.list_names_of_testers(case.pk)),
        talk_held_by=str(talk.held_by) if talk else "",
        talk_held_at=talk.held_at if talk else None,
        areas=areas,
        outcome=queries.outcome_of(a.outcome for a in areas) if areas else None,
    )


@transaction.atomic
def decide(
    *, case: Case, grounds: str = "", shown_outcome: str = "", by: User, at: datetime
) -> Decision:
    """Decide what the areas of a case amount to.

    Raises NotIndependentError, WrongStateError, and GroundsChangedError if the areas no longer
    amount to what the examiner was shown.
    """
    on = timezone.localdate(at)
    obstacle = _find_obstacle(case, by, on)
    if obstacle:
        raise NotIndependentError(obstacle)
    _refuse_unfinished_practice(case)
    # The move locks the case: two examiners who decide at once take turns, and one is refused.
    move_case(case=case, to=CaseState.DECIDED, by=by, at=at)
    areas = queries.list_grounds(case, on=on)
    outcome = queries.outcome_of(area.outcome for area in areas)
    if shown_outcome not in {"", outcome}:
        raise GroundsChangedError(_("Underlaget har ändrats sedan du läste det. Läs det igen."))
    decision = Decision.objects.create(
        case=case,
        outcome=outcome,
        grounds=grounds.strip(),
        decided_by=by,
        decided_at=at,
        replaces=queries.find_decision_in_force(case.pk),
    )
    _keep_areas(decision, areas)
    record(
        chain=case.trail_name,
        act="decided",
        subject=decision.trail_name,
        by=by,
        at=at,
        facts={"outcome": str(outcome), "areas": len(areas), "met": _count_met(areas)},
    )
    return decision


def _count_met(areas: Sequence[queries.AreaGround]) -> int:
    return sum(area.outcome == AreaOutcome.MET for area in areas)


@transaction.atomic
def show_decision(*, decision: Decision, by: User, at: datetime) -> DecisionPage:
    """Return a decision in words; record the look when it is about somebody else."""
    case = decision.case
    is_own = by.person_id == case.person_id
    if not is_own:
        _record_look(case, "decision:show", by, at)
    return DecisionPage(
        decision=decision,
        product_name=localised(case.product_version.product, "name"),
        is_own=is_own,
        areas=queries.list_areas_decided(decision, for_candidate=is_own),
    )


def _keep_areas(decision: Decision, areas: tuple[AreaGround, ...]) -> None:
    DecidedArea.objects.bulk_create(
        DecidedArea(
            decision=decision,
            area_version_id=area.area.area_version_id,
            outcome=area.outcome,
            statement_id=area.statement_id,
        )
        for area in areas
    )


def _find_obstacle(case: Case, by: User, on: date) -> str:
    """Return why this account is not independent of the candidate; empty when it is."""
    if by.person_id == case.person_id:
        return _("Du är själv den som ärendet gäller. En annan examinator beslutar.")
    if by.pk in queries.list_tested_by(case.pk):
        return _("Du har lett provet eller återkopplingen i ärendet. En annan examinator beslutar.")
    if has_employer_in_common(case, by, on=on):
        return _("Du hör till samma arbetsgivare som kandidaten. En annan examinator beslutar.")
    return ""


def _refuse_unfinished_practice(case: Case) -> None:
    if list_cases_in_practice([case.pk]):
        raise WrongStateError(_("Det praktiska provet är inte genomgånget än."))


def _record_look(case: Case, page: str, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=timezone.localdate(at))
    acting = viewer.organisations(Role.EXAMINER) or viewer.organisations(Role.SCHEME_OWNER)
    record_looks(
        people=[case.person_id],
        page=page,
        organisation_id=min(acting, default=None),
        by=by,
        at=at,
    )
