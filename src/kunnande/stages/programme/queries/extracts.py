"""What an evaluator is handed of each participant: nothing that says who it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.crypto import salted_hmac

from kunnande.stages.parties.queries import get_names_of_organisations
from kunnande.stages.programme.models import (
    Activity,
    AttestationState,
    AttestedRow,
    Extract,
    Gender,
    Moment,
    SizeClass,
)
from kunnande.stages.programme.queries.facts import list_facts
from kunnande.stages.programme.translate import ExtractRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kunnande.stages.programme.models import Programme
    from kunnande.stages.programme.queries.facts import Fact

# Last ages of the bands; whoever is older is in the one after.
_LAST_AGES = (24, 29, 39, 49, 54, 64)
# Last whole hours of the bands, likewise.
_LAST_HOURS = (9, 19, 39, 79)
_VALIDATION = frozenset({Activity.THEORY_TEST, Activity.PRACTICAL_TEST})
_MINUTES = 60
_SIGNS = 16


def list_extract_rows(programme: Programme, *, on: date) -> list[ExtractRow]:
    """Return everybody, in the order of their pseudonyms, which is nobody's order."""
    facts = list_facts(programme, on=on)
    names = get_names_of_organisations(one.node_id for one in facts if one.node_id)
    alike = Counter(_group_of(one) for one in facts)
    minutes = _map_minutes(programme, on)
    rows = [
        _row(
            f"{programme.pk}:{one.person_id}",
            one,
            names,
            minutes=minutes.get(one.person_id, {}),
            alike=alike[_group_of(one)],
            on=on,
        )
        for one in facts
    ]
    return sorted(rows, key=lambda row: row.pseudonym)


def list_extracts(programme: Programme) -> list[Extract]:
    rows = Extract.objects.filter(programme=programme).select_related("made_by__person")
    return list(rows.order_by("-made_at", "-pk"))


def _map_minutes(programme: Programme, on: date) -> Mapping[int, Mapping[str, int]]:
    """Return, person by person, the minutes of each activity in locked months."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = AttestedRow.objects.filter(
        attestation__participation__programme=programme,
        attestation__state=AttestationState.LOCKED,
        attestation__month_on__lte=on,
    )
    summed = rows.values_list("attestation__participation__person_id", "activity").annotate(
        spent=Sum("minutes")
    )
    for person_id, activity, spent in summed.order_by(
        "attestation__participation__person_id", "activity"
    ):
        found[person_id][activity] = spent
    return found


def _row(
    key: str,
    fact: Fact,
    names: Mapping[int, str],
    *,
    minutes: Mapping[str, int],
    alike: int,
    on: date,
) -> ExtractRow:
    tested = sum(spent for activity, spent in minutes.items() if activity in _VALIDATION)
    return ExtractRow(
        person_id=fact.person_id,
        pseudonym=salted_hmac("kunnande.programme.extract", key, algorithm="sha256").hexdigest()[
            :_SIGNS
        ],
        age_band=age_band_of(fact.age),
        gender=str(Gender(fact.gender).label),
        node=names.get(fact.node_id or 0, ""),
        size=str(SizeClass(fact.size).label) if fact.size else "",
        entered=f"{fact.entered_on:%Y-%m}",
        left=f"{fact.left_on:%Y-%m}" if fact.left_on else "",
        decisions=sum(fact.entered_on <= day <= on for day in fact.decided_on),
        credentials=len(fact.awarded_by(on)),
        hours=hour_band_of(sum(minutes.values())),
        validation_hours=hour_band_of(tested),
        course_hours=hour_band_of(minutes.get(Activity.COURSE, 0)),
        answered_on_leaving=_has_answered(fact, Moment.LEAVING),
        answered_later=_has_answered(fact, Moment.LATER),
        alike=alike,
    )


def age_band_of(age: int | None) -> str:
    """Return the band an age lies in, both ends included; nothing where it is not known."""
    return "" if age is None else _band_of(age, _LAST_AGES, first=0)


def hour_band_of(minutes: int) -> str:
    """Return the band that whole hours lie in, rounded down."""
    hours = minutes // _MINUTES
    return _band_of(hours, _LAST_HOURS, first=1) if hours else "0"


def _band_of(value: int, lasts: Sequence[int], *, first: int) -> str:
    for last in lasts:
        if value <= last:
            return f"{first}–{last}"
        first = last + 1
    return f"{first}–"


def _has_answered(fact: Fact, moment: str) -> bool:
    return moment in fact.called and bool(fact.called[moment].answers)


def _group_of(fact: Fact) -> tuple[str, str, int | None, str]:
    return age_band_of(fact.age), fact.gender, fact.node_id, fact.size
