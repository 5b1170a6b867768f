"""What waits for those who work with others' validations: one section for each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from kunnande.site.access import EMPLOYER, EXAMINER, SCHEME_OWNER, TEST_LEADER
from kunnande.site.home.steps import Step
from kunnande.stages.cases.queries import (
    CaseState,
    cases_of_employees_visible_to,
    list_cases_in,
)
from kunnande.stages.decision.queries import list_ready_for_decision
from kunnande.stages.disclosure.queries import find_agreement_in_force
from kunnande.stages.framework.queries import ProductState, localised, versions_visible_to
from kunnande.stages.parties.queries import get_organisation, list_employees
from kunnande.stages.requirements.queries import list_roles
from kunnande.stages.testing.queries import SittingState, list_sittings_at_centres

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, Viewer
    from kunnande.stages.testing.queries import Sitting


@dataclass(frozen=True)
class Number:
    value: int
    words: str


@dataclass(frozen=True)
class WaitingRow:
    """Somebody's case in a list: where it is and what to press, never a result."""

    name: str
    what: str
    state: str
    since: date
    action: str = ""
    address: str = ""


@dataclass(frozen=True)
class WaitingList:
    heading: str
    nothing: str
    rows: tuple[WaitingRow, ...]


@dataclass(frozen=True)
class Section:
    """The start of one role's work: the finding, the next step, then what waits."""

    kicker: str
    step: Step
    numbers: tuple[Number, ...] = ()
    lists: tuple[WaitingList, ...] = ()


def list_sections(viewer: Viewer, *, at: datetime) -> list[Section]:
    """Return a section for each role and, for companies, for each organisation."""
    on = timezone.localdate(at)
    sections = [make(viewer, on) for role, make in _SECTIONS.items() if role in viewer.acts_for]
    companies = sorted(viewer.organisations(EMPLOYER))
    return sections + [_company(viewer, get_organisation(pk), on) for pk in companies]


def _company(viewer: Viewer, company: Organisation, on: date) -> Section:
    roles = len(list_roles(company.pk, on=on))
    employees = len(list_employees(company, on=on))
    cases = [
        case
        for case in cases_of_employees_visible_to(viewer, on=on)
        if case.employer_id == company.pk
    ]
    return Section(
        kicker=company.name,
        step=_company_step(company, (roles, employees, len(cases)), on),
        numbers=(
            Number(employees, _("anställda")),
            Number(roles, _("roller med krav")),
            Number(len(cases), _("anmälda till validering")),
        ),
        lists=(
            WaitingList(
                heading=_("På väg mot ett bevis"),
                nothing=_("Ingen är anmäld ännu."),
                rows=tuple(_status(case) for case in cases),
            ),
        ),
    )


def _company_step(company: Organisation, counts: tuple[int, int, int], on: date) -> Step:
    roles, employees, cases = counts
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
    if not cases:
        return Step(
            _("Anmäl någon till validering"),
            _("Den du anmäler kartlägger sig först, i lugn och ro."),
            _("Anmäl"),
            reverse("cases:open", args=[company.pk]),
        )
    return Step(
        _("Se vad som är uppfyllt och vad som återstår"),
        _("Matrisen visar det som var och en har gått med på. Den du tittar på ser det."),
        _("Öppna kompetensmatrisen"),
        reverse("supply:matrix", args=[company.pk]),
    )


def _test_leader(viewer: Viewer, on: date) -> Section:
    sittings = list_sittings_at_centres(viewer, since=on)
    ready = list_cases_in(CaseState.MAPPED, viewer)
    talks = list_cases_in(CaseState.TESTED, viewer)
    planned = [sitting for sitting in sittings if sitting.state != SittingState.FINISHED]
    return Section(
        kicker=_("Provledare"),
        step=_test_leaders_step(len(talks), len(ready)),
        numbers=(
            Number(sum(s.takes_place_on == on for s in sittings), _("prov i dag")),
            Number(len(ready), _("redo för prov")),
            Number(len(talks), _("väntar på återkoppling")),
        ),
        lists=(
            WaitingList(
                _("Återkoppling"),
                _("Ingen väntar på återkoppling."),
                tuple(_row(c, _("Håll samtalet"), "testing:feedback") for c in talks),
            ),
            WaitingList(
                _("Redo för prov"),
                _("Ingen är redo för prov."),
                tuple(_row(c, _("Planera prov"), "testing:plan") for c in ready),
            ),
            WaitingList(
                _("Planerade prov"),
                _("Inga prov är planerade."),
                tuple(_planned(sitting) for sitting in planned),
            ),
        ),
    )


