"""Scored answers become the engine's responses, and what it finds becomes parameters."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import MISSING, Model, Status
from kunnande.stages.itembank.queries import ParametersStatus
from kunnande.stages.itembank.services import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kunnande.engines.psychometrics import Calibration, Responses
    from kunnande.stages.testing.queries import ScoredAnswer

MODEL = Model.RASCH
# Linacre (1994), Rasch Measurement Transactions 7:4: thirty answers hold a difficulty within one
# logit. Below it a number would look surer than it is.
FEWEST_ANSWERS = 30

_WORDS = {
    Status.OK: ParametersStatus.OK,
    Status.ALL_SOLVED: ParametersStatus.ALL_SOLVED,
    Status.NONE_SOLVED: ParametersStatus.NONE_SOLVED,
    Status.BEYOND_SAMPLE: ParametersStatus.BEYOND_SAMPLE,
}


def _numbers() -> array[int]:
    return array("q")


@dataclass
class AreaAnswers:
    """The answers of one area, packed: whose sitting, to which item version, solved or not."""

    sittings: array[int] = field(default_factory=_numbers)
    versions: array[int] = field(default_factory=_numbers)
    solved: array[int] = field(default_factory=_numbers)

    def add(self, one: ScoredAnswer) -> None:
        """Take in one answer."""
        self.sittings.append(one.sitting_id)
        self.versions.append(one.item_version_id)
        self.solved.append(one.is_solved)

    @property
    def n_sittings(self) -> int:
        """Return in how many sittings the area was answered."""
        return int(np.unique(self.sittings).size)

    def count(self) -> dict[int, int]:
        """Return how many answers each item version has, by rising id."""
        versions, counts = np.unique(self.versions, return_counts=True)
        return dict(zip(versions.tolist(), counts.tolist(), strict=True))

    def to_responses(self) -> Responses:
        """Return a row for each sitting and a column for each item version."""
        sittings, row = np.unique(self.sittings, return_inverse=True)
        versions, column = np.unique(self.versions, return_inverse=True)
        codes = np.full((sittings.size, versions.size), MISSING, dtype=np.int8)
        codes[row, column] = self.solved
        return psychometrics.responses_of([str(version) for version in versions], codes)


@dataclass(frozen=True)
class AreaFound:
    """What the engine says of one area; no calibration where nothing could be estimated."""

    answers: AreaAnswers
    calibration: Calibration | None
    parameters: tuple[Parameters, ...]


def group_by_area(scored: Iterable[ScoredAnswer]) -> Mapping[int, AreaAnswers]:
    """Return the answers of each area, by the area's id.

    A question passed over counts as not solved; those after the last one answered were never
    reached and say nothing.
    """
    areas: dict[int, AreaAnswers] = defaultdict(AreaAnswers)
    for _sitting, shown in groupby(scored, key=attrgetter("sitting_id")):
        for one in _reached(list(shown)):
            areas[one.area_id].add(one)
    return areas


def calibrate(answers: AreaAnswers) -> AreaFound:
    """Return what the answers of an area say about each of its items."""
    try:
        found = psychometrics.calibrate(answers.to_responses(), MODEL)
    except psychometrics.ImproperResponsesError:
        found = None
    return AreaFound(answers, found, tuple(_parameters(answers, found)))


def _reached(shown: list[ScoredAnswer]) -> list[ScoredAnswer]:
    last = max((place for place, one in enumerate(shown) if one.is_answered), default=-1)
    return shown[: last + 1]


def _parameters(answers: AreaAnswers, found: Calibration | None) -> Iterator[Parameters]:
    items = {item.id: item for item in psychometrics.items_of(found.bank)} if found else {}
    errors = psychometrics.item_errors(found) if found else {}
    for version, counted in answers.count().items():
        name = str(version)
        status = _status(found, name, counted)
        if status is ParametersStatus.OK:
            yield Parameters(
                item_version_id=version,
                model=MODEL,
                status=status,
                answers=counted,
                a=items[name].a,
                b=items[name].b,
                standard_errors={"b": errors[name].b},
            )
        else:
            yield Parameters(item_version_id=version, model=MODEL, status=status, answers=counted)


def _status(found: Calibration | None, name: str, counted: int) -> ParametersStatus:
    if counted < FEWEST_ANSWERS:
        return ParametersStatus.TOO_FEW_ANSWERS
    status = found.status[name] if found else Status.DIVERGING
    if status is Status.OK and not (found and found.converged):
        return ParametersStatus.NOT_CONVERGED
    return _WORDS.get(status, ParametersStatus.NOT_CONVERGED)
