"""What is counted of the people of a programme, and what makes somebody count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.programme.queries.cofinancing import CofinancedMonth
    from kunnande.stages.programme.queries.facts import Fact


class BoardMeasure(TextChoices):
    """What of a part's people is counted."""

    PEOPLE = "people", _("Har börjat")
    INSIDE = "inside", _("Är med")
    LEFT = "left", _("Har slutat")
    VALIDATED = "validated", _("Validerade")
    CERTIFICATES = "certificates", _("Bevis")
    HOURS = "hours", _("Medfinansiering")


def conditions_of(
    on: date, months_of: Callable[[Fact], Sequence[CofinancedMonth]]
) -> Mapping[BoardMeasure, Callable[[Fact], bool]]:
    """Return what makes somebody count for each measure on a day."""
    return {
        BoardMeasure.PEOPLE: lambda _fact: True,
        BoardMeasure.INSIDE: lambda fact: fact.left_on is None,
        BoardMeasure.LEFT: lambda fact: fact.left_on is not None,
        BoardMeasure.VALIDATED: lambda fact: fact.validated_by(on),
        BoardMeasure.CERTIFICATES: lambda fact: bool(fact.awarded_by(on)),
        BoardMeasure.HOURS: lambda fact: any(month.hours for month in months_of(fact)),
    }
