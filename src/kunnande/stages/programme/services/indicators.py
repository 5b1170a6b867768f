"""What a programme is measured by is taken in as data, and chosen for a decision of its funder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kunnande.stages.programme import translate
from kunnande.stages.programme.models import Indicator, IndicatorSet, Questionnaire, SetChoice
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import GrantVersion


class SetChosenError(ValueError):
    """The decision already says which set it asks for; a new decision may say otherwise."""


@transaction.atomic
def import_indicators(*, package: Mapping[str, Any], by: User, at: datetime) -> list[IndicatorSet]:
    """Take in sets of indicators; a set that is known stays as it is.

    Raises ImproperIndicatorError.
    """
    made = []
    for told in translate.read_indicator_sets(package):
        indicators = told.pop("indicators")
        known, is_new = IndicatorSet.objects.get_or_create(code=told["code"], defaults=told)
        if is_new:
            Indicator.objects.bulk_create(
                Indicator(indicator_set=known, place=place, **one)
                for place, one in enumerate(indicators, start=1)
            )
            made.append(known)
    _record_import("indicators_imported", len(made), by, at)
    return made


@transaction.atomic
def import_questionnaires(
    *, package: Mapping[str, Any], by: User, at: datetime
) -> list[Questionnaire]:
    """Take in what people are asked by phone; a version that is known stays as it is.

    Raises ImproperIndicatorError.
    """
    made = [
        questionnaire
        for told in translate.read_questionnaires(package)
        for questionnaire, is_new in [
            Questionnaire.objects.get_or_create(
                moment=told["moment"], version=told["version"], defaults=told
            )
        ]
        if is_new
    ]
    _record_import("questionnaires_imported", len(made), by, at)
    return made


@transaction.atomic
def choose_indicator_set(
    *, grant: GrantVersion, indicator_set: IndicatorSet, by: User, at: datetime
) -> SetChoice:
    """Say which indicators a decision asks for, until a later decision asks for others.

    Raises NotYourProgrammeError, SetChosenError.
    """
    refuse_all_but_the_owner(grant.programme, by, at)
    try:
        with transaction.atomic():
            choice = SetChoice.objects.create(
                grant=grant, indicator_set=indicator_set, chosen_by=by, chosen_at=at
            )
    except IntegrityError as error:
        raise SetChosenError(_("Beslutet har redan sina indikatorer.")) from error
    record(
        chain=grant.programme.trail_name,
        act="indicator_set_chosen",
        subject=grant.trail_name,
        by=by,
        at=at,
        facts={"set": indicator_set.code},
    )
    return choice


def _record_import(act: str, made: int, by: User, at: datetime) -> None:
    record(
        chain="installation",
        act=act,
        subject="installation",
        by=by,
        at=at,
        facts={"made": made},
    )
