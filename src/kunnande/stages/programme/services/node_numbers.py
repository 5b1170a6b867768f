"""The month's numbers of the companies that nodes coordinate are made, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from kunnande.engines.disclosure_control import Cell, release
from kunnande.stages.programme.models import NodeNumber, NodeRelease
from kunnande.stages.programme.queries.node_cells import (
    OF_COMPANY,
    OF_NODE,
    list_former_counts,
    list_node_cells,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.engines.disclosure_control import Released
    from kunnande.stages.parties.queries import User


@transaction.atomic
def release_node_numbers(*, by: User, at: datetime) -> NodeRelease:
    """Make the numbers of the month; made already they stand as they are."""
    month = localdate(at).replace(day=1)
    made = NodeRelease.objects.filter(month=month).first()
    if made:
        return made
    former = {_cell_of(number): number.count for number in list_former_counts()}
    told = release(list_node_cells(on=localdate(at)), former)
    made = NodeRelease.objects.create(month=month, made_at=at)
    NodeNumber.objects.bulk_create(_number(made, cell, number) for cell, number in told.items())
    record(
        chain="installation",
        act="node_numbers_released",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"month": month.isoformat(), "cells": len(told)},
    )
    return made


def _cell_of(number: NodeNumber) -> Cell:
    table = OF_NODE if number.node_id else OF_COMPANY
    part = number.node_id or number.company_id
    return Cell(f"{number.programme_id}:{number.measure}:{table}", str(part))


def _number(made: NodeRelease, cell: Cell, told: Released) -> NodeNumber:
    programme, measure, table = cell.table.split(":")
    part = int(cell.part)
    return NodeNumber(
        release=made,
        programme_id=int(programme),
        measure=measure,
        node_id=part if table == OF_NODE else None,
        company_id=part if table == OF_COMPANY else None,
        count=told.count,
        at_least=told.at_least,
    )
