"""What a person is told in writing: what is met, what remains and what was proposed, by area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from kunnande.stages.cases.queries import find_feedback_talk, list_proposals, list_rated_levels
from kunnande.stages.decision.models import AreaOutcome, DecidedArea, Decision
from kunnande.stages.decision.queries.decisions import find_decision_in_force, list_decided_areas
from kunnande.stages.decision.queries.grounds import list_grounds
from kunnande.stages.framework.queries import list_areas_of, localised
from kunnande.stages.testing.queries import list_sittings_of_case

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.cases.queries import Case, FeedbackTalk


class NoLetterError(LookupError):
    """No feedback talk has been held, so there is nothing to tell in writing."""


@dataclass(frozen=True)
class AreaDecided:
    name: str
    outcome: str
    kind: str
    shown_on: date | None
    place: str
    proposal: str
    self_rated_level: int | None

    @property
    def is_met(self) -> bool:
        return self.outcome == AreaOutcome.MET


@dataclass(frozen=True)
class Letter:
    """The result of a case in words, for the person alone."""

    case: Case
    product_name: str
    talk: FeedbackTalk
    centre: str
    decision: Decision | None
    areas: tuple[AreaDecided, ...]

    @property
    def met(self) -> list[AreaDecided]:
        return [area for area in self.areas if area.is_met]

    @property
    def remaining(self) -> list[AreaDecided]:
        return [area for area in self.areas if not area.is_met]


def get_letter(case: Case, *, on: date) -> Letter:
    """Return what a person is told after the feedback talk. Raises NoLetterError before it."""
    talk = find_feedback_talk(case.pk)
    if talk is None:
        raise NoLetterError
    decision = find_decision_in_force(case.pk)
    if decision and decision.decided_at < talk.held_at:
        # A retake has been talked through; what was decided before it is no longer the news.
        decision = None
    sittings = list_sittings_of_case(case.pk)
    return Letter(
        case=case,
        product_name=localised(case.product_version.product, "name"),
        talk=talk,
        centre=sittings[-1].centre.name if sittings else "",
        decision=decision,
        areas=list_areas_decided(decision, for_candidate=True)
        if decision
        else _list_areas_so_far(case, on),
    )


def list_areas_decided(decision: Decision, *, for_candidate: bool) -> tuple[AreaDecided, ...]:
    """Return a decision area by area; proposals and own ratings are for the candidate alone."""
    case = decision.case
    names = {area.area_version_id: area.name for area in list_areas_of(case.product_version_id)}
    proposals, rated = _told_to_the_candidate(case) if for_candidate else ({}, {})
    return tuple(
        _area_decided(
            area,
            name=names[area.area_version_id],
            proposal=proposals.get(area.area_version_id, ""),
            self_rated_level=rated.get(area.area_version_id),
        )
        for area in list_decided_areas(decision.pk)
    )


def _area_decided(
    area: DecidedArea, *, name: str, proposal: str, self_rated_level: int | None
) -> AreaDecided:
    statement = area.statement
    return AreaDecided(
        name=name,
        outcome=area.outcome,
        kind=str(statement.get_kind_display()) if statement else "",
        shown_on=timezone.localdate(statement.stated_at) if statement else None,
        place=statement.place.name if statement and statement.place else "",
        proposal=proposal,
        self_rated_level=self_rated_level,
    )


def _list_areas_so_far(case: Case, on: date) -> tuple[AreaDecided, ...]:
    proposals, _rated = _told_to_the_candidate(case)
    return tuple(
        AreaDecided(
            name=ground.area.name,
            outcome=ground.outcome,
            kind=proof.kind if (proof := ground.deciding_proof) else "",
            shown_on=proof.stated_on if proof else None,
            place=proof.place if proof else "",
            proposal=proposals.get(ground.area.area_version_id, ""),
            self_rated_level=ground.self_rated_level,
        )
        for ground in list_grounds(case, on=on)
    )


def _told_to_the_candidate(case: Case) -> tuple[dict[int, str], dict[int, int]]:
    proposals = {proposal.area_version_id: proposal.text for proposal in list_proposals(case.pk)}
    return proposals, list_rated_levels(case.pk)
