"""A company's employees with their roles: two rooms on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kunnande.stages.parties.queries import Role, list_employees, organisations_of
from kunnande.stages.requirements.queries import list_holdings

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import EmployeeRow, Organisation, SignedInRequest
    from kunnande.stages.requirements.queries import HeldRole


@dataclass(frozen=True)
class EmployeeWithRoles:
    employee: EmployeeRow
    roles: tuple[HeldRole, ...]


def list_employees_with_roles(
    organisation: Organisation, *, on: date
) -> tuple[EmployeeWithRoles, ...]:
    held: dict[int, list[HeldRole]] = {}
    for row in list_holdings(organisation.pk, on):
        held.setdefault(row.person_id, []).append(row)
    return tuple(
        EmployeeWithRoles(employee, tuple(held.get(employee.person_id, ())))
        for employee in list_employees(organisation, on=on)
    )


@require_safe
def employees(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(
        organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id
    )
    rows = list_employees_with_roles(organisation, on=timezone.localdate())
    context = {"organisation": organisation, "rows": rows}
    return render(request, "home/employees.html", context)
