"""Who has looked at somebody's results, told in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from kunnande.stages.disclosure.queries import get_recipients
from kunnande.stages.parties.queries import get_names_of_actors, get_names_of_organisations
from kunnande.stages.trail.queries import list_looks_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from kunnande.stages.trail.queries import LookRow

# What a page shows about a person, and what it does not.
SHOWN: dict[str, _StrPromise] = {
    "booking:session": _("vad du behöver vid det prov du har en plats på"),
    "booking:stop": _("att du har en provtid som är stoppad, och vad du får veta om det"),
    "cases:evidence": _("en fil du har lagt till i ditt ärende"),
    "cases:case": _("ditt ärende: var det är och din egen bedömning"),
    "cases:feedback": _("uppfyllt eller återstår per område, inför samtalet med dig"),
    "credentials:awards": _("att du har fått ett beslut och om beviset är utfärdat"),
    "credentials:certificate": _("ditt bevis: vad det omfattar och om det gäller"),
    "decision:case": _("resultat per område och din egen bedömning, inför beslutet"),
    "decision:show": _("beslutet: uppfyllt eller återstår per område"),
    "development:plan": _("din utvecklingsplan, som du har visat"),
    "development:staff": _("vilka kurser du är anmäld till genom företaget"),
    "home:shared": _("det du valde att visa med en länk"),
    "practice:planning": _("att du kan göra ett praktiskt prov till"),
    "practice:protocol": _("protokollet från ditt praktiska prov, medan det bedöms"),
    "practice:result": _("resultatet av ditt praktiska prov, område för område"),
    "ledger:withdraw": _("en uppgift om vad du kan, inför att den kanske dras tillbaka"),
    "programme:month": _("dina timmar en månad i ett program: dag, vad och hur länge"),
    "programme:staff": _("hur länge du var med en månad, och om det är undertecknat"),
    "programme:claim": _(
        "hur många av dina timmar en månad som ett program räknar som medfinansiering, utan namn"
    ),
    "programme:claim_file": _(
        "dina räknade timmar en månad, utan namn, som fil till den som betalar programmet"
    ),
    "programme:counted": _("att du räknas i ett program: beslut, bevis och timmar som räknas"),
    "programme:indicator": _("att du räknas för en indikator i ett program, och varför"),
    "programme:extract": _(
        "en rad utan namn om dig till en utvärderare: ålder, kön, nod, månader och antal"
    ),
    "programme:participant_file": _(
        "att du var med i ett program en månad, ditt personnummer och dina timmar, till SCB"
    ),
    "supply:cell": _("beviset bakom ett område: sort, nivå och datum. Inte svar, inte poäng"),
    "supply:history": _("hur ett område har sett ut över tid, så långt du delar"),
    "supply:evidence": _("bevis för ISO 9001 som fil: läge, sort, nivå och datum per område"),
    "supply:matrix": _("uppfyllt eller återstår per område. Inte svar, inte poäng"),
    "supply:matrix_export": _("matrisen som fil: uppfyllt eller återstår per område"),
    "supply:staffing": _("vad som händer om någon slutar: uppfyllt eller återstår, sammanräknat"),
    "supply:work_list": _("vad som återstår eller snart går ut, område för område"),
    "testing:leading": _("att du kan pröva det som återstår, och från vilken dag"),
    "testing:result": _("ditt resultat per område. Inte svaren på frågorna"),
}


@dataclass(frozen=True)
class LookOfDay:
    """Everything one viewer saw on one kind of page during one day, told once."""

    latest_at: datetime
    times: int
    who: str
    organisation: str
    shown: str


def list_looks_in_words(person_id: int) -> list[LookOfDay]:
    """Return who has seen what about a person, latest first, one row a day and kind of page."""
    looks = list_looks_at(person_id)
    viewers = [look.viewer for look in looks]
    names = {**get_names_of_actors(viewers), **_whoever_has_links(viewers)}
    organisations = get_names_of_organisations(
        look.organisation_id for look in looks if look.organisation_id
    )
    rows = []
    for _key, group in groupby(sorted(looks, key=_day_and_page, reverse=True), key=_day_and_page):
        same: Sequence[LookRow] = list(group)
        latest = max(same, key=lambda look: look.at)
        rows.append(
            LookOfDay(
                latest_at=latest.at,
                times=len(same),
                who=names.get(latest.viewer, gettext("Ett konto som inte längre finns")),
                organisation=organisations.get(latest.organisation_id or 0, ""),
                shown=str(SHOWN.get(latest.page, gettext("en sida om dig"))),
            )
        )
    return sorted(rows, key=lambda row: row.latest_at, reverse=True)


def _whoever_has_links(viewers: Iterable[str]) -> dict[str, str]:
    return {
        link: gettext("Någon med länken till %(recipient)s") % {"recipient": recipient}
        for link, recipient in get_recipients(viewers).items()
    }


def _day_and_page(look: LookRow) -> tuple[str, str, str, int]:
    day = timezone.localdate(look.at).isoformat()
    return day, look.viewer, look.page, look.organisation_id or 0