def _test_leaders_step(talks: int, ready: int) -> Step:
    if talks:
        heading = ngettext(
            "%(count)d väntar på återkoppling", "%(count)d väntar på återkoppling", talks
        )
        return Step(
            heading % {"count": talks},
            _("Ingen annan ser resultatet förrän du har gått igenom det med personen."),
        )
    if ready:
        heading = ngettext("%(count)d är redo för prov", "%(count)d är redo för prov", ready)
        return Step(
            heading % {"count": ready}, _("De har kartlagt sig. Bestäm dag och plats för provet.")
        )
    return Step(_("Ingen väntar på dig"), _("Här syns de som är redo för prov eller samtal."))


def _examiner(viewer: Viewer, _on: date) -> Section:
    waiting = list_ready_for_decision(viewer)
    rows = tuple(
        WaitingRow(
            row.person_name,
            f"{row.product_name} {row.version}",
            str(CaseState.FEEDBACK_GIVEN.label),
            timezone.localdate(row.waiting_since),
            _("Gå igenom"),
            reverse("decision:case", args=[row.case_id]),
        )
        for row in waiting
    )
    heading = _("Inget väntar på dig")
    if rows:
        heading = ngettext(
            "%(count)d ärende väntar på beslut", "%(count)d ärenden väntar på beslut", len(rows)
        ) % {"count": len(rows)}
    return Section(
        kicker=_("Examinator"),
        step=Step(heading, _("Du beslutar om andra än dig själv, oberoende av provet.")),
        lists=(WaitingList(_("Redo för beslut"), _("Inget ärende är redo för beslut."), rows),),
    )


def _scheme_owner(viewer: Viewer, _on: date) -> Section:
    versions = list(versions_visible_to(viewer))
    drafts = [version for version in versions if version.state == ProductState.DRAFT]
    rows = tuple(
        WaitingRow(
            localised(version.product, "name"),
            version.version,
            str(ProductState(version.state).label),
            version.valid_from,
            _("Öppna"),
            reverse("framework:version", args=[version.pk]),
        )
        for version in versions
    )
    if drafts:
        heading = ngettext(
            "%(count)d utkast väntar på att publiceras",
            "%(count)d utkast väntar på att publiceras",
            len(drafts),
        )
        step = Step(
            heading % {"count": len(drafts)},
            _("En publicerad version ändras aldrig. Den som prövas mot den vet vad som gäller."),
        )
    else:
        step = Step(
            _("Allt är publicerat"),
            _("Företag, testcenter och examinatorer arbetar mot det som gäller i dag."),
        )
    products = WaitingList(_("Produkter"), _("Inga produkter finns ännu."), rows)
    return Section(kicker=_("Modellägare"), step=step, lists=(products,))


def _status(case: Case) -> WaitingRow:
    return WaitingRow(
        case.person.name,
        localised(case.product_version.product, "name"),
        str(CaseState(case.state).label),
        timezone.localdate(case.changed_at),
    )


def _planned(sitting: Sitting) -> WaitingRow:
    return WaitingRow(
        sitting.case.person.name,
        localised(sitting.case.product_version.product, "name"),
        str(SittingState(sitting.state).label),
        sitting.takes_place_on,
    )


def _row(case: Case, action: str, view_name: str) -> WaitingRow:
    return WaitingRow(
        case.person.name,
        localised(case.product_version.product, "name"),
        str(CaseState(case.state).label),
        timezone.localdate(case.changed_at),
        action,
        reverse(view_name, args=[case.pk]),
    )


_SECTIONS: dict[str, Callable[[Viewer, date], Section]] = {
    SCHEME_OWNER: _scheme_owner,
    EXAMINER: _examiner,
    TEST_LEADER: _test_leader,
}
