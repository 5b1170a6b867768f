"""A company's start page: what to do next, and who is on the way to a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow, row_of
from kunnande.site.home.steps import Step
from kunnande.stages.cases.queries import Case, CaseState, cases_of_employees_visible_to
from kunnande.stages.disclosure.queries import find_agreement_in_force
from kunnande.stages.parties.queries import list_employees
from kunnande.stages.programme.queries.waiting import list_months_to_lock
from kunnande.stages.requirements.queries import list_roles

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Organisation, Viewer
    from kunnande.stages.programme.queries.waiting import ToLock

_ARRIVED = {CaseState.DECIDED, CaseState.CLOSED}


def get_employer_section(viewer: Viewer, company: Organisation, *, on: date) -> Section:
    roles = len(list_roles(company.pk, on=on))
    employees = len(list_employees(company, on=on))
    cases = cases_of_employees_visible_to(viewer, on=on).filter(employer=company)
    moving = sorted((c for c in cases if c.state not in _ARRIVED), key=_place_on_the_way)
    to_lock = list_months_to_lock(company.pk)
    step = (
        _missing_step(company, roles=roles, employees=employees, on=on)
        or _first_case_step(company, len(cases))
        or _lock_step(company, to_lock)
        or _matrix_step(company, len(moving))
    )
    return Section(
        kicker=company.name,
        step=step,
        numbers=(
            Number(employees, _("anställda")),
            Number(roles, _("roller med krav")),
            Number(len(moving), _("på väg mot ett beslut")),
        ),
        lists=(
            *_months_to_lock(company, to_lock),
            WaitingList(
                heading=_("På väg mot ett beslut"),
                nothing=_("Ingen är på väg just nu."),
                what=_("Validering"),
                on=_("Sedan"),
                rows=tuple(row_of(case) for case in moving),
            ),
        ),
    )


def _place_on_the_way(case: Case) -> tuple[int, str]:
    return list(CaseState).index(CaseState(case.state)), case.person.sort_key


def _missing_step(company: Organisation, *, roles: int, employees: int, on: date) -> Step | None:
    """Return the first thing that must stand before anybody can be entered."""
    if not roles:
        return Step(
            _("Börja med en roll"),
            _("En roll säger vad arbetet kräver. Utgå från en mall och ändra den."),
            _("Till roller och krav"),
            reverse("requirements:roles", args=[company.pk]),
        )
    if find_agreement_in_force(company.pk, on=on) is None:
        return Step(
            _("Bestäm vad ni får se"),
            _("Avtalet om vad företaget ser ska finnas före första provet."),
            _("Till avtalet"),
            reverse("disclosure:company", args=[company.pk]),
        )
    if not employees:
        return Step(
            _("Bjud in någon"),
            _("Den du bjuder in får en länk och bestämmer själv sitt lösenord."),
            _("Till anställda"),
            reverse("home:employees", args=[company.pk]),
        )
    return None


def _first_case_step(company: Organisation, cases: int) -> Step | None:
    if cases:
        return None
    return Step(
        _("Anmäl någon till validering"),
        _("Den du anmäler kartlägger sig först, i lugn och ro."),
        _("Anmäl"),
        reverse("cases:open", args=[company.pk]),
    )


def _lock_step(company: Organisation, to_lock: list[ToLock]) -> Step | None:
    """Return the oldest month that people have signed and the company has not."""
    if not to_lock:
        return None
    heading = ngettext(
        "%(count)d person har skrivit under sina timmar",
        "%(count)d personer har skrivit under sina timmar",
        to_lock[0].people,
    )
    return Step(
        heading % {"count": to_lock[0].people},
        _("Läs dem och skriv under för företaget. Då är månaden låst och kan redovisas."),
        _("Till timmarna i %(month)s") % {"month": date_format(to_lock[0].month_on, "F Y")},
        _hours_of(company, to_lock[0]),
    )


def _months_to_lock(company: Organisation, to_lock: list[ToLock]) -> list[WaitingList]:
    """Return the months in numbers; whose they are is told on their own page, which is noted."""
    rows = tuple(
        WaitingRow(
            name=date_format(one.month_on, "F Y"),
            state=_("Väntar på företaget"),
            what=str(one.people),
            on=None,
            action=_("Öppna"),
            address=_hours_of(company, one),
        )
        for one in to_lock
    )
    if not rows:
        return []
    return [WaitingList(_("Timmar att skriva under"), "", _("Personer"), _("Dag"), rows)]


def _hours_of(company: Organisation, month: ToLock) -> str:
    address = reverse("programme:staff", args=[company.pk])
    return f"{address}?manad={month.month_on:%Y-%m}"


def _matrix_step(company: Organisation, moving: int) -> Step:
    heading = _("Se vad som är uppfyllt och vad som återstår")
    if moving:
        heading = ngettext(
            "%(count)d person är på väg mot ett beslut",
            "%(count)d personer är på väg mot ett beslut",
            moving,
        ) % {"count": moving}
    return Step(
        heading,
        _("Matrisen visar det som var och en har gått med på. Den du tittar på ser det."),
        _("Öppna kompetensmatrisen"),
        reverse("supply:matrix", args=[company.pk]),
    )
