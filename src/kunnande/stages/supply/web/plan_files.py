"""The plan on paper and in a workbook, and the evidence for ISO 9001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from kunnande.engines.documents import typeset
from kunnande.engines.tables import Sheet, write_workbook
from kunnande.stages.supply.queries.plans import FEWEST_COUNTED, read_plan
from kunnande.stages.supply.services.evidence import export_evidence
from kunnande.stages.supply.web.plans import own_plan
from kunnande.stages.supply.web.selections import own_company

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.supply.queries.plans import MeasureLine, PlanPage
    from kunnande.stages.supply.services.evidence import Evidence

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def plan_paper(request: SignedInRequest, supply_plan_id: int) -> HttpResponse:
    # A paper travels: it tells no number of few people's results, whoever takes it out.
    page = read_plan(own_plan(request, supply_plan_id), tells_few=False)
    response = HttpResponse(
        print_plan(page, at=timezone.localtime()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="{_name(page)}.pdf"'
    response["Content-Language"] = get_language() or "sv"
    return response


@require_safe
def plan_file(request: SignedInRequest, supply_plan_id: int) -> HttpResponse:
    page = read_plan(own_plan(request, supply_plan_id), tells_few=False)
    sheets = [_measures(page), _wheel(page), _meanings(page)]
    return _workbook(sheets, _name(page), timezone.localtime())


@require_safe
def evidence(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company, now = own_company(request, organisation_id), timezone.localtime()
    found = export_evidence(company=company, by=request.user, at=now)
    sheets = [_demands(found), _people(found), _actions(found), _clauses(found)]
    return _workbook(sheets, f"iso9001-7-2-{now:%Y-%m-%d}", now)


def print_plan(page: PlanPage, *, at: datetime) -> bytes:
    """Return a plan as paper, in the active language."""
    facts = {
        "language": get_language(),
        "title": _("Plan för kompetens %(year)s") % {"year": page.year},
        "company": page.company,
        "version": _("Version %(number)s, %(state)s")
        % {"number": page.version, "state": page.state_words.lower()},
        "goals": list(page.goals),
        "measures": [{"name": one.name, "detail": _told(one)} for one in page.measures],
        "wheel": [[name, words] for name, words in _months(page)],
        "counted": _counted_words(page),
    }
    return typeset(render_to_string("supply/plan.typ"), facts, at=at)


def _told(one: MeasureLine) -> str:
    numbers = _("Behövs %(needed)s, finns %(present)s.") % {
        "needed": one.needed,
        "present": _few() if one.present is None else one.present,
    }
    parts = [numbers, f"{one.kind_words}. {one.words}".strip()]
    if one.responsible:
        parts.append(_("Ansvarig: %(name)s.") % {"name": one.responsible})
    if one.due_on:
        parts.append(_("Klart senast %(day)s.") % {"day": _day(one.due_on)})
    if one.cost_sek is not None:
        parts.append(_("Kostnad: %(cost)s kr.") % {"cost": one.cost_sek})
    if one.done_on:
        parts.append(_("Gjort %(day)s.") % {"day": _day(one.done_on)} + f" {one.effect}")
    return " ".join(parts)


def _measures(page: PlanPage) -> Sheet:
    header = [
        _("Område eller roll"), _("Behövs"), _("Finns"), _("Saknas"), _("Åtgärd"), _("Hur"),
        _("Ansvarig"), _("Klart senast"), _("Kostnad i kronor"), _("Gjort den"), _("Vad det gav"),
    ]  # fmt: skip
    rows: list[list[str | int]] = [
        [
            one.name,
            one.needed,
            _few() if one.present is None else one.present,
            "" if one.gap is None else one.gap,
            one.kind_words,
            one.words,
            one.responsible,
            _day(one.due_on),
            "" if one.cost_sek is None else one.cost_sek,
            _day(one.done_on),
            one.effect,
        ]
        for one in page.measures
    ]
    return Sheet(_("Åtgärder"), header, rows, 1)


def _wheel(page: PlanPage) -> Sheet:
    goals = [[_("Mål"), goal] for goal in page.goals]
    return Sheet(_("Mål och årshjul"), [_("När"), _("Vad")], [*goals, *_months(page)])


def _meanings(page: PlanPage) -> Sheet:
    rows = [
        [_("Företag"), page.company],
        [_("År"), str(page.year)],
        [_("Version"), f"{page.version}, {page.state_words.lower()}"],
        [_("Behövs"), _("Så många som rollerna kräver tillsammans, eller talet ni har skrivit.")],
        [_("Finns"), _counted_words(page)],
        [_("Saknas"), _("Behövs minus finns.")],
    ]
    return Sheet(_("Så räknar vi"), [_("Ord"), _("Betyder")], rows)


def _demands(found: Evidence) -> Sheet:
    header = [_("Roll"), _("Område"), _("Nivå"), _("Bevis som räknas"), _("Så många behövs")]
    rows: list[list[str | int]] = [
        [one.role, one.area, one.level, ", ".join(one.accepted_kinds), one.people_needed]
        for one in found.demands
    ]
    return Sheet(_("a Krav"), header, rows, 2)


def _people(found: Evidence) -> Sheet:
    states = {
        "met": _("uppfyllt"), "soon": _("uppfyllt, går snart ut"), "remaining": _("återstår"),
        "unshared": _("delas inte"), "exempt": _("undantag"), "withdrawn": _("uppehåll"),
    }  # fmt: skip
    header = [
        _("Person"), _("Roller"), _("Område"), _("Läge"), _("Krav"), _("Visad nivå"), _("Bevis"),
        _("Visat den"), _("Gäller till"),
    ]  # fmt: skip
    rows: list[list[str | int]] = [
        [
            one.name, ", ".join(one.roles), one.area, states[one.state], one.required, one.held,
            one.kind, _day(one.shown_on), _day(one.valid_until),
        ]
        for one in found.people
    ]  # fmt: skip
    return Sheet(_("b och d Bevis per person"), header, rows, 1)


def _actions(found: Evidence) -> Sheet:
    header = [
        _("Plan"), _("Område eller roll"), _("Åtgärd"), _("Hur"), _("Ansvarig"),
        _("Klart senast"), _("Gjort den"), _("Behövs"), _("Fanns när planen gjordes"),
        _("Finns nu"), _("Vad det gav"),
    ]  # fmt: skip
    rows: list[list[str | int]] = [
        [
            f"{one.year}, {one.version}", one.line.name, one.line.kind_words, one.line.words,
            one.line.responsible, _day(one.line.due_on), _day(one.line.done_on), one.line.needed,
            one.line.present or 0, one.present_now, one.line.effect,
        ]
        for one in found.actions
    ]  # fmt: skip
    return Sheet(_("c Åtgärder och verkan"), header, rows, 2)


def _clauses(found: Evidence) -> Sheet:
    rows = [
        ["7.2 a", _("Vilken kompetens arbetet kräver: bladet Krav.")],
        ["7.2 b", _("Att personerna har den: bladet Bevis per person.")],
        ["7.2 c", _("Åtgärder för det som återstår, och hur ni ser att de gav något.")],
        ["7.2 d", _("Dokumenterat bevis: sort, dag och giltighet. Själva beviset har personen.")],
        [_("Läge"), _("Uppfyllt: ett bevis som räknas når nivån och gäller. Annars återstår det.")],
        [_("Delas inte"), _("Personen visar inte sitt resultat. Be om beviset från personen.")],
        [_("Finns"), _("Hur många som kan arbeta själva, nivå 3 eller mer. För en roll: har den.")],
        [_("Företag"), found.company],
        [_("Läget"), date_format(found.on, "j F Y")],
    ]
    return Sheet(_("Förklaring"), [_("Punkt eller ord"), _("Betyder")], rows)


def _months(page: PlanPage) -> list[list[str]]:
    return [[capfirst(str(MONTHS[month])), words] for month, words in page.wheel]


def _counted_words(page: PlanPage) -> str:
    return _(
        "Hur många som %(day)s hade visat nivå 3 eller mer och delade det; för en roll hur många"
        " som hade den. Tal ur färre än %(fewest)s personers resultat visas inte."
    ) % {"day": _day(page.drafted_on), "fewest": FEWEST_COUNTED}


def _few() -> str:
    return _("för få för att visa")


def _day(on: date | None) -> str:
    return date_format(on, "Y-m-d") if on else ""


def _name(page: PlanPage) -> str:
    return f"plan-{page.year}-{page.version}"


def _workbook(sheets: list[Sheet], name: str, at: datetime) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    content = write_workbook(sheets, created=at)
    return HttpResponse(content, content_type=_XLSX, headers=headers)
