from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kunnande.engines.tables import Sheet, write_workbook
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import get_level_words
from kunnande.stages.supply.web.selections import STATES, company_of, selection_of

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, SignedInRequest, User
    from kunnande.stages.supply.queries import Matrix, Row, Selection

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def matrix_export(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation, selection = company_of(organisation_id), selection_of(request.GET)
    try:
        return matrix_file(organisation, selection, by=request.user, at=timezone.localtime())
    except services.NotYourCompanyError as error:
        raise PermissionDenied(str(error)) from error


def matrix_file(
    organisation: Organisation, selection: Selection, *, by: User, at: datetime
) -> HttpResponse:
    """Return the matrix as a workbook; whose results left is recorded."""
    matrix = services.export_matrix(organisation=organisation, selection=selection, by=by, at=at)
    content = write_workbook(
        [_squares(matrix), _legend(organisation, selection, matrix)], created=at
    )
    headers = {"Content-Disposition": f'attachment; filename="{_("matris")}-{at:%Y-%m-%d}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


def _squares(matrix: Matrix) -> Sheet:
    about = [_("Lag"), _("Person"), _("Roller"), _("Skift"), _("Ställe")]
    header = [*about, *(column.name for column in matrix.columns), _("Uppfyllt")]
    rows: list[list[str | int]] = [
        [
            team.name,
            row.name,
            ", ".join(row.roles),
            row.shift,
            row.site,
            *(cell.written(matrix.signs) for cell in row.cells),
            _sum(row),
        ]
        for team in matrix.teams
        for row in team.rows
    ]
    can = [f"{c.can_alone}/{c.needed}" if c.needed else str(c.can_alone) for c in matrix.columns]
    rows += [
        ["", _("Kan själv / behövs"), "", "", "", *can, ""],
        ["", _("Uppfyllda"), "", "", "", *(column.met for column in matrix.columns), matrix.met],
        ["", _("Återstår"), "", "", "", *(c.remaining for c in matrix.columns), matrix.remaining],
    ]
    return Sheet(_("Kompetensmatris"), header, rows, 5)


def _sum(row: Row) -> str:
    if not row.required:
        return "–"
    return _("%(met)s av %(required)s") % {"met": row.met, "required": row.required}


def _legend(organisation: Organisation, selection: Selection, matrix: Matrix) -> Sheet:
    roles = {role.id: role.name for role in matrix.choices.roles}
    rows = [
        ["3", _("Uppfyllt på den nivån, också när det snart går ut")],
        ["1/3", _("Återstår: har 1, kravet är 3")],
        ["–", _("Personen delar inte sitt resultat")],
        ["·", _("Krävs inte")],
        ["x", _("Undantag: kravet gäller inte personen")],
        ["||", _("Tillfälligt uppehåll: räknas som återstår så länge det varar")],
        ["k", _("Efter nivån: kurs planerad")],
        ["p", _("Efter nivån: prov bokat")],
        *([sign, meaning] for sign, meaning in get_level_words(organisation.pk).pairs),
        ["", ""],
        [_("Företag"), organisation.name],
        [_("Läget"), date_format(matrix.on, "j F Y")],
        [_("Lag"), selection.team or _("Alla lag")],
        [_("Skift"), selection.shift or _("Alla skift")],
        [_("Ställe"), selection.site or _("Alla ställen")],
        [_("Roll"), roles.get(selection.role_id or 0, _("Alla roller"))],
        [_("Områden"), selection.family or _("Alla områden")],
        [_("Personer"), str(dict(STATES).get(selection.state, _("Alla")))],
        [
            _("Vad som visas"),
            _("Det som avtalats före provet. Aldrig svar, poäng eller egen bedömning."),
        ],
    ]
    return Sheet(_("Teckenförklaring"), [_("Tecken"), _("Betyder")], rows)
