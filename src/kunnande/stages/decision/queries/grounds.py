"""What each area of a case rests on, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from kunnande.stages.cases.queries import list_rated_levels
from kunnande.stages.decision.models import AreaOutcome, Outcome
from kunnande.stages.framework.queries import list_areas_of, map_accepted_version_ids
from kunnande.stages.ledger.queries import CurrentStatement, ProofKind, list_current
from kunnande.stages.parties.queries import get_names_of_organisations
from kunnande.stages.practice.queries import (
    list_areas_that_ask_for_practice,
    list_practical_results,
)
from kunnande.stages.testing.queries import list_area_results

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.framework.queries import AreaOfProduct
    from kunnande.stages.practice.queries import PracticalResultRow
    from kunnande.stages.testing.queries import AreaResultRow

# A decision rests on what was tried by somebody else; other kinds of proof inform it only.
DECIDING_KINDS = frozenset({ProofKind.THEORY_TESTED, ProofKind.PRACTICALLY_ASSESSED})


@dataclass(frozen=True)
class Proof:
    """A statement as the examiner reads it: the kind, the level, when and where."""

    statement_id: int
    is_attested: bool
    kind: str
    level: int
    stated_on: date
    place: str
    decides: bool


@dataclass(frozen=True)
class AreaGround:
    """Everything a decision about one area rests on, and what it does not rest on."""

    area: AreaOfProduct
    outcome: str
    statement_id: int | None
    result: AreaResultRow | None
    practical: PracticalResultRow | None
    asks_for_practice: bool
    proofs: tuple[Proof, ...]
    self_rated_level: int | None

    @property
    def is_met(self) -> bool:
        return self.outcome == AreaOutcome.MET

    @property
    def deciding_proof(self) -> Proof | None:
        return next((proof for proof in self.proofs if proof.decides), None)


def list_grounds(case: Case, *, on: date) -> tuple[AreaGround, ...]:
    """Return what is known about each area of a case, and whether it is met.

    An area is met by any valid statement of a deciding kind at the level the product asks for,
    from this case or from another product that shares the area. Where the product asks for a
    practical assessment, theory alone does not meet the area, nor does practice beside a theory
    result that remains.
    """
    results = {row.area_version_id: row for row in list_area_results(case.pk)}
    practised = {row.area_version_id: row for row in list_practical_results(case.pk)}
    asks_for_practice = list_areas_that_ask_for_practice(case.product_version_id)
    rated = list_rated_levels(case.pk)
    shown = _list_shown(case.person_id, on)
    places = get_names_of_organisations(s.place_id for s in shown if s.place_id)
    areas = list_areas_of(case.product_version_id)
    accepted = map_accepted_version_ids(area.area_version_id for area in areas)
    grounds = []
    for area in areas:
        statements = [s for s in shown if s.area_version_id in accepted[area.area_version_id]]
        result = results.get(area.area_version_id)
        practical = practised.get(area.area_version_id)
        asks = area.area_version_id in asks_for_practice
        deciding = _best_of(statements, area.shown_level, practised=asks)
        if asks and result and not result.is_met:
            deciding = None
        grounds.append(
            AreaGround(
                area=area,
                outcome=_outcome_of_area(deciding, tried=bool(result or practical)),
                statement_id=deciding.id if deciding else None,
                result=result,
                practical=practical,
                asks_for_practice=asks,
                proofs=tuple(_proof(s, places, decides=s is deciding) for s in statements),
                self_rated_level=rated.get(area.area_version_id),
            )
        )
    return tuple(grounds)


def outcome_of(areas: Iterable[str]) -> Outcome:
    """Return what follows from the outcomes of the areas."""
    met = [area == AreaOutcome.MET for area in areas]
    if met and all(met):
        return Outcome.CERTIFICATE
    return Outcome.ATTESTATION_OF_PARTS if any(met) else Outcome.MAPPING_STATEMENT


def _list_shown(person_id: int, on: date) -> list[CurrentStatement]:
    current = list_current([person_id], on=on)
    return [s for s in current if s.is_released and s.kind != ProofKind.SELF_RATED]


def _best_of(
    statements: list[CurrentStatement], level: int, *, practised: bool
) -> CurrentStatement | None:
    kinds = {ProofKind.PRACTICALLY_ASSESSED} if practised else DECIDING_KINDS
    deciding = [s for s in statements if s.kind in kinds and s.level >= level]
    return max(deciding, key=lambda s: (s.level, s.stated_at), default=None)


def _outcome_of_area(deciding: CurrentStatement | None, *, tried: bool) -> str:
    if deciding:
        return AreaOutcome.MET
    return AreaOutcome.REMAINING if tried else AreaOutcome.NOT_TESTED


def _proof(statement: CurrentStatement, places: Mapping[int, str], *, decides: bool) -> Proof:
    return Proof(
        statement_id=statement.id,
        is_attested=statement.kind == ProofKind.EMPLOYER_ATTESTED,
        kind=str(ProofKind(statement.kind).label),
        level=statement.level,
        stated_on=timezone.localdate(statement.stated_at),
        place=places[statement.place_id] if statement.place_id else "",
        decides=decides,
    )
