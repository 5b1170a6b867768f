"""What a company has set for its matrix: the signs of the levels, and selections by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.stages.supply.models import LevelScale, LevelWords, SavedView
from kunnande.stages.supply.queries.page import DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence

ILUO = ("0", "I", "L", "U", "O")


@dataclass(frozen=True)
class Signs:
    """The sign and the meaning of each level, 0 to 4."""

    scale: str
    signs: tuple[str, ...]
    meanings: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return list(zip(self.signs, self.meanings, strict=True))


def get_level_words(organisation_id: int) -> Signs:
    """Return what a company calls the levels: digits until it has said otherwise."""
    said = LevelWords.objects.filter(organisation_id=organisation_id).first()
    if said is None:
        return Signs(LevelScale.DIGITS, DIGITS, usual_meanings())
    return Signs(said.scale, tuple(said.signs), tuple(said.meanings))


def usual_meanings() -> tuple[str, ...]:
    """Return what the levels mean where a company has not said it in its own words."""
    return (
        _("Har inte visat något"),
        _("Känner till och är med"),
        _("Gör det med stöd"),
        _("Gör det själv"),
        _("Gör det själv och lär andra"),
    )


def signs_of(scale: str, own: Sequence[str]) -> tuple[str, ...]:
    """Return the signs of a scale; only a scale of one's own takes them from the company."""
    return {LevelScale.DIGITS: DIGITS, LevelScale.ILUO: ILUO}.get(LevelScale(scale), tuple(own))


def list_saved_views(organisation_id: int) -> list[SavedView]:
    return list(SavedView.objects.filter(organisation_id=organisation_id).order_by("name", "pk"))


def get_saved_view(organisation_id: int, view_id: int) -> SavedView:
    """Return one saved view. Raises SavedView.DoesNotExist."""
    return SavedView.objects.get(organisation_id=organisation_id, pk=view_id)
