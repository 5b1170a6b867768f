"""A protocol as one assessor reads it: the other's scores are not in it until both have signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import list_area_versions, localised, localised_list
from kunnande.stages.practice.queries.entries import Stage
from kunnande.stages.practice.queries.protocols import list_phases, list_stops

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.practice.models import Assessment, Operation, PracticalCriterion
    from kunnande.stages.practice.queries.entries import Standing
    from kunnande.stages.practice.queries.protocols import Phase


@dataclass(frozen=True)
class OthersEntry:
    """What another assessor entered, shown once everybody's first scores are signed."""

    name: str
    value: int | None
    comment: str


@dataclass(frozen=True)
class CriterionRow:
    id: int
    position: int
    name: str
    is_critical: bool
    descriptors: tuple[tuple[int, str], ...]
    value: int | None
    comment: str
    noted_at: datetime | None
    others: tuple[OthersEntry, ...]
    agreed: int | None
    agreed_words: str
    must_be_talked_about: bool


@dataclass(frozen=True)
class AreaRow:
    """An area as the assessor's own scores have it, and what the assessor judges."""

    area_version_id: int
    name: str
    percent: int | None
    minimum_percent: int
    held_back_by: tuple[str, ...]
    is_reached: bool
    verdict: bool | None
    comment: str
    agreed: bool | None
    agreed_words: str
    must_be_talked_about: bool


@dataclass(frozen=True)
class ProtocolPage:
    assessment: Assessment
    stage: Stage
    name: str
    task: str
    equipment: tuple[str, ...]
    meanings: tuple[str, ...]
    phases: tuple[Phase, ...]
    total_minutes: int
    stop_rule: str
    stops: tuple[tuple[int, str], ...]
    stopped_because: str
    criteria: tuple[CriterionRow, ...]
    areas: tuple[AreaRow, ...]
    assessors: tuple[str, ...]
    has_signed: bool
    has_agreed: bool
    unscored: tuple[int, ...]

    @property
    def may_enter(self) -> bool:
        return self.stage == Stage.SCORING and not self.has_signed and not self.stopped_because

    @property
    def may_sign(self) -> bool:
        if self.stage == Stage.SCORING:
            return not self.has_signed
        return self.stage == Stage.AGREEING and not self.has_agreed

    @property
    def to_talk_about(self) -> tuple[CriterionRow, ...]:
        return tuple(row for row in self.criteria if row.must_be_talked_about)

    @property
    def areas_to_talk_about(self) -> tuple[AreaRow, ...]:
        return tuple(row for row in self.areas if row.must_be_talked_about)


def make_protocol_page(standing: Standing, assessor_id: int) -> ProtocolPage:
    """Return what one assessor may read of everything entered."""
    assessment = standing.assessment
    version = assessment.protocol_version
    own = next(part for part in standing.parts if part.assessor_id == assessor_id)
    stop = standing.stop
    return ProtocolPage(
        assessment=assessment,
        stage=standing.stage,
        name=localised(version, "name"),
        task=localised(version, "task"),
        equipment=tuple(localised_list(version, "equipment")),
        meanings=tuple(localised_list(version, "meanings")),
        phases=list_phases(version),
        total_minutes=version.total_minutes,
        stop_rule=localised(version, "stop_rule"),
        stops=tuple(list_stops(version)),
        stopped_because=localised(stop.stop, "text") if stop and stop.stop else "",
        criteria=tuple(_criterion(row, standing, assessor_id) for row in standing.criteria),
        areas=_areas(standing, assessor_id),
        assessors=tuple(str(part.assessor) for part in standing.parts),
        has_signed=own.signed_at is not None,
        has_agreed=own.agreed_at is not None,
        unscored=tuple(row.position for row in standing.unscored(assessor_id)),
    )


def _criterion(row: PracticalCriterion, standing: Standing, assessor_id: int) -> CriterionRow:
    own = standing.by_assessor[assessor_id].scores.get(row.pk)
    agreed = standing.agreed.scores.get(row.pk)
    return CriterionRow(
        id=row.pk,
        position=row.position,
        name=localised(row, "name"),
        is_critical=row.is_critical,
        descriptors=tuple((text.score, localised(text, "text")) for text in row.descriptors.all()),
        value=own.value if own else None,
        comment=own.comment if own else "",
        noted_at=own.received_at if own else None,
        others=_others(row.pk, standing, assessor_id),
        agreed=agreed.value if agreed else None,
        agreed_words=agreed.comment if agreed else "",
        must_be_talked_about=row.pk in standing.criteria_to_talk_about(),
    )


def _others(criterion_id: int, standing: Standing, assessor_id: int) -> tuple[OthersEntry, ...]:
    if not standing.all_have_scored:
        return ()
    found: list[Operation] = [
        entries.scores[criterion_id]
        for user_id, entries in standing.by_assessor.items()
        if user_id != assessor_id and criterion_id in entries.scores
    ]
    return tuple(OthersEntry(str(op.assessor), op.value, op.comment) for op in found)


def _areas(standing: Standing, assessor_id: int) -> tuple[AreaRow, ...]:
    versions = list_area_versions(standing.assessment.area_version_ids)
    names = {row.pk: localised(row, "name") for row in standing.criteria}
    own = standing.by_assessor[assessor_id].verdicts
    reached = standing.reached_by(assessor_id)
    talked = standing.areas_to_settle() + list(standing.agreed.verdicts)
    rows = []
    for pk in standing.assessment.area_version_ids:
        area, verdict, agreed = reached.get(pk), own.get(pk), standing.agreed.verdicts.get(pk)
        rows.append(
            AreaRow(
                area_version_id=pk,
                name=localised(versions[pk], "name"),
                percent=int(area.percent) if area else None,
                minimum_percent=standing.limits.minimum_percent,
                held_back_by=tuple(names[row] for row in area.held_back_by) if area else (),
                is_reached=bool(area and area.is_reached),
                verdict=bool(verdict.value) if verdict else None,
                comment=verdict.comment if verdict else "",
                agreed=bool(agreed.value) if agreed else None,
                agreed_words=agreed.comment if agreed else "",
                must_be_talked_about=pk in talked,
            )
        )
    return tuple(rows)
