"""What a union representative reads next: the companies they speak for, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from kunnande.site.home.sections import Number, Section
from kunnande.site.home.steps import Step
from kunnande.stages.development.queries.numbers import get_union_numbers

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.development.queries.numbers import AreaNumbers, UnionNumbers
    from kunnande.stages.parties.queries import Viewer


def get_union_section(viewer: Viewer, _on: date) -> Section:
    """Return the area that remains for most, and never for whom."""
    numbers = get_union_numbers(viewer)
    told = [area for area in numbers.areas if area.remaining is not None]
    return Section(
        kicker=_("Facklig företrädare"),
        step=_step(numbers, max(told, key=lambda area: area.remaining or 0, default=None)),
        numbers=(
            Number(len(numbers.companies), _("företag ni företräder")),
            # What is not told is no nought.
            *_told(numbers.planned, _("har en överenskommen plan, minst")),
            *_told(numbers.taught, _("har gått en kurs, minst")),
        ),
    )


def _told(number: int | None, words: str) -> tuple[Number, ...]:
    return () if number is None else (Number(number, words),)


def _step(numbers: UnionNumbers, most: AreaNumbers | None) -> Step:
    action, address = _("Läget hos företagen"), reverse("development:union_numbers")
    if not numbers.companies:
        return Step(
            _("Inget företag har angett er än"),
            _("Be företaget ange er. Då ser ni antal för dem ni företräder, aldrig vem."),
            action,
            address,
        )
    if most is None:
        return Step(
            _("Inga antal visas än"),
            _("Antal visas när de gäller fem eller fler, en gång i månaden."),
            action,
            address,
        )
    heading = _("%(area)s återstår för minst %(count)d")
    return Step(
        heading % {"area": most.area, "count": most.remaining},
        _("Ta upp vilka kurser som behövs, och på vems tid. Du ser antal, aldrig vem."),
        action,
        address,
    )
