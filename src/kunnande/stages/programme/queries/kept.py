"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kunnande.stages.programme.models import (
    Attestation,
    AttestedRow,
    GrantVersion,
    OtherSupport,
    ParticipantFile,
    Participation,
    StepTaken,
    Target,
)
from kunnande.stages.programme.queries.kept_following import get_following_about
from kunnande.stages.programme.queries.kept_money import get_money_about

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return where the person takes part, every hour attested, and what they did for others."""
    return {
        **_taking_part(person_id),
        **get_following_about(person_id),
        **_work_for_a_programme(person_id),
        **get_money_about(person_id),
    }


def _taking_part(person_id: int) -> Kept:
    own = Participation.objects.filter(person_id=person_id).order_by("entered_on", "pk")
    months = Attestation.objects.filter(participation__person_id=person_id)
    rows = AttestedRow.objects.filter(attestation__participation__person_id=person_id)
    return {
        "participations": own.values(
            "reason",
            "gender",
            "age_at_entry",
            "education",
            from_on=F("entered_on"),
            to_on=F("left_on"),
            programme_name=F("programme__name"),
            employer=F("company__name"),
        ),
        "attestations": months.order_by("month_on", "version").values(
            "month_on", "version", "state", "reason", "minutes", "signed_at", "locked_at"
        ),
        "attested_rows": rows.order_by("starts_at", "pk").values(
            *("starts_at", "minutes", "activity", "what", "counting"),
            month_on=F("attestation__month_on"),
        ),
    }


def _work_for_a_programme(person_id: int) -> Kept:
    support = OtherSupport.objects.filter(
        Q(person_id=person_id) | Q(entered_by__person_id=person_id)
    ).order_by("from_on", "pk")
    steps = StepTaken.objects.filter(taken_by__person_id=person_id).order_by("pk")
    grants = GrantVersion.objects.filter(entered_by__person_id=person_id).order_by("pk")
    files = ParticipantFile.objects.filter(made_by__person_id=person_id).order_by("pk")
    return {
        "other_support": support.values("words", "from_on", "to_on", employer=F("company__name")),
        "programme_steps": steps.values(
            "step", "words", takes_place_on=F("taken_on"), employer=F("engagement__company__name")
        ),
        "grants": grants.values("from_on", "entered_at", version=F("number")),
        "participant_files": files.values("month_on", "made_at"),
        "targets": Target.objects.filter(grant__in=grants)
        .order_by("pk")
        .values(words=Coalesce("node__name", "size"), version=F("grant__number")),
    }
