"""What waits for those who work with others' validations: one section for each role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from kunnande.site.access import (
    ASSESSOR,
    AUDITOR,
    CENTRE_MANAGER,
    COACH,
    ECONOMIST,
    EMPLOYER,
    EVALUATOR,
    EXAMINER,
    NODE_COORDINATOR,
    PROGRAMME_OWNER,
    SCHEME_OWNER,
    TEST_LEADER,
    TRAINING_PROVIDER,
    UNION_REPRESENTATIVE,
)
from kunnande.site.home.assessor_work import get_assessor_section
from kunnande.site.home.centre_work import get_auditor_section, get_centre_section
from kunnande.site.home.coach_work import get_coach_section
from kunnande.site.home.employer import get_employer_section
from kunnande.site.home.node_work import get_node_section
from kunnande.site.home.programme_work import (
    get_economist_section,
    get_evaluator_section,
    get_owner_section,
)
from kunnande.site.home.provider_work import get_provider_section
from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow, row_of
from kunnande.site.home.steps import Step
from kunnande.site.home.stop_work import list_stop_work
from kunnande.site.home.union_work import get_union_section
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.decision.queries import list_ready_for_decision
from kunnande.stages.framework.queries import ProductState, localised, versions_visible_to
from kunnande.stages.parties.queries import get_organisation
from kunnande.stages.testing.queries import (
    OPEN_STATES,
    SittingState,
    cases_to_plan,
    cases_to_talk_about,
    sittings_at_centres,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer
    from kunnande.stages.testing.queries import Sitting

# How many of each list a test leader's first page names; the rest are on the paged page.
SHOWN = 25


def list_sections(viewer: Viewer, *, at: datetime) -> list[Section]:
    """Return a section for each role and, for companies, for each organisation."""
    on = timezone.localdate(at)
    sections = [make(viewer, on) for role, make in _SECTIONS.items() if role in viewer.acts_for]
    companies = sorted(viewer.organisations(EMPLOYER))
    return sections + [
        get_employer_section(viewer, get_organisation(company_id), on=on)
        for company_id in companies
    ]


def _test_leader(viewer: Viewer, on: date) -> Section:
    sittings = sittings_at_centres(viewer, since=on)
    talking, ready = cases_to_talk_about(viewer), cases_to_plan(viewer)
    talks = WaitingList(
        heading=_("Återkoppling"),
        nothing=_("Ingen väntar på återkoppling."),
        what=_("Validering"),
        on=_("Sedan"),
        rows=tuple(
            row_of(case, _("Håll samtalet"), "testing:feedback") for case in talking[:SHOWN]
        ),
        more=max(0, talking.count() - SHOWN),
        more_address=reverse("testing:leading"),
    )
    to_plan = WaitingList(
        heading=_("Redo för prov"),
        nothing=_("Ingen är redo för prov."),
        what=_("Validering"),
        on=_("Sedan"),
        rows=tuple(row_of(case, _("Planera prov"), "testing:plan") for case in ready[:SHOWN]),
        more=max(0, ready.count() - SHOWN),
        more_address=reverse("testing:leading"),
    )
    return Section(
        kicker=_("Provledare"),
        step=_test_leaders_step(talks, to_plan),
        numbers=(
            Number(sittings.filter(takes_place_on=on).count(), _("prov i dag")),
            Number(to_plan.total, _("redo för prov")),
            Number(talks.total, _("väntar på återkoppling")),
        ),
        lists=(talks, to_plan, _coming(sittings.filter(state__in=OPEN_STATES))),
    )


def _coming(planned: QuerySet[Sitting]) -> WaitingList:
    return WaitingList(
        heading=_("Planerade prov"),
        nothing=_("Inga prov är planerade."),
        what=_("Validering"),
        on=_("Dag"),
        rows=tuple(_planned(sitting) for sitting in planned[:SHOWN]),
        more=max(0, planned.count() - SHOWN),
        more_address=reverse("testing:leading"),
    )


def _test_leaders_step(talks: WaitingList, ready: WaitingList) -> Step:
    if talks.rows:
        heading = ngettext(
            "%(count)d person väntar på återkoppling",
            "%(count)d personer väntar på återkoppling",
            talks.total,
        )
        text = _("Ingen annan ser resultatet förrän du har gått igenom det med personen.")
        return _first_of(talks.rows, heading % {"count": talks.total}, text)
    if ready.rows:
        heading = ngettext(
            "%(count)d person är redo för prov", "%(count)d personer är redo för prov", ready.total
        )
        text = _("De har kartlagt sig. Bestäm dag och plats för provet.")
        return _first_of(ready.rows, heading % {"count": ready.total}, text)
    return Step(_("Ingen väntar på dig"), _("Här syns de som är redo för prov eller samtal."))


def _planned(sitting: Sitting) -> WaitingRow:
    return WaitingRow(
        name=sitting.case.person.name,
        state=str(SittingState(sitting.state).label),
        what=localised(sitting.case.product_version.product, "name"),
        on=sitting.takes_place_on,
    )


def _examiner(viewer: Viewer, _on: date) -> Section:
    rows = tuple(
        WaitingRow(
            name=case.person_name,
            state=str(CaseState.FEEDBACK_GIVEN.label),
            what=f"{case.product_name} {case.version}",
            on=timezone.localdate(case.waiting_since),
            action=_("Gå igenom"),
            address=reverse("decision:case", args=[case.case_id]),
        )
        for case in list_ready_for_decision(viewer)
    )
    text = _("Du beslutar om andra än dig själv, oberoende av provet.")
    step = Step(_("Inget väntar på dig"), text)
    if rows:
        heading = ngettext(
            "%(count)d ärende väntar på beslut", "%(count)d ärenden väntar på beslut", len(rows)
        )
        step = _first_of(rows, heading % {"count": len(rows)}, text)
    waiting = WaitingList(
        heading=_("Redo för beslut"),
        nothing=_("Inget ärende är redo för beslut."),
        what=_("Validering"),
        on=_("Sedan"),
        rows=rows,
    )
    return Section(kicker=_("Examinator"), step=step, lists=(waiting,))


def _first_of(rows: tuple[WaitingRow, ...], heading: str, text: str) -> Step:
    """Return the step that begins with whoever has waited longest."""
    action = _("%(act)s: %(name)s") % {"act": rows[0].action, "name": rows[0].name}
    return Step(heading, text, action, rows[0].address)


def _scheme_owner(viewer: Viewer, on: date) -> Section:
    versions = list(versions_visible_to(viewer))
    published = sum(version.state == ProductState.PUBLISHED for version in versions)
    rows = tuple(
        WaitingRow(
            name=localised(version.product, "name"),
            state=str(ProductState(version.state).label),
            what=version.version,
            on=version.valid_from,
            action=_("Öppna"),
            address=reverse("framework:version", args=[version.pk]),
        )
        for version in versions
    )
    heading = ngettext(
        "%(count)d produkt är publicerad", "%(count)d produkter är publicerade", published
    )
    step = Step(
        heading % {"count": published} if published else _("Ingen produkt är publicerad ännu"),
        _("En publicerad version ändras aldrig. Den som prövas mot den vet vad som gäller."),
        _("Till produkterna"),
        reverse("framework:products"),
    )
    products = WaitingList(
        heading=_("Produkter"),
        nothing=_("Inga produkter finns ännu."),
        what=_("Version"),
        on=_("Gäller från"),
        rows=rows,
    )
    lists = (*list_stop_work(viewer, on=on), products)
    return Section(kicker=_("Modellägare"), step=step, lists=lists)


_SECTIONS: dict[str, Callable[[Viewer, date], Section]] = {
    SCHEME_OWNER: _scheme_owner,
    EXAMINER: _examiner,
    AUDITOR: get_auditor_section,
    CENTRE_MANAGER: get_centre_section,
    TEST_LEADER: _test_leader,
    NODE_COORDINATOR: get_node_section,
    PROGRAMME_OWNER: get_owner_section,
    ECONOMIST: get_economist_section,
    EVALUATOR: get_evaluator_section,
    ASSESSOR: get_assessor_section,
    TRAINING_PROVIDER: get_provider_section,
    UNION_REPRESENTATIVE: get_union_section,
    COACH: get_coach_section,
}
