from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import move_case
from kunnande.stages.framework.queries import get_pass_rule
from kunnande.stages.itembank.services import refuse_exhausted, refuse_too_small
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.testing import queries
from kunnande.stages.testing.models import Sitting, SittingState
from kunnande.stages.testing.services.standing import refuse_delivery
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.itembank.queries import Blueprint
    from kunnande.stages.parties.queries import Organisation, User


class NotYourCentreError(PermissionError):
    """Only a test leader of the centre plans its sittings."""


class PastDateError(ValueError):
    """The day has already passed."""


class WrongBlueprintError(ValueError):
    """The blueprint belongs to another product version, or is not in force on the day."""


class NothingRemainsError(ValueError):
    """Every area of the blueprint is met and still valid."""


class RetakeTooSoonError(ValueError):
    """The pass rule asks for more days between attempts, or allows no more this year."""


class BookedSittingError(ValueError):
    """A test that was booked takes place when its session does."""


@transaction.atomic
def plan_sitting(
    *,
    case: Case,
    blueprint: Blueprint,
    centre: Organisation,
    takes_place_on: date,
    language: str = "sv",
    seed: int | None = None,
    by: User,
    at: datetime,
) -> Sitting:
    """Plan a theory test of what remains; a decided case is taken up again for it.

    Raises NotYourCentreError, PastDateError, NotAccreditedError, NotAuthorisedError,
    BankTooSmallError, BankExhaustedError, WrongBlueprintError, NothingRemainsError,
    RetakeTooSoonError, WrongStateError.
    """
    _refuse_foreign_centre(centre.pk, by, at)
    _refuse_past(takes_place_on, at)
    refuse_delivery(
        centre_id=centre.pk,
        product_id=case.product_version.product_id,
        leader_id=by.pk,
        on=takes_place_on,
    )
    return place_sitting(
        case=case,
        blueprint=blueprint,
        centre=centre,
        takes_place_on=takes_place_on,
        language=language,
        seed=seed,
        by=by,
        at=at,
    )


def place_sitting(
    *,
    case: Case,
    blueprint: Blueprint,
    centre: Organisation,
    takes_place_on: date,
    language: str,
    seed: int | None = None,
    by: User,
    at: datetime,
) -> Sitting:
    """Plan a test where and when somebody has been found to be allowed to hold it.

    Raises BankTooSmallError, BankExhaustedError, WrongBlueprintError, NothingRemainsError,
    RetakeTooSoonError, WrongStateError.
    """
    remaining = _areas_to_test(case, blueprint, takes_place_on)
    _refuse_too_soon(case, takes_place_on)
    _move_to_planned(case, by, at)
    sitting = Sitting.objects.create(
        case=case,
        blueprint=blueprint,
        centre=centre,
        test_leader=by,
        takes_place_on=takes_place_on,
        language=language,
        seed=secrets.randbits(53) if seed is None else seed,
        area_version_ids=sorted(remaining),
    )
    record(
        chain=case.trail_name,
        act="sitting_planned",
        subject=sitting.trail_name,
        by=by,
        at=at,
        facts={"blueprint": blueprint.pk, "centre": centre.pk, "on": takes_place_on.isoformat()},
    )
    return sitting


@transaction.atomic
def replan_sitting(*, sitting: Sitting, takes_place_on: date, by: User, at: datetime) -> Sitting:
    """Move a sitting that has not begun; whoever moves it leads it. A booked one keeps its day.

    Raises NotYourCentreError, PastDateError, BookedSittingError, NotAccreditedError,
    NotAuthorisedError.
    """
    _refuse_foreign_centre(sitting.centre_id, by, at)
    _refuse_past(takes_place_on, at)
    locked = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("case__product_version")
        .get(pk=sitting.pk)
    )
    if locked.state != SittingState.PLANNED:
        raise PastDateError(_("Provet har redan börjat."))
    if locked.booking_id and takes_place_on != locked.takes_place_on:
        raise BookedSittingError(_("Provet är bokat till en tid. Flytta bokningen i stället."))
    refuse_delivery(
        centre_id=locked.centre_id,
        product_id=locked.case.product_version.product_id,
        leader_id=by.pk,
        on=takes_place_on,
    )
    locked.takes_place_on, locked.test_leader = takes_place_on, by
    locked.save(update_fields=["takes_place_on", "test_leader"])
    record(
        chain=f"case:{locked.case_id}",
        act="sitting_replanned",
        subject=locked.trail_name,
        by=by,
        at=at,
        facts={"on": takes_place_on.isoformat()},
    )
    return locked


def _areas_to_test(case: Case, blueprint: Blueprint, on: date) -> frozenset[int]:
    remaining = queries.list_remaining_areas(case, blueprint, on=on)
    refuse_too_small(blueprint=blueprint, area_version_ids=remaining)
    if blueprint not in queries.list_own_blueprints(case, on=on):
        raise WrongBlueprintError(_("Provet hör inte till ärendets produkt den dagen."))
    if not remaining:
        raise NothingRemainsError(_("Alla områden är redan uppfyllda. Inget återstår att pröva."))
    refuse_exhausted(blueprint=blueprint, person_id=case.person_id, area_version_ids=remaining)
    return remaining


def _refuse_foreign_centre(centre_id: int, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=timezone.localdate(at))
    if centre_id not in viewer.organisations(Role.TEST_LEADER):
        raise NotYourCentreError(_("Bara provledare vid testcentret kan planera prov där."))


def _move_to_planned(case: Case, by: User, at: datetime) -> None:
    if case.state == CaseState.DECIDED:
        move_case(case=case, to=CaseState.MAPPED, by=by, at=at)
    move_case(case=case, to=CaseState.TEST_PLANNED, by=by, at=at)


def _refuse_past(takes_place_on: date, at: datetime) -> None:
    if takes_place_on < timezone.localdate(at):
        raise PastDateError(_("Dagen har redan varit. Välj i dag eller en senare dag."))


def _refuse_too_soon(case: Case, takes_place_on: date) -> None:
    rule = get_pass_rule(case.product_version_id, takes_place_on)
    days = queries.list_days_tested(case)
    if not days:
        return
    earliest = days[-1] + timedelta(days=rule.retake_after_days)
    if takes_place_on < earliest:
        raise RetakeTooSoonError(
            _("Nästa prov kan göras tidigast %(day)s.") % {"day": date_format(earliest, "j F Y")}
        )
    last_year = [day for day in days if day > takes_place_on - timedelta(days=365)]
    if len(last_year) >= rule.attempts_per_year:
        raise RetakeTooSoonError(
            _("Det går att göra högst %(most)d prov på ett år.") % {"most": rule.attempts_per_year}
        )
