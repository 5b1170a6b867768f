"""What the assessors have entered, and what that leaves to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kunnande.stages.practice.models import AssessmentState, OperationKind
from kunnande.stages.practice.queries.protocols import get_limits, list_protocol_criteria, weigh
from kunnande.stages.practice.queries.verdicts import joint_score, must_talk_about, score_area

if TYPE_CHECKING:
    from fractions import Fraction

    from kunnande.stages.practice.models import (
        Assessment,
        AssessorPart,
        Operation,
        PracticalCriterion,
    )
    from kunnande.stages.practice.queries.verdicts import AreaScore, Limits, Weighed


class Stage(StrEnum):
    """What an assessment waits for."""

    PLANNED = "planned"
    SCORING = "scoring"
    TALKING = "talking"
    AGREEING = "agreeing"
    CANDIDATE = "candidate"
    LOCKED = "locked"
    CANCELLED = "cancelled"


@dataclass
class Entries:
    """The latest entry of one assessor, or of both together, about each thing."""

    scores: dict[int, Operation] = field(default_factory=dict)
    verdicts: dict[int, Operation] = field(default_factory=dict)

    def points(self) -> dict[int, int]:
        return {pk: op.value for pk, op in self.scores.items() if op.value is not None}

    def judged(self) -> dict[int, bool]:
        return {pk: bool(op.value) for pk, op in self.verdicts.items()}


@dataclass(frozen=True)
class Standing:
    """Everything entered in an assessment, read once."""

    assessment: Assessment
    criteria: tuple[PracticalCriterion, ...]
    weighed: tuple[Weighed, ...]
    limits: Limits
    parts: tuple[AssessorPart, ...]
    by_assessor: dict[int, Entries]
    agreed: Entries
    stop: Operation | None

    @property
    def all_have_scored(self) -> bool:
        return all(part.signed_at for part in self.parts)

    @property
    def stage(self) -> Stage:
        if self.assessment.state != AssessmentState.RUNNING:
            return Stage(self.assessment.state)
        if not self.all_have_scored:
            return Stage.SCORING
        if self.criteria_to_settle() or self.areas_to_settle():
            return Stage.TALKING
        if self.agreed_anything and not all(part.agreed_at for part in self.parts):
            return Stage.AGREEING
        return Stage.CANDIDATE

    @property
    def agreed_anything(self) -> bool:
        return bool(self.agreed.scores or self.agreed.verdicts)

    def unscored(self, assessor_id: int) -> list[PracticalCriterion]:
        points = self.by_assessor[assessor_id].points()
        return [row for row in self.criteria if row.pk not in points]

    def reached_by(self, assessor_id: int) -> dict[int, AreaScore]:
        """Return what one assessor's scores say of each area; nothing until all are given."""
        points = self.by_assessor[assessor_id].points()
        if self.stop or len(points) < len(self.criteria):
            return {}
        return self._areas({pk: joint_score([value]) for pk, value in points.items()})

    def unjudged(self, assessor_id: int) -> list[int]:
        """Return the areas that reach the limits and that the assessor has not judged."""
        judged = self.by_assessor[assessor_id].judged()
        reached = self.reached_by(assessor_id).values()
        return [
            a.area_version_id for a in reached if a.is_reached and a.area_version_id not in judged
        ]

    def given(self, criterion_id: int) -> list[int]:
        """Return what each assessor gave a criterion, in the order of the parts."""
        rows = (self.by_assessor[part.assessor_id].points() for part in self.parts)
        return [points[criterion_id] for points in rows if criterion_id in points]

    def verdicts_of(self, area_version_id: int) -> list[bool]:
        """Return what each assessor's own scores and judgement make of an area."""
        found = []
        for part in self.parts:
            area = self.reached_by(part.assessor_id).get(area_version_id)
            judged = self.by_assessor[part.assessor_id].judged().get(area_version_id, False)
            found.append(bool(area and area.is_reached and judged))
        return found

    def criteria_to_talk_about(self) -> list[int]:
        if self.stop or not self.all_have_scored:
            return []
        return [
            row.id for row in self.weighed if must_talk_about(row, self.given(row.id), self.limits)
        ]

    def areas_to_talk_about(self) -> list[int]:
        """Return the areas judged differently, and those that a settled criterion may change."""
        if self.stop or not self.all_have_scored:
            return []
        talked = set(self.criteria_to_talk_about())
        touched = [row for row in self.weighed if row.id in talked]
        return [
            pk
            for pk in self.assessment.area_version_ids
            if len(set(self.verdicts_of(pk))) > 1
            or any(not row.area_version_ids or pk in row.area_version_ids for row in touched)
        ]

    def criteria_to_settle(self) -> list[int]:
        return [pk for pk in self.criteria_to_talk_about() if pk not in self.agreed.scores]

    def areas_to_settle(self) -> list[int]:
        open_areas = [p for p in self.areas_to_talk_about() if p not in self.agreed.verdicts]
        if self.criteria_to_settle() or not open_areas:
            return []
        joint = self.joint_areas()
        return [pk for pk in open_areas if joint[pk].is_reached]

    def joint_areas(self) -> dict[int, AreaScore]:
        """Return what the scores say of each area when both assessors are heard."""
        agreed = self.agreed.points()
        scores = {
            row.pk: joint_score([agreed[row.pk]] if row.pk in agreed else self.given(row.pk))
            for row in self.criteria
        }
        return self._areas(scores)

    def is_judged_met(self, area_version_id: int) -> bool:
        agreed = self.agreed.judged()
        if area_version_id in agreed:
            return agreed[area_version_id]
        return all(self.verdicts_of(area_version_id))

    def _areas(self, scores: dict[int, Fraction]) -> dict[int, AreaScore]:
        return {
            pk: score_area(pk, self.weighed, scores, self.limits)
            for pk in self.assessment.area_version_ids
        }


def get_standing(assessment: Assessment) -> Standing:
    """Read every entry of an assessment and what its protocol asks."""
    criteria = list_protocol_criteria(assessment.protocol_version_id)
    parts = tuple(assessment.parts.select_related("assessor__person"))
    by_assessor: dict[int, Entries] = {part.assessor_id: Entries() for part in parts}
    agreed, stop = Entries(), None
    reopened = assessment.unlockings.order_by("-pk").first()
    for op in assessment.operations.select_related("stop", "assessor__person"):
        # What was agreed or stopped before an unlocking is kept, and no longer holds.
        if op.kind == OperationKind.STOP:
            stop = op if assessment.stopped_at else None
        elif op.kind != OperationKind.AGREEMENT:
            _keep(by_assessor[op.assessor_id], op)
        elif reopened is None or op.received_at > reopened.at:
            _keep(agreed, op)
    return Standing(
        assessment=assessment,
        criteria=tuple(criteria),
        weighed=tuple(weigh(criteria, assessment)),
        limits=get_limits(assessment.protocol_version),
        parts=parts,
        by_assessor=by_assessor,
        agreed=agreed,
        stop=stop,
    )


def _keep(entries: Entries, op: Operation) -> None:
    if op.criterion_id:
        entries.scores[op.criterion_id] = op
    elif op.area_version_id:
        entries.verdicts[op.area_version_id] = op
