from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import list_area_versions, localised
from kunnande.stages.itembank.queries import find_media
from kunnande.stages.testing import translate
from kunnande.stages.testing.models import SittingItem

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.itembank.queries import Media
    from kunnande.stages.testing.models import Sitting


@dataclass(frozen=True)
class Place:
    """One question among all: where it stands, not what it asks."""

    position: int
    area_name: str
    is_answered: bool
    is_flagged: bool


@dataclass(frozen=True)
class Progress:
    """How far a sitting has come."""

    places: tuple[Place, ...]

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def answered(self) -> int:
        return sum(place.is_answered for place in self.places)

    @property
    def unanswered(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.is_answered)

    @property
    def flagged(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.is_flagged)


@dataclass(frozen=True)
class QuestionPage:
    """One question as the candidate sees it; holds nothing of the key."""

    place: Place
    progress: Progress
    html: str
    revision: int
    saved_at: datetime | None

    @property
    def next_position(self) -> int | None:
        return self.place.position + 1 if self.place.position < self.progress.total else None

    @property
    def previous_position(self) -> int | None:
        return self.place.position - 1 if self.place.position > 1 else None


def get_progress(sitting: Sitting) -> Progress:
    items = list(sitting.items.select_related("answer"))
    areas = list_area_versions(placed.area_version_id for placed in items)
    return Progress(
        tuple(
            Place(
                position=placed.position,
                area_name=localised(areas[placed.area_version_id], "name"),
                is_answered=_is_answered(placed),
                is_flagged=placed.is_flagged,
            )
            for placed in items
        )
    )


def get_question(sitting: Sitting, position: int, *, media_prefix: str) -> QuestionPage:
    """Return one question of a sitting. Raises SittingItem.DoesNotExist."""
    placed = sitting.items.select_related("answer").get(position=position)
    answer = getattr(placed, "answer", None)
    progress = get_progress(sitting)
    return QuestionPage(
        place=progress.places[position - 1],
        progress=progress,
        html=translate.show(
            placed,
            sitting.language,
            media_prefix=media_prefix,
            responses=answer.responses if answer else {},
        ),
        revision=answer.revision if answer else 0,
        saved_at=answer.saved_at if answer else None,
    )


def find_picture(sitting: Sitting, position: int, name: str) -> Media | None:
    placed = SittingItem.objects.filter(sitting=sitting, position=position).first()
    return find_media(placed.item_version_id, name) if placed else None


def _is_answered(placed: SittingItem) -> bool:
    answer = getattr(placed, "answer", None)
    return answer is not None and translate.is_answered(answer.responses)
