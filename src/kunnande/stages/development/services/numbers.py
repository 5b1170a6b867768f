"""The month's numbers are made, and a company says which unions speak for its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.engines.disclosure_control import Cell, release
from kunnande.stages.development.models import (
    Measure,
    NumbersRelease,
    ReleasedNumber,
    Representation,
)
from kunnande.stages.development.queries.demand import list_cells
from kunnande.stages.development.queries.numbers import list_former_counts
from kunnande.stages.parties.queries import OrganisationKind, Role, get_viewer
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.engines.disclosure_control import Released
    from kunnande.stages.parties.queries import Organisation, User


class NotYourCompanyError(PermissionError):
    """A company itself says which unions speak for its people."""


class NotAUnionError(ValueError):
    """Only a union speaks for people at a company."""


@transaction.atomic
def release_numbers(*, by: User, at: datetime) -> NumbersRelease:
    """Make the numbers of the month; made already they stand as they are."""
    month = localdate(at).replace(day=1)
    made = NumbersRelease.objects.filter(month=month).first()
    if made:
        return made
    former = {_cell_of(number): number.count for number in list_former_counts()}
    told = release(list_cells(on=localdate(at)), former)
    made = NumbersRelease.objects.create(month=month, made_at=at)
    ReleasedNumber.objects.bulk_create(_number(made, cell, number) for cell, number in told.items())
    record(
        chain="installation",
        act="numbers_released",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"month": month.isoformat(), "cells": len(told)},
    )
    return made


@transaction.atomic
def recognise_union(
    *, company: Organisation, union: Organisation, by: User, at: datetime
) -> Representation:
    """Let a union read a company's numbers. Raises NotYourCompanyError, NotAUnionError."""
    _refuse_others(company, by, at)
    if union.kind != OrganisationKind.UNION:
        raise NotAUnionError(_("Välj en facklig organisation."))
    made, is_new = Representation.objects.get_or_create(
        company=company, union=union, ended_at=None, defaults={"recognised_at": at}
    )
    if is_new:
        _record(made, "union_recognised", by, at)
    return made


@transaction.atomic
def end_representation(*, representation: Representation, by: User, at: datetime) -> Representation:
    """Let a union read a company's numbers no longer. Raises NotYourCompanyError."""
    _refuse_others(representation.company, by, at)
    locked = Representation.objects.select_for_update().get(pk=representation.pk)
    if locked.ended_at is None:
        locked.ended_at = at
        locked.save(update_fields=["ended_at"])
        _record(locked, "representation_ended", by, at)
    return locked


def _refuse_others(company: Organisation, by: User, at: datetime) -> None:
    if company.pk not in get_viewer(by, on=localdate(at)).organisations(Role.EMPLOYER):
        raise NotYourCompanyError(_("Bara företaget självt kan göra det här."))


def _record(representation: Representation, act: str, by: User, at: datetime) -> None:
    record(
        chain=f"organisation:{representation.company_id}",
        act=act,
        subject=representation.trail_name,
        by=by,
        at=at,
        facts={"union": representation.union_id},
    )


def _cell_of(number: ReleasedNumber) -> Cell:
    subject = number.course_id or number.area_id
    table = f"{number.measure}:{subject}" if subject else number.measure
    return Cell(table, number.municipality_code or str(number.company_id))


def _number(made: NumbersRelease, cell: Cell, told: Released) -> ReleasedNumber:
    measure, _colon, subject = cell.table.partition(":")
    number = ReleasedNumber(release=made, measure=measure, count=told.count, at_least=told.at_least)
    if measure == Measure.DEMAND:
        number.course_id, number.municipality_code = int(subject), cell.part
    else:
        number.area_id, number.company_id = int(subject) if subject else None, int(cell.part)
    return number
