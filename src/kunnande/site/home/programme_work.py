"""What waits for those who answer for a funded programme, and for its evaluator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from kunnande.site.home.sections import Number, Section, WaitingList, WaitingRow
from kunnande.site.home.steps import Step
from kunnande.stages.parties.queries import Role
from kunnande.stages.programme.queries import programmes_visible_to
from kunnande.stages.programme.queries.desk import get_desk

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Viewer
    from kunnande.stages.programme.queries.desk import Desk

_SHOWN = 20


def get_owner_section(viewer: Viewer, on: date) -> Section:
    """Return whom to call and how the programme stands against its decision."""
    desks = _desks(viewer, Role.PROGRAMME_OWNER, on)
    first = [one for desk in desks for one in desk.calls.first]
    count = sum(desk.calls.count for desk in desks)
    calls = WaitingList(
        heading=_("Att ringa"),
        nothing=_("Ingen ska ringas upp i dag."),
        what=_("Samtal"),
        on=_("Senast"),
        rows=tuple(
            WaitingRow(
                name=one.participation.person.name,
                state=_("För sent") if one.days_late else _("I tid"),
                what=f"{one.moment_words}, {one.participation.company.name}",
                on=one.last_on,
                action=_("Ring"),
                address=reverse("programme:call", args=[one.participation.pk, one.moment]),
            )
            for one in first[:_SHOWN]
        ),
        more=max(0, count - _SHOWN),
        more_address=reverse("programme:calls", args=[first[0].participation.programme_id])
        if first
        else "",
    )
    numbers = (*_of_people(desks), Number(count, _("samtal att ringa")))
    return Section(_("Programägare"), _owners_step(desks, count), numbers, (calls,))


def _owners_step(desks: list[Desk], due: int) -> Step:
    unmeasured = [desk for desk in desks if desk.applies and desk.indicator_set is None]
    calling = next((desk for desk in desks if desk.calls.count), None)
    if unmeasured:
        return Step(
            _("Välj vilka indikatorer beslutet ber om"),
            _("Sedan räknas de åt dig, varje dag."),
            _("Till indikatorerna"),
            reverse("programme:indicators", args=[unmeasured[0].programme.pk]),
        )
    if calling:
        heading = ngettext("%(count)d samtal väntar", "%(count)d samtal väntar", due)
        return Step(
            heading % {"count": due},
            _("De som har slutat får frågor när de slutar och sex månader senare."),
            _("Till samtalen"),
            reverse("programme:calls", args=[calling.programme.pk]),
        )
    if desks:
        return Step(
            _("Inget väntar på dig"),
            _("Läget mot målen räknas varje dag ur det som redan är inskrivet."),
            _("Läget mot målen"),
            reverse("programme:steering", args=[desks[0].programme.pk]),
        )
    return _no_programme()


def get_economist_section(viewer: Viewer, on: date) -> Section:
    """Return the months that are not locked and the file that is not made."""
    desks = _desks(viewer, Role.ECONOMIST, on)
    unlocked = sum(desk.unlocked for desk in desks)
    unmade = [desk for desk in desks if not desk.file_is_made and desk.people]
    if unlocked:
        heading = ngettext(
            "%(count)d månad väntar på sitt företag",
            "%(count)d månader väntar på sina företag",
            unlocked,
        )
        waiting = next(desk for desk in desks if desk.unlocked)
        step = Step(
            heading % {"count": unlocked},
            _("Personen har skrivit under. Först när företaget har låst månaden räknas timmarna."),
            _("Till timmarna"),
            reverse("programme:people", args=[waiting.programme.pk]),
        )
    elif unmade:
        month = date_format(unmade[0].last_month_on, "F Y")
        step = Step(
            _("Deltagarfilen för %(month)s är inte gjord") % {"month": month},
            _("Den går till SCB varje månad. De som saknas står på ett eget blad."),
            _("Till deltagarna"),
            reverse("programme:people", args=[unmade[0].programme.pk]),
        )
    elif desks:
        step = Step(
            _("Inget väntar på dig"),
            _("Månaderna är låsta och deltagarfilen är gjord."),
            _("Till rapporterna"),
            reverse("programme:reports", args=[desks[0].programme.pk]),
        )
    else:
        step = _no_programme()
    numbers = (*_of_people(desks), Number(unlocked, _("månader väntar på företaget")))
    return Section(_("Ekonom"), step, numbers)


def get_evaluator_section(viewer: Viewer, on: date) -> Section:
    """Return where the figures are, and the extracts that have been made."""
    desks = _desks(viewer, Role.EVALUATOR, on)
    step = _no_programme()
    if desks:
        step = Step(
            _("Hämta ett utdrag att räkna på"),
            _("En rad per deltagare, utan namn och nummer. Varje utdrag skrivs upp."),
            _("Till utdragen"),
            reverse("programme:extracts", args=[desks[0].programme.pk]),
        )
    made = WaitingList(
        heading=_("Gjorda utdrag"),
        nothing=_("Inget utdrag är gjort än."),
        what=_("Program"),
        on=_("Dag"),
        rows=tuple(
            WaitingRow(
                name=str(one.made_by),
                state=ngettext("%(n)d deltagare", "%(n)d deltagare", one.people)
                % {"n": one.people},
                what=desk.programme.name,
                on=timezone.localdate(one.made_at),
            )
            for desk in desks
            for one in desk.extracts
        ),
    )
    return Section(_("Utvärderare"), step, _of_people(desks), (made,))


def _desks(viewer: Viewer, role: str, on: date) -> list[Desk]:
    owned = programmes_visible_to(viewer).filter(owner_id__in=viewer.organisations(role))
    return [get_desk(programme, on=on) for programme in owned]


def _of_people(desks: list[Desk]) -> tuple[Number, ...]:
    target = sum(desk.applies.people for desk in desks if desk.applies)
    return (
        Number(sum(desk.people for desk in desks), _("har börjat")),
        Number(target, _("är målet")),
        Number(sum(desk.inside for desk in desks), _("är med nu")),
    )


def _no_programme() -> Step:
    return Step(_("Inget program är upplagt än"), _("Det läggs upp när systemet sätts upp."))
