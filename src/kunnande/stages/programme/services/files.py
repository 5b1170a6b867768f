"""The month's participants leave as a file for Statistics Sweden: locked months only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import (
    LabourStatus,
    Role,
    map_identity_numbers,
    map_labour_spells,
)
from kunnande.stages.programme import translate
from kunnande.stages.programme.models import (
    Attestation,
    AttestationState,
    Education,
    Leaving,
    ParticipantFile,
    Participation,
)
from kunnande.stages.programme.queries.attesting import took_part_in
from kunnande.stages.programme.queries.hours import map_hours
from kunnande.stages.programme.queries.months import last_of
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.programme.services.hours import MonthGoingOnError
from kunnande.stages.programme.translate import ParticipantRow
from kunnande.stages.trail.services import record, record_looks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import LabourSpell, User
    from kunnande.stages.programme.models import Programme

_PAGE = "programme:participant_file"


@dataclass(frozen=True)
class MadeFile:
    """The file, and the row that says it was made."""

    row: ParticipantFile
    content: bytes
    # Who took part and is not in it, and why.
    missing: tuple[tuple[str, str], ...]


@transaction.atomic
def make_participant_file(
    *, programme: Programme, month_on: date, by: User, at: datetime
) -> MadeFile:
    """Hand on who took part in a month and how long; each of them can see that it was done.

    Raises NotYourProgrammeError, MonthGoingOnError.
    """
    refuse_all_but_the_owner(programme, by, at, Role.ECONOMIST)
    if localdate(at) <= last_of(month_on):
        raise MonthGoingOnError(_("Filen görs när månaden är slut."))
    people = _taking_part(programme, month_on)
    numbers = map_identity_numbers(one.person_id for one in people)
    missing = _list_missing(people, month_on, numbers)
    included = [one for one in people if one.pk not in missing]
    rows = _rows(included, month_on, numbers)
    content = translate.write_participants(
        rows,
        contact=_contact(programme, month_on, by),
        missing=[(one.person.name, missing[one.pk]) for one in people if one.pk in missing],
        created=at,
    )
    made = ParticipantFile.objects.create(
        programme=programme,
        month_on=month_on,
        people=len(rows),
        minutes=sum(row.minutes for row in rows),
        sha256=hashlib.sha256(content).hexdigest(),
        made_by=by,
        made_at=at,
    )
    _record(made, [one.person_id for one in people], by, at)
    told = tuple((one.person.name, missing[one.pk]) for one in people if one.pk in missing)
    return MadeFile(made, content, told)


def _taking_part(programme: Programme, month_on: date) -> list[Participation]:
    return list(
        Participation.objects.filter(took_part_in(month_on), programme=programme)
        .select_related("person", "company", "programme")
        .order_by("person__sort_key", "pk")
    )


def _list_missing(
    people: Sequence[Participation], month_on: date, numbers: Mapping[int, str]
) -> dict[int, str]:
    """Return why somebody is left out: no number, or hours that nobody has locked."""
    hours = map_hours(people, month_on)
    locked = _locked(people, month_on)
    missing: dict[int, str] = {}
    for one in people:
        if one.person_id not in numbers:
            missing[one.pk] = _("Personnumret är inte känt.")
        elif hours[one.pk] and one.pk not in locked:
            missing[one.pk] = _("Månadens timmar är inte låsta.")
    return missing


def _locked(people: Sequence[Participation], month_on: date) -> dict[int, int]:
    return dict(
        Attestation.objects.filter(
            participation__in=people, month_on=month_on, state=AttestationState.LOCKED
        ).values_list("participation_id", "minutes")
    )


def _rows(
    people: Sequence[Participation], month_on: date, numbers: Mapping[int, str]
) -> list[ParticipantRow]:
    locked = _locked(people, month_on)
    first = min((one.entered_on for one in people), default=month_on)
    spells = map_labour_spells(
        [one.person_id for one in people], from_on=first, to_on=last_of(month_on)
    )
    return [
        ParticipantRow(
            identity_number=numbers[one.person_id],
            name=one.person.name,
            entered_on=one.entered_on,
            left_on=one.left_on,
            minutes=locked.get(one.pk, 0),
            company=one.company.name,
            organisation_number=one.company.organisation_number,
            status=_status_of(spells.get(one.person_id, []), one.entered_on),
            education=str(Education(one.education).label),
            reason=str(Leaving(one.reason).label) if one.reason else "",
        )
        for one in people
    ]


def _status_of(spells: Sequence[LabourSpell], on: date) -> str:
    """Return every status that held on a day; whoever has none entered was employed."""
    held = [
        str(LabourStatus(spell.status).label)
        for spell in spells
        if spell.from_on <= on and (spell.to_on is None or on <= spell.to_on)
    ]
    return ", ".join(held or [str(LabourStatus.EMPLOYED.label)])


def _contact(programme: Programme, month_on: date, by: User) -> list[tuple[str, str]]:
    return [
        (_("Program"), programme.name),
        (_("Diarienummer"), programme.diary_number),
        (_("Månad"), f"{month_on:%Y-%m}"),
        (_("Ägare"), programme.owner.name),
        (_("Kontaktperson"), str(by)),
        (_("E-postadress"), by.email),
    ]


def _record(made: ParticipantFile, people: Sequence[int], by: User, at: datetime) -> None:
    record(
        chain=made.programme.trail_name,
        act="participant_file_made",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"people": made.people, "minutes": made.minutes, "sha256": made.sha256},
    )
    record_looks(
        people=people,
        page=_PAGE,
        organisation_id=made.programme.owner_id,
        by=by,
        at=at,
    )
