"""What somebody has shown and still counts, as they would tell it to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.framework.queries import ProofKind, list_latest_versions, localised
from kunnande.stages.ledger.queries import keep_counting, list_current
from kunnande.stages.parties.queries import get_names_of_organisations

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.ledger.queries import CurrentStatement


@dataclass(frozen=True)
class Proven:
    """One area at the highest level shown by one kind of proof."""

    area: str
    level: int
    kind: str
    shown_on: date
    place: str
    valid_until: date | None


def list_proven(person_id: int, *, on: date) -> list[Proven]:
    """Return what counts today, area by area; a person's own ratings are never among it."""
    shown = [
        statement
        for statement in keep_counting(list_current([person_id], on=on), on)
        if statement.kind != ProofKind.SELF_RATED and statement.is_released
    ]
    versions = list_latest_versions(statement.area_id for statement in shown)
    places = get_names_of_organisations({s.place_id for s in shown if s.place_id})
    best: dict[tuple[int, str], CurrentStatement] = {}
    for statement in shown:
        key = (statement.area_id, statement.kind)
        if key not in best or statement.level > best[key].level:
            best[key] = statement
    proven = [
        Proven(
            area=localised(versions[s.area_id], "name"),
            level=s.level,
            kind=str(ProofKind(s.kind).label),
            shown_on=localdate(s.stated_at),
            place=places.get(s.place_id, "") if s.place_id else "",
            valid_until=s.valid_until,
        )
        for s in best.values()
    ]
    return sorted(proven, key=lambda one: (one.area, -one.level))
