"""What is known of each participant, for whatever counts them: asked for once, for everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.credentials.queries.awards import list_awards
from kunnande.stages.decision.queries.deciding import map_decided_on
from kunnande.stages.parties.queries import LabourStatus, gender_on, map_labour_spells
from kunnande.stages.programme.models import (
    Engagement,
    FollowUp,
    FollowUpAnswer,
    Participation,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kunnande.stages.parties.queries import LabourSpell
    from kunnande.stages.programme.models import Programme


@dataclass(frozen=True)
class Awarded:
    public_id: UUID
    kind: str
    on: date


@dataclass(frozen=True)
class Called:
    """What was answered at one moment; nothing where somebody declined."""

    follow_up_id: int
    on: date
    answers: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Fact:
    """One participant: as they were on the first day, and what has come of it since.

    Gender is what the person has said themselves until the day asked about, where they have.

    Whoever has entered twice counts once: from the first entry to the latest leaving.
    """

    person_id: int
    participations: tuple[int, ...]
    company_id: int
    node_id: int | None
    size: str
    gender: str
    age: int | None
    education: str
    entered_on: date
    left_on: date | None
    statuses: frozenset[str]
    decided_on: tuple[date, ...] = ()
    awarded: tuple[Awarded, ...] = ()
    called: Mapping[str, Called] = field(default_factory=dict)

    def is_in(self, on: date) -> bool:
        return self.left_on is None or self.left_on >= on

    def validated_by(self, on: date) -> bool:
        """Say whether a decision has come since the first day."""
        return any(self.entered_on <= day <= on for day in self.decided_on)

    def awarded_by(self, on: date) -> list[Awarded]:
        return [one for one in self.awarded if self.entered_on <= one.on <= on]


def list_facts(programme: Programme, *, on: date) -> list[Fact]:
    """Return everybody who has entered until a day, as known that day, in order of entering."""
    rows: dict[int, list[Participation]] = defaultdict(list)
    genders: dict[int, str] = {}
    entered = Participation.objects.filter(programme=programme, entered_on__lte=on)
    counted = entered.annotate(counted_as=gender_on(on, unless_stated="gender"))
    for one in counted.order_by("entered_on", "pk"):
        rows[one.person_id].append(one)
        genders.setdefault(one.person_id, one.counted_as)
    spells = map_labour_spells(rows, from_on=programme.from_on, to_on=on)
    engaged = {one.company_id: one for one in Engagement.objects.filter(programme=programme)}
    decided, awarded = map_decided_on(rows), _map_awarded(rows, on)
    called = _map_called(programme, on)
    return [
        _fact(
            of_person,
            on=on,
            gender=genders[person_id],
            engagement=engaged.get(of_person[0].company_id),
            spells=spells.get(person_id, ()),
            decided_on=tuple(decided.get(person_id, ())),
            awarded=tuple(awarded.get(person_id, ())),
            called=called.get(person_id, {}),
        )
        for person_id, of_person in rows.items()
    ]


def _fact(
    rows: Sequence[Participation],
    *,
    on: date,
    gender: str,
    engagement: Engagement | None,
    spells: Sequence[LabourSpell],
    decided_on: tuple[date, ...],
    awarded: tuple[Awarded, ...],
    called: Mapping[str, Called],
) -> Fact:
    first, last = rows[0], rows[-1]
    return Fact(
        person_id=first.person_id,
        participations=tuple(one.pk for one in rows),
        company_id=first.company_id,
        node_id=engagement.node_id if engagement else None,
        size=engagement.size if engagement else "",
        gender=gender,
        age=first.age_at_entry,
        education=first.education,
        entered_on=first.entered_on,
        left_on=last.left_on if last.left_on and last.left_on <= on else None,
        statuses=_statuses_on(spells, first.entered_on),
        decided_on=decided_on,
        awarded=awarded,
        called=called,
    )


def _statuses_on(spells: Sequence[LabourSpell], on: date) -> frozenset[str]:
    """Return every status that held on a day; whoever has none entered was employed."""
    held = {
        spell.status
        for spell in spells
        if spell.from_on <= on and (spell.to_on is None or on <= spell.to_on)
    }
    return frozenset(held or {LabourStatus.EMPLOYED.value})


def _map_awarded(people: Mapping[int, object], on: date) -> Mapping[int, list[Awarded]]:
    found: dict[int, list[Awarded]] = defaultdict(list)
    for award in list_awards(people):
        awarded_on = localdate(award.awarded_at)
        if awarded_on <= on:
            found[award.person_id].append(Awarded(award.public_id, award.kind, awarded_on))
    return found


def _map_called(programme: Programme, on: date) -> Mapping[int, dict[str, Called]]:
    """Return, person by person, what was answered at each moment, the latest time of leaving."""
    answers: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    ours = {"participation__programme": programme}
    for answer in FollowUpAnswer.objects.filter(
        **{f"follow_up__{key}": value for key, value in ours.items()}
    ).order_by("pk"):
        answers[answer.follow_up_id][answer.question].add(answer.choice)
    found: dict[int, dict[str, Called]] = defaultdict(dict)
    for one in FollowUp.objects.filter(**ours).select_related("participation").order_by("pk"):
        called_on = localdate(one.called_at)
        if called_on <= on:
            given = {question: frozenset(codes) for question, codes in answers[one.pk].items()}
            found[one.participation.person_id][one.moment] = Called(one.pk, called_on, given)
    return found
