from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kunnande.engines.tables import Sheet, write_workbook
from kunnande.site.home.employees import list_employees_with_roles
from kunnande.stages.parties.queries import Role, organisations_of

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import EmployeeRow, SignedInRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def employees_export(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(
        organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id
    )
    now = timezone.localtime()
    header = [_("Namn"), _("Lag"), _("Roller"), _("Konto")]
    rows = [
        [
            row.employee.name,
            row.employee.team,
            ", ".join(held.role_name for held in row.roles),
            _account(row.employee),
        ]
        for row in list_employees_with_roles(organisation, on=now.date())
    ]
    content = write_workbook([Sheet(_("Anställda"), header, rows, 1)], created=now)
    name = f"{_('anstallda')}-{now:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


def _account(employee: EmployeeRow) -> str:
    if employee.has_account:
        return _("Har konto")
    return _("Inbjuden") if employee.is_invited else _("Inte inbjuden")
