"""The people behind an indicator are shown, each with what counts: an act that they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from kunnande.stages.parties.queries import get_names_of_organisations, get_names_of_people
from kunnande.stages.programme.queries.indicators import get_figure, qualifications_of
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import Programme
    from kunnande.stages.programme.queries.facts import Awarded, Called, Fact
    from kunnande.stages.programme.queries.indicators import Figure


@dataclass(frozen=True)
class EvidenceRow:
    """One participant who counts, and the entries that make them count."""

    name: str
    company: str
    fact: Fact
    qualifications: tuple[Awarded, ...]
    called: Called | None

    @property
    def participation_id(self) -> int:
        """Return the participation that somebody first entered by."""
        return self.fact.participations[0]


@dataclass(frozen=True)
class Evidence:
    """An indicator with the people or the companies that make its figure; claims are in it."""

    figure: Figure
    people: tuple[EvidenceRow, ...]
    companies: tuple[str, ...]


@transaction.atomic
def show_indicator(
    *, programme: Programme, code: str, on: date | None = None, by: User, at: datetime
) -> Evidence:
    """Return who counts for an indicator and why.

    Raises NotYourProgrammeError, Indicator.DoesNotExist.
    """
    refuse_all_but_the_owner(programme, by, at)
    figure = get_figure(programme, code, on=on or localdate(at))
    names = get_names_of_people(one.person_id for one in figure.facts)
    companies = get_names_of_organisations(
        {*figure.companies, *(one.company_id for one in figure.facts)}
    )
    record_looks(
        people=[one.person_id for one in figure.facts],
        page="programme:indicator",
        organisation_id=programme.owner_id,
        by=by,
        at=at,
    )
    rows = [
        EvidenceRow(
            name=names.get(one.person_id, ""),
            company=companies.get(one.company_id, ""),
            fact=one,
            qualifications=tuple(qualifications_of(one, figure.indicator.indicator_set))
            if "qualified" in figure.indicator.conditions
            else (),
            called=one.called.get(figure.indicator.moment)
            if "answers" in figure.indicator.conditions
            else None,
        )
        for one in figure.facts
    ]
    return Evidence(
        figure,
        tuple(sorted(rows, key=lambda row: (row.name, row.participation_id))),
        tuple(sorted(companies[pk] for pk in figure.companies)),
    )
