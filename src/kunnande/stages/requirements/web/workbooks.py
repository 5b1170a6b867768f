from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_safe

from kunnande.engines.tables import Sheet, write_workbook
from kunnande.stages.parties.queries import Role, organisations_of
from kunnande.stages.requirements.queries import list_roles
from kunnande.stages.requirements.services import FIELDS

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def import_template(request: SignedInRequest) -> HttpResponse:
    how = {
        "given_name": (_("Måste finnas."), "Siri"),
        "family_name": (_("Måste finnas."), "Ståhl"),
        "identity_number": (
            _("ÅÅÅÅMMDD-NNNN, också samordningsnummer. Det eller e-post måste finnas."),
            "19800101-9804",
        ),
        "email": (_("Dit går inbjudan, när ni skickar den."), "siri.stahl@exempel.se"),
        "team": (_("Lag eller avdelning."), _("Skift 1")),
        "from_on": (_("ÅÅÅÅ-MM-DD. Tom cell betyder i dag."), "2026-03-17"),
        "to_on": (_("Bara för den som slutar."), "2026-12-31"),
        "roles": (_("Flera roller skiljs med semikolon. Nya roller skapas."), _("Svetsare")),
        "role_from_on": (_("Tom cell betyder i dag, eller första dagen."), "2026-03-17"),
    }
    sheets = [
        Sheet(_("Anställda"), [str(label) for label in FIELDS.values()], []),
        Sheet(
            _("Så fyller ni i"),
            [_("Kolumn"), _("Vad som gäller"), _("Exempel")],
            [[str(label), *how[field]] for field, label in FIELDS.items()],
        ),
    ]
    return _download(sheets, _("anstallda-mall"))


@require_safe
def roles_export(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(
        organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id
    )
    today = timezone.localdate()
    header = [_("Roll"), _("Läge"), _("Har rollen"), _("Behövs"), _("Områden")]
    rows: list[list[str | int]] = [
        [
            role.name,
            _standing(role.missing),
            role.holders,
            role.people_needed,
            role.requirements,
        ]
        for role in list_roles(organisation.pk, today)
    ]
    return _download([Sheet(_("Roller"), header, rows, 1)], f"{_('roller')}-{today:%Y-%m-%d}")


def _standing(missing: int) -> str:
    if not missing:
        return _("Tillräckligt många")
    words = ngettext("%(missing)s person till behövs", "%(missing)s personer till behövs", missing)
    return words % {"missing": missing}


def _download(sheets: list[Sheet], name: str) -> HttpResponse:
    content = write_workbook(sheets, created=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)
